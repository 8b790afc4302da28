package io.promptsweep.task.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of classes. {@code k} label words make classes {@code 0..k-1}; a prediction that is none
 * of them is class {@code k}, which no target has.
 */
final class Classification {
  private Classification() {}

  /** Share of right predictions; numbers and free text must equal the target as compared text. */
  static double accuracy(AnswerForm form, List<Prediction> predictions) {
    return predictions.stream().filter(p -> right(form, p)).count() / (double) predictions.size();
  }

  /**
   * F1 of class 1. An invalid prediction is the class that the target is not (T5's {@code
   * f1_score_with_invalid}). 0 where class 1 is neither a target nor predicted, as scikit-learn.
   */
  static double binaryF1(AnswerForm form, List<Prediction> predictions) {
    long[][] counts = confusion(form, predictions);
    // The invalid column folds into the wrong class: target 0 into 1, target 1 into 0.
    return f1(counts[1][1], counts[0][1] + counts[0][2], counts[1][0] + counts[1][2]);
  }

  /**
   * Mean F1 over the classes that occur as target or prediction, the invalid one included
   * (scikit-learn's {@code average="macro"} on texts, as Residual PT's code has it).
   */
  static double macroF1(AnswerForm form, List<Prediction> predictions) {
    return meanF1(confusion(form, predictions), true);
  }

  /** Mean F1 over all label words, whether they occur or not (T5's {@code mean_multiclass_f1}). */
  static double multiclassF1(AnswerForm form, List<Prediction> predictions) {
    return meanF1(confusion(form, predictions), false);
  }

  /**
   * Matthews correlation for any number of classes (Gorodkin 2004, scikit-learn's {@code
   * matthews_corrcoef}): {@code (c s - sum p_k t_k) / sqrt((s^2 - sum p_k^2) (s^2 - sum t_k^2))}
   * with {@code s} predictions, {@code c} of them right, {@code p_k} predicted and {@code t_k} true
   * members of class k; 0 where the denominator is.
   */
  static double matthews(AnswerForm form, List<Prediction> predictions) {
    long[][] counts = confusion(form, predictions);
    double samples = predictions.size();
    double correct = 0;
    double products = 0;
    double predictedSquares = 0;
    double targetSquares = 0;
    for (int c = 0; c < counts.length; c++) {
      double predicted = column(counts, c);
      double targets = row(counts, c);
      correct += counts[c][c];
      products += predicted * targets;
      predictedSquares += predicted * predicted;
      targetSquares += targets * targets;
    }
    double scale =
        Math.sqrt(samples * samples - predictedSquares)
            * Math.sqrt(samples * samples - targetSquares);
    return scale == 0 ? 0 : (correct * samples - products) / scale;
  }

  /** Share of groups with every prediction right (MultiRC: exact match per question). */
  static double wholeGroups(AnswerForm form, List<Prediction> predictions) {
    Map<String, Boolean> groups = new HashMap<>();
    for (Prediction p : predictions) {
      if (p.group().isEmpty()) {
        throw new IllegalArgumentException(
            "metric 'multirc-em' needs a group for every example; give its source a 'group' column");
      }
      groups.merge(p.group(), right(form, p), Boolean::logicalAnd);
    }
    return groups.values().stream().filter(Boolean::booleanValue).count() / (double) groups.size();
  }

  private static boolean right(AnswerForm form, Prediction p) {
    return form.kind() == AnswerForm.Kind.CLASS
        ? form.classOf(p.text()) == targetClass(form, p)
        : form.comparable(p.text()).equals(form.comparable(p.target()));
  }

  /** Counts {@code [k + 1][k + 1]}: row = target, column = prediction. */
  private static long[][] confusion(AnswerForm form, List<Prediction> predictions) {
    int invalid = form.labelWords().size();
    long[][] counts = new long[invalid + 1][invalid + 1];
    for (Prediction p : predictions) {
      int predicted = form.classOf(p.text());
      counts[targetClass(form, p)][predicted < 0 ? invalid : predicted]++;
    }
    return counts;
  }

  private static int targetClass(AnswerForm form, Prediction p) {
    int target = form.classOf(p.target());
    if (target < 0) {
      throw new IllegalArgumentException(
          "target '" + p.target() + "' is none of the label words " + form.labelWords());
    }
    return target;
  }

  private static double meanF1(long[][] counts, boolean occurring) {
    int classes = occurring ? counts.length : counts.length - 1;
    double sum = 0;
    int counted = 0;
    for (int c = 0; c < classes; c++) {
      long targets = row(counts, c);
      long predicted = column(counts, c);
      if (!occurring || targets + predicted > 0) {
        sum += f1(counts[c][c], predicted - counts[c][c], targets - counts[c][c]);
        counted++;
      }
    }
    return sum / counted;
  }

  private static double f1(long truePositives, long falsePositives, long falseNegatives) {
    long denominator = 2 * truePositives + falsePositives + falseNegatives;
    return denominator == 0 ? 0 : 2.0 * truePositives / denominator;
  }

  private static long row(long[][] counts, int c) {
    long sum = 0;
    for (long count : counts[c]) {
      sum += count;
    }
    return sum;
  }

  private static long column(long[][] counts, int c) {
    long sum = 0;
    for (long[] targets : counts) {
      sum += targets[c];
    }
    return sum;
  }
}
