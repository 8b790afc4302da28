package io.promptsweep.task;

import io.promptsweep.task.metric.AnswerForm;
import io.promptsweep.task.metric.AnswerForm.Kind;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.task.metric.Metric;
import io.promptsweep.task.metric.Metrics;
import io.promptsweep.task.metric.ScoreRule;
import java.util.List;

/**
 * How one family of papers words a task and scores it.
 *
 * @param input the text-to-text template
 * @param target what is trained on
 * @param rows changes of rows before the templates, in order
 * @param normalized whether label words and predictions are compared normalised
 * @param metrics names of metrics
 * @param score how they become the score
 */
record Family(
    Template input,
    Target target,
    List<RowStep> rows,
    boolean normalized,
    List<String> metrics,
    ScoreRule score) {
  Family {
    rows = List.copyOf(rows);
    metrics = List.copyOf(metrics);
  }

  /** How predictions are read. */
  AnswerForm form(InvalidPredictions invalid) {
    if (target instanceof Target.LabelWord label) {
      return new AnswerForm(Kind.CLASS, label.labelWords(), normalized, invalid);
    }
    Kind kind = target instanceof Target.NumberText ? Kind.NUMBER : Kind.TEXT;
    return new AnswerForm(kind, List.of(), normalized, invalid);
  }

  /** The metrics, in order. */
  List<Metric> metrics(InvalidPredictions invalid) {
    AnswerForm form = form(invalid);
    return metrics.stream().map(name -> Metrics.named(name, form)).toList();
  }
}
