package io.promptsweep.training;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a cell's training ended. Outcomes are values: a failure of one cell never throws. */
public sealed interface CellOutcome extends Serializable {
  /** More than this is not sent to the driver, whose {@code spark.driver.maxResultSize} is 1 GB. */
  long LARGEST_STORED_BYTES = 768L << 20;

  String cellId();

  /** The epochs that were finished, in order. */
  List<EpochMetrics> epochs();

  /** Training steps taken. */
  long steps();

  /** Why it did not train to its end, if it did not. */
  default Optional<String> cause() {
    return Optional.empty();
  }

  /**
   * Trained to its end.
   *
   * @param best the epoch with the largest score, the earliest of equals
   * @param testScore the task's score on the test split with the best epoch's parameters
   * @param testMetrics every metric on the test split, by name
   * @param health whether it learned
   * @param stored what the best epoch's parameters come to, by name ({@code PromptMethod.stored});
   *     empty where that is larger than {@link #LARGEST_STORED_BYTES}
   */
  record Trained(
      String cellId,
      List<EpochMetrics> epochs,
      long steps,
      EpochMetrics best,
      double testScore,
      Map<String, Double> testMetrics,
      Health health,
      Map<String, TunedTensor> stored)
      implements CellOutcome {}

  /**
   * Ended for a reason that a second try would repeat.
   *
   * @param reason a sentence, or the stack of an error that nobody foresaw
   */
  record Failed(String cellId, List<EpochMetrics> epochs, long steps, String reason, Health health)
      implements CellOutcome {
    @Override
    public Optional<String> cause() {
      return Optional.of(reason);
    }
  }

  /**
   * Ended early on purpose; its last checkpoint is kept, so that another run can go on.
   *
   * @param reason one sentence
   */
  record Stopped(String cellId, List<EpochMetrics> epochs, long steps, String reason)
      implements CellOutcome {
    @Override
    public Optional<String> cause() {
      return Optional.of(reason);
    }
  }
}
