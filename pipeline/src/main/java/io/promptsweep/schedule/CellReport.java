package io.promptsweep.schedule;

import io.promptsweep.training.CellOutcome;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/**
 * A cell's outcome with where and when it came about.
 *
 * @param outcome how training ended
 * @param attempt from 0: how many tries of the same Spark task came before
 * @param executorId Spark's name of the executor; {@code driver} in local mode
 * @param host the executor's host
 * @param gpuAddress the GPU that Spark gave the task, if any
 * @param device the device trained on, such as {@code cpu} or {@code gpu(0)}
 * @param startedAt when training began
 * @param endedAt when it ended
 */
public record CellReport(
    CellOutcome outcome,
    int attempt,
    String executorId,
    String host,
    Optional<String> gpuAddress,
    String device,
    Instant startedAt,
    Instant endedAt) {

  /** The same as Spark carries it between machines. */
  record Carried(
      CellOutcome outcome,
      int attempt,
      String executorId,
      String host,
      String gpuAddress,
      String device,
      Instant startedAt,
      Instant endedAt)
      implements Serializable {

    CellReport report() {
      return new CellReport(
          outcome,
          attempt,
          executorId,
          host,
          Optional.ofNullable(gpuAddress),
          device,
          startedAt,
          endedAt);
    }
  }
}
