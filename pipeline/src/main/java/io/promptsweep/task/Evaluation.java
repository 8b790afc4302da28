package io.promptsweep.task;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Predictions of one split, scored.
 *
 * @param metrics every metric of the task by name, and {@code invalid-predictions}: the share that
 *     could not be read as an answer
 * @param score the number that selects an epoch
 */
public record Evaluation(SortedMap<String, Double> metrics, double score) implements Serializable {
  /** The name of the share of unreadable predictions. */
  public static final String INVALID_PREDICTIONS = "invalid-predictions";

  public Evaluation {
    metrics = new TreeMap<>(metrics);
  }

  /** The share of predictions that could not be read as an answer. */
  public double invalidShare() {
    return metrics.get(INVALID_PREDICTIONS);
  }
}
