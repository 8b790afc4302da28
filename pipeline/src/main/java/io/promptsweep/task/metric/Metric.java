package io.promptsweep.task.metric;

import java.io.Serializable;
import java.util.List;

/** A measure of predictions, in [0, 1], correlations in [-1, 1]; larger is better. */
public interface Metric extends Serializable {

  /** The name in task files and tables. */
  String name();

  /**
   * The value over all {@code predictions}.
   *
   * @throws IllegalArgumentException if there are none
   */
  double of(List<Prediction> predictions);
}
