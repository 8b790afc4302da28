package io.promptsweep.schedule;

import io.promptsweep.training.CellOutcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many rows of a cell go through one forward and backward pass.
 *
 * @param rows most rows at first; 0 means the whole batch
 * @param halve whether to try again with half as many rows when the device's memory runs out
 */
public record MicroBatches(int rows, boolean halve) implements Serializable {
  /** Whole batches, whatever happens. */
  public static final MicroBatches WHOLE = new MicroBatches(0, false);

  private static final Logger LOG = LoggerFactory.getLogger(MicroBatches.class);

  /**
   * How a training ended.
   *
   * @param outcomes of its cells
   * @param rows in a pass; 0 means the whole batch
   * @param tooMany rows, or 0, that ran out of memory before
   */
  record Result(List<CellOutcome> outcomes, int rows, List<Integer> tooMany) {}

  /**
   * Trains, with fewer rows as long as memory runs out.
   *
   * @param batch rows of a whole batch
   * @param training trains with the rows it is given
   */
  Result train(int batch, IntFunction<List<CellOutcome>> training) {
    List<Integer> tooMany = new ArrayList<>();
    int tried = rows;
    while (true) {
      try {
        return new Result(
            training.apply(tried == 0 ? Integer.MAX_VALUE : tried), tried, List.copyOf(tooMany));
      } catch (RuntimeException e) {
        int fewer = (tried == 0 ? batch : Math.min(tried, batch)) / 2;
        if (!halve || !outOfMemory(e) || fewer == 0) {
          throw e;
        }
        LOG.warn("out of memory; trying again with {} rows of {} at a time", fewer, batch, e);
        tooMany.add(tried);
        tried = fewer;
      }
    }
  }

  /** Whether PyTorch's allocator, of a GPU or of the CPU, had no more to give. */
  static boolean outOfMemory(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("out of memory") || message.contains("can't allocate memory")) {
        return true;
      }
    }
    return false;
  }
}
