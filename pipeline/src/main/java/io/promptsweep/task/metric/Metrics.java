package io.promptsweep.task.metric;

import io.promptsweep.problem.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The known metrics. */
public final class Metrics {
  private Metrics() {}

  /** The names of all metrics. */
  public static SortedSet<String> names() {
    return Arrays.stream(Measure.values())
        .map(Measure::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The metric called {@code name}, for answers of a form.
   *
   * @throws IllegalArgumentException if there is no such metric, with the nearest known name, or if
   *     it does not fit the form
   */
  public static Metric named(String name, AnswerForm form) {
    Measure measure =
        Arrays.stream(Measure.values())
            .filter(m -> m.key().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'" + name + "' is no metric" + Nearest.hint(name, names())));
    measure
        .misfit(form)
        .ifPresent(
            needs -> {
              throw new IllegalArgumentException("metric '" + name + "' needs " + needs);
            });
    return new FormMetric(measure, form);
  }

  /** Share of predictions that cannot be read as an answer; 0 for a healthy cell. */
  public static double invalidShare(AnswerForm form, List<Prediction> predictions) {
    return predictions.stream().filter(p -> !form.valid(p.text())).count()
        / (double) predictions.size();
  }

  private record FormMetric(Measure measure, AnswerForm form) implements Metric {
    @Override
    public String name() {
      return measure.key();
    }

    @Override
    public double of(List<Prediction> predictions) {
      if (predictions.isEmpty()) {
        throw new IllegalArgumentException("metric '" + name() + "' of no predictions");
      }
      boolean zero =
          form.invalid() == InvalidPredictions.SCORE_ZERO
              && predictions.stream().anyMatch(p -> !form.valid(p.text()));
      return zero ? 0 : measure.of(form, predictions);
    }
  }
}
