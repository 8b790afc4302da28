package io.promptsweep.schedule;

import io.promptsweep.training.CellOutcome;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A cell's outcome with where and when it came about.
 *
 * @param outcome how training ended
 * @param lostBefore how often Spark itself had placed the task on a worker that was lost then
 * @param executorId Spark's name of the executor; {@code driver} in local mode
 * @param host the executor's host
 * @param gpuAddress the GPU that Spark gave the task, if any
 * @param device the device trained on, such as {@code cpu()} or {@code gpu(0)}
 * @param microBatch rows in a pass; empty means the whole batch
 * @param outOfMemory the same of tries that ran out of memory before, in order; 0 means the whole
 *     batch
 * @param resumedAfterEpoch the epoch whose checkpoint training went on from, if any
 * @param startedAt when training began
 * @param endedAt when it ended
 */
public record CellReport(
    CellOutcome outcome,
    int lostBefore,
    String executorId,
    String host,
    Optional<String> gpuAddress,
    String device,
    OptionalInt microBatch,
    List<Integer> outOfMemory,
    OptionalInt resumedAfterEpoch,
    Instant startedAt,
    Instant endedAt) {

  /** Where a task ran; {@code gpuAddress} may be null. */
  public record Place(
      int lostBefore, String executorId, String host, String gpuAddress, String device)
      implements Serializable {}

  /** The same as Spark carries it between machines; zeros and nulls stand for what is not there. */
  public record Carried(
      CellOutcome outcome,
      Place place,
      int microBatch,
      List<Integer> outOfMemory,
      int resumedAfterEpoch,
      Instant startedAt,
      Instant endedAt)
      implements Serializable {

    static List<Carried> of(
        MicroBatches.Result result,
        Place place,
        Map<String, Integer> resumed,
        Instant startedAt,
        Instant endedAt) {
      return result.outcomes().stream()
          .map(
              outcome ->
                  new Carried(
                      outcome,
                      place,
                      result.rows(),
                      List.copyOf(result.tooMany()),
                      resumed.getOrDefault(outcome.cellId(), 0),
                      startedAt,
                      endedAt))
          .toList();
    }

    CellReport report() {
      return new CellReport(
          outcome,
          place.lostBefore(),
          place.executorId(),
          place.host(),
          Optional.ofNullable(place.gpuAddress()),
          place.device(),
          unlessZero(microBatch),
          outOfMemory,
          unlessZero(resumedAfterEpoch),
          startedAt,
          endedAt);
    }

    private static OptionalInt unlessZero(int number) {
      return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
  }
}
