package io.promptsweep.training;

import java.util.Collection;
import java.util.Iterator;

/** How far values are from where they were. */
final class Distance {
  private Distance() {}

  /**
   * The length of {@code now - before} as a share of the length of {@code before}.
   *
   * @param now tensors
   * @param before tensors of the same sizes in the same order
   */
  static double share(Collection<float[]> now, Collection<float[]> before) {
    double moved = 0;
    double length = 0;
    Iterator<float[]> starts = before.iterator();
    for (float[] values : now) {
      float[] start = starts.next();
      for (int i = 0; i < values.length; i++) {
        double difference = (double) values[i] - start[i];
        moved += difference * difference;
        length += (double) start[i] * start[i];
      }
    }
    return Math.sqrt(moved) / Math.max(Math.sqrt(length), Float.MIN_NORMAL);
  }
}
