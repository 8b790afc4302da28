package io.promptsweep.analysis;

import io.promptsweep.problem.InvalidInputException;

/**
 * Rows that {@code bench-scheduler} makes up to measure what a sweep costs beside its training.
 * They are no results, and everything that shows results says so or refuses.
 */
public final class MadeUp {
  /** The protocol of such a sweep, in its {@code sweep.json} and in column {@code protocol}. */
  public static final String PROTOCOL = "made up by bench-scheduler";

  private MadeUp() {}

  /** Whether there are made-up rows. */
  public static boolean isIn(ResultViews views) {
    return !views.rows("SELECT 1 FROM cells WHERE protocol = '" + PROTOCOL + "' LIMIT 1").isEmpty();
  }

  /**
   * Does nothing for tables of a sweep that trained.
   *
   * @throws InvalidInputException if there are made-up rows
   */
  public static void refuse(ResultViews views) {
    if (isIn(views)) {
      throw new InvalidInputException(
          "the rows in this folder were made up by promptsweep bench-scheduler and are no results;"
              + " name the output folder of promptsweep run.");
    }
  }
}
