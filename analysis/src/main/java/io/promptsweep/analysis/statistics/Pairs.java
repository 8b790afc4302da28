package io.promptsweep.analysis.statistics;

import org.apache.commons.math3.stat.StatUtils;

/** Scores that belong together. */
final class Pairs {
  /** Differences of equal size that come from other scores differ in their last digits. */
  private static final double ROUNDING = 1e-13;

  private Pairs() {}

  /** {@code a_i - b_i}. */
  static double[] differences(double[] a, double[] b) {
    Checks.equalLengths("a", a.length, "b", b.length);
    Checks.finite("a", a);
    Checks.finite("b", b);
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    return differences;
  }

  /**
   * The sample variance of two or more differences; exactly 0 where they differ by no more than
   * rounding, as 0.8 - 0.7 and 0.5 - 0.4 do, which would be a spread to divide by.
   */
  static double varianceOfDifferences(double[] a, double[] b) {
    double[] differences = differences(a, b);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(a[i]), Math.abs(b[i])));
    }
    return StatUtils.max(differences) - StatUtils.min(differences) <= ROUNDING * largest
        ? 0
        : Means.variance(differences);
  }
}
