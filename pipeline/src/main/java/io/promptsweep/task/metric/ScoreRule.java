package io.promptsweep.task.metric;

import io.promptsweep.problem.Nearest;
import java.util.Arrays;
import java.util.List;

/** How a task's metrics become the one number that selects an epoch. */
public enum ScoreRule {
  /** The first metric (DePT's code selects so). */
  FIRST,
  /** The mean of all metrics (Residual PT's code; SuperPos-Prompt's tables). */
  MEAN;

  /** The name in configurations. */
  public String key() {
    return switch (this) {
      case FIRST -> "first";
      case MEAN -> "mean";
    };
  }

  /** The score of metric values in the task's order; at least one. */
  public double of(List<Double> values) {
    return switch (this) {
      case FIRST -> values.get(0);
      case MEAN -> values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    };
  }

  /**
   * The rule called {@code key}.
   *
   * @throws IllegalArgumentException with the nearest known name
   */
  public static ScoreRule named(String key) {
    List<String> known = Arrays.stream(values()).map(ScoreRule::key).toList();
    return Arrays.stream(values())
        .filter(v -> v.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + key + "' is no score rule" + Nearest.hint(key, known)));
  }
}
