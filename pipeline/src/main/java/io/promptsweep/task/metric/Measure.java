package io.promptsweep.task.metric;

import io.promptsweep.task.metric.AnswerForm.Kind;
import java.util.List;
import java.util.Optional;

/** The closed set of measures, each with the forms of answers that it fits. */
enum Measure {
  ACCURACY("accuracy"),
  F1("f1"),
  F1A("f1a"),
  F1_MACRO("f1-macro"),
  F1_MULTICLASS("f1-multiclass"),
  MATTHEWS("matthews"),
  MULTIRC_EM("multirc-em"),
  PEARSON("pearson"),
  SPEARMAN("spearman"),
  EXACT_MATCH("exact-match"),
  SQUAD_F1("squad-f1"),
  WORD_CONTAINMENT("word-containment");

  private final String key;

  Measure(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  double of(AnswerForm form, List<Prediction> predictions) {
    return switch (this) {
      case ACCURACY -> Classification.accuracy(form, predictions);
      // MultiRC's F1 over all answers is the same formula over answer candidates (T5's
      // multirc_f1_over_all_answers); tables give it a name of its own.
      case F1, F1A -> Classification.binaryF1(form, predictions);
      case F1_MACRO -> Classification.macroF1(form, predictions);
      case F1_MULTICLASS -> Classification.multiclassF1(form, predictions);
      case MATTHEWS -> Classification.matthews(form, predictions);
      case MULTIRC_EM -> Classification.wholeGroups(form, predictions);
      case PEARSON -> Correlation.pearson(form, predictions);
      case SPEARMAN -> Correlation.spearman(form, predictions);
      case EXACT_MATCH -> TextMatch.exactMatch(predictions);
      case SQUAD_F1 -> TextMatch.tokenF1(predictions);
      case WORD_CONTAINMENT -> TextMatch.wordContainment(predictions);
    };
  }

  /** What this measure needs that {@code form} is not; empty if it fits. */
  Optional<String> misfit(AnswerForm form) {
    boolean fits =
        switch (this) {
          case ACCURACY -> true;
          case F1, F1A -> form.labelWords().size() == 2;
          case F1_MACRO, F1_MULTICLASS, MATTHEWS, MULTIRC_EM -> form.kind() == Kind.CLASS;
          case PEARSON, SPEARMAN -> form.kind() == Kind.NUMBER;
          case EXACT_MATCH, SQUAD_F1, WORD_CONTAINMENT -> form.kind() == Kind.TEXT;
        };
    if (fits) {
      return Optional.empty();
    }
    return Optional.of(
        switch (this) {
          case F1, F1A -> "two label words";
          case PEARSON, SPEARMAN -> "numbers as answers";
          case EXACT_MATCH, SQUAD_F1, WORD_CONTAINMENT -> "free text as answers";
          default -> "label words";
        });
  }
}
