package io.promptsweep.training;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** How a cell's training ended. Outcomes are values: a failure of one cell never throws. */
public sealed interface CellOutcome extends Serializable {
  String cellId();

  /** The epochs that were finished, in order. */
  List<EpochMetrics> epochs();

  /** Training steps taken. */
  long steps();

  /**
   * Trained to its end.
   *
   * @param best the epoch with the largest score, the earliest of equals
   * @param testScore the task's score on the test split with the best epoch's parameters
   * @param testMetrics every metric on the test split, by name
   * @param health whether it learned
   */
  record Trained(
      String cellId,
      List<EpochMetrics> epochs,
      long steps,
      EpochMetrics best,
      double testScore,
      Map<String, Double> testMetrics,
      Health health)
      implements CellOutcome {}

  /**
   * Ended for a reason that a second try would repeat.
   *
   * @param cause one sentence
   */
  record Failed(String cellId, List<EpochMetrics> epochs, long steps, String cause, Health health)
      implements CellOutcome {}
}
