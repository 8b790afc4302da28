package io.promptsweep.analysis.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's correction for a family of tests. */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p values, in the order given: of the i-th smallest of {@code m} (from 0) it is {@code
   * min(1, max over j <= i of (m - j) p_j)}. Rejecting where the adjusted value is at most alpha
   * keeps the probability of any false rejection at alpha, however the tests depend on each other
   * (Holm 1979; statsmodels' {@code multipletests(p, method="holm")}). One p value stays as it is,
   * equal ones stay equal, and none at all give none.
   *
   * @throws IllegalArgumentException if a value is not between 0 and 1
   */
  public static double[] adjusted(double[] p) {
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw new IllegalArgumentException(
            "p[" + i + "] is " + p[i] + ", not between 0 and 1; leave out tests without a p value");
      }
    }
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int i = 0; i < order.length; i++) {
      largest = Math.max(largest, Math.min(1, (order.length - i) * p[order[i]]));
      adjusted[order[i]] = largest;
    }
    return adjusted;
  }
}
