package io.promptsweep.training.data;

import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.Example;
import io.promptsweep.task.TaskData;
import io.promptsweep.task.metric.AnswerForm;
import io.promptsweep.task.metric.AnswerForm.Kind;
import io.promptsweep.task.metric.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Cuts what is longer than a target may be, as Residual PT's code does: its tokenizer keeps the
 * first tokens and puts the end token behind them. A model learns and is judged by what remains, so
 * label words and accepted answers are cut as well ("not_entailment" becomes "not_entail" in five
 * tokens).
 *
 * @param limit longest target in tokens, its end token included
 */
record CutTargets(T5Tokenizer tokenizer, int limit) {

  /** The same task with nothing longer in it. */
  TaskData of(TaskData whole) {
    AnswerForm form = form(whole);
    return new TaskData(
        whole.task(),
        whole.family(),
        whole.split(),
        examples(whole, whole.train()),
        examples(whole, whole.validation()),
        examples(whole, whole.test()),
        form,
        whole.metrics().stream().map(m -> Metrics.named(m.name(), form)).toList(),
        whole.score(),
        whole.digest(),
        whole.unlabelledRows(),
        whole.warnings());
  }

  private AnswerForm form(TaskData whole) {
    AnswerForm form = whole.form();
    List<String> words = form.labelWords().stream().map(this::cut).toList();
    try {
      if (words.stream().anyMatch(String::isBlank)) {
        throw new IllegalArgumentException("a label word is empty");
      }
      return new AnswerForm(form.kind(), words, form.normalized(), form.invalid());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "task %s: cut to train.max-target-tokens = %d, the label words %s are %s, but something"
                  + " must remain of each and tell it from the others; raise it.",
              whole.task(),
              limit,
              form.labelWords(),
              words),
          e);
    }
  }

  private List<Example> examples(TaskData whole, List<Example> examples) {
    return examples.stream().map(example -> example(whole, example)).toList();
  }

  private Example example(TaskData whole, Example example) {
    String target = cut(example.target());
    if (target.equals(example.target())) {
      return example;
    }
    if (whole.form().kind() == Kind.NUMBER && whole.form().numberOf(target).isEmpty()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "task %s: cut to train.max-target-tokens = %d, the target '%s' of %s is '%s', which"
                  + " is no number; raise it.",
              whole.task(),
              limit,
              example.target(),
              example.id(),
              target));
    }
    List<String> answers = answers(example.answers(), example.target(), target);
    return new Example(example.id(), example.input(), target, answers, example.group());
  }

  /**
   * What remains of the accepted answers. Those that make up the target (ReCoRD's, one behind the
   * other) end where it ends; any other is cut by itself.
   */
  private List<String> answers(List<String> answers, String whole, String target) {
    List<String> remaining = new ArrayList<>();
    int from = 0;
    for (String answer : answers) {
      int at = whole.indexOf(answer, from);
      if (at < 0) {
        remaining.add(cut(answer));
      } else {
        from = at + answer.length();
        if (at < target.length()) {
          remaining.add(answer.substring(0, Math.min(answer.length(), target.length() - at)));
        }
      }
    }
    return remaining.isEmpty() ? List.of(target) : remaining;
  }

  /** The text itself if it is short enough, otherwise that of its first tokens. */
  private String cut(String text) {
    int[] ids = tokenizer.encode(text);
    return ids.length <= limit ? text : tokenizer.decode(Arrays.copyOf(ids, limit - 1));
  }
}
