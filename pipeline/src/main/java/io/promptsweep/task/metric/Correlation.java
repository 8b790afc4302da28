package io.promptsweep.task.metric;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Correlations of numbers written as text. Where one is not defined (constant predictions, fewer
 * than two) it is 0, as in ATTEMPT's metrics.
 */
final class Correlation {
  private Correlation() {}

  static double pearson(AnswerForm form, List<Prediction> predictions) {
    return defined(
        predictions,
        () ->
            new PearsonsCorrelation()
                .correlation(targets(form, predictions), predicted(form, predictions)));
  }

  /** Pearson's of the ranks, ties at their mean rank. */
  static double spearman(AnswerForm form, List<Prediction> predictions) {
    return defined(
        predictions,
        () ->
            new SpearmansCorrelation()
                .correlation(targets(form, predictions), predicted(form, predictions)));
  }

  private static double defined(List<Prediction> predictions, DoubleSupplier value) {
    double correlation = predictions.size() < 2 ? Double.NaN : value.getAsDouble();
    return Double.isNaN(correlation) ? 0 : correlation;
  }

  private static double[] targets(AnswerForm form, List<Prediction> predictions) {
    return numbers(form, predictions, Prediction::target);
  }

  private static double[] predicted(AnswerForm form, List<Prediction> predictions) {
    return numbers(form, predictions, Prediction::text);
  }

  private static double[] numbers(
      AnswerForm form, List<Prediction> predictions, Function<Prediction, String> text) {
    // ATTEMPT's string_to_float gives -1; Residual PT's preprocess_outputs gives 0.
    double unreadable = form.normalized() ? 0 : -1;
    return predictions.stream()
        .mapToDouble(p -> form.numberOf(text.apply(p)).orElse(unreadable))
        .toArray();
  }
}
