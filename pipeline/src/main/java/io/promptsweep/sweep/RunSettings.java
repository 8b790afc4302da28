package io.promptsweep.sweep;

import io.promptsweep.files.LocalPath;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a sweep runs; nothing here changes a cell's id.
 *
 * @param parallelCells cells in training at once; 0 means one for each slot that Spark has
 * @param threadsPerCell threads that one cell's tensor operations may use; empty means as many as
 *     Spark gives a task
 * @param retries further tries of a cell whose executor was lost
 * @param retryWait time before the first of them, doubled before each next
 * @param cellTimeLimit training time after which a cell is stopped
 * @param noProgressLimit time without a step after which a cell is taken from its executor
 * @param onError what a failed cell means for the others
 * @param microBatch most rows of a cell in one forward and backward pass
 * @param checkpoints where the state of each epoch goes
 * @param executorBackbone where executors find the backbone: a path, a URI, or a name of {@code
 *     --archives}; empty means where the driver found it
 * @param report whether a report is written at the end
 */
public record RunSettings(
    int parallelCells,
    OptionalInt threadsPerCell,
    int retries,
    Duration retryWait,
    Optional<Duration> cellTimeLimit,
    Optional<Duration> noProgressLimit,
    OnError onError,
    MicroBatch microBatch,
    CheckpointPlace checkpoints,
    String executorBackbone,
    boolean report) {

  /** What a failed cell means for the cells that have not begun, and for those in training. */
  public sealed interface OnError {
    /** Nothing: every cell gets its turn. */
    record Continue() implements OnError {}

    /** After {@code failures} failed cells none begins; those in training end. */
    record StopAfter(int failures) implements OnError {}

    /** None begins, and those in training are cut off. */
    record FailFast() implements OnError {}

    /**
     * Reads {@code continue}, {@code stop-after=N} or {@code fail-fast}.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    static OnError of(String text) {
      if (text.equals("continue")) {
        return new Continue();
      }
      if (text.equals("fail-fast")) {
        return new FailFast();
      }
      if (text.matches("stop-after=[1-9][0-9]{0,8}")) {
        return new StopAfter(Integer.parseInt(text.substring(text.indexOf('=') + 1)));
      }
      throw new IllegalArgumentException("it must be continue, stop-after=N or fail-fast.");
    }
  }

  /**
   * Rows in one forward and backward pass.
   *
   * @param rows most rows at first; empty means the whole batch
   * @param halve whether a cell that runs out of memory is tried again with half as many
   */
  public record MicroBatch(OptionalInt rows, boolean halve) {
    /**
     * Reads {@code auto} (the whole batch, halved when memory runs out), {@code off}, or rows.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    static MicroBatch of(String text) {
      return switch (text) {
        case "auto" -> new MicroBatch(OptionalInt.empty(), true);
        case "off" -> new MicroBatch(OptionalInt.empty(), false);
        default -> {
          if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("it must be auto, off, or a number of rows.");
          }
          yield new MicroBatch(OptionalInt.of(Integer.parseInt(text)), true);
        }
      };
    }
  }

  /**
   * A place that {@link LocalPath} can read, its path; a URI of another file system, as it is.
   *
   * @throws IllegalArgumentException saying why it is neither
   */
  static String checked(String text) {
    try {
      return LocalPath.isRemote(text) ? LocalPath.remote(text) : LocalPath.of(text).toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it " + e.getReason() + ".", e);
    }
  }

  /** Where checkpoints go. */
  public sealed interface CheckpointPlace {
    /** Nowhere. */
    record Off() implements CheckpointPlace {}

    /** {@code _checkpoints} in the output folder. */
    record Out() implements CheckpointPlace {}

    /** A folder of the user's choice, by path or URI. */
    record Folder(String uri) implements CheckpointPlace {}

    /**
     * Reads {@code out}, {@code off}, or a folder.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    static CheckpointPlace of(String text) {
      return switch (text) {
        case "out" -> new Out();
        case "off" -> new Off();
        default -> new Folder(checked(text));
      };
    }
  }
}
