package io.promptsweep.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the driver knows of the cells in training, from the executors' messages. One for each JVM,
 * as Spark has one context for each.
 */
public final class LiveCells {
  private static final Map<String, Seen> CELLS = new ConcurrentHashMap<>();

  /** A cell's last message, and when it last told of something new. */
  private record Seen(CellProgress progress, long movedAtNanos) {}

  private LiveCells() {}

  static void accept(CellProgress progress) {
    CELLS.compute(
        progress.cellId(),
        (id, before) ->
            before != null && before.progress.beats() == progress.beats()
                ? new Seen(progress, before.movedAtNanos)
                : new Seen(progress, System.nanoTime()));
  }

  /** Forgets cells whose task has come back, or is about to begin. */
  static void forget(List<CellWork> unit) {
    unit.forEach(work -> CELLS.remove(work.cellId()));
  }

  /** The cell's last message, if its training has told of itself. */
  public static Optional<CellProgress> of(String cellId) {
    return Optional.ofNullable(CELLS.get(cellId)).map(Seen::progress);
  }

  /** How long the cell has not moved; empty before it has told of itself. */
  static Optional<Duration> stalledFor(String cellId) {
    return Optional.ofNullable(CELLS.get(cellId))
        .map(seen -> Duration.ofNanos(System.nanoTime() - seen.movedAtNanos));
  }
}
