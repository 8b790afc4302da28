package io.promptsweep.analysis.statistics;

/** Scores that belong together. */
final class Pairs {
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
}
