package io.promptsweep.schedule;

/**
 * How many cells of the driver's sweep are where.
 *
 * @param total cells to train in this run
 * @param running handed to Spark
 * @param done trained to their end
 * @param failed ended without success
 * @param lost without a result
 */
public record SweepCounts(int total, int running, int done, int failed, int lost) {
  private static volatile SweepCounts current = new SweepCounts(0, 0, 0, 0, 0);

  /** Those of the sweep that runs in this JVM. */
  public static SweepCounts current() {
    return current;
  }

  static void set(SweepCounts counts) {
    current = counts;
  }
}
