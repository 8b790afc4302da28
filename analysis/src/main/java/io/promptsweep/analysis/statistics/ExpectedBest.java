package io.promptsweep.analysis.statistics;

import java.util.Arrays;

/** The score to expect from the best of k configurations tried. */
public final class ExpectedBest {
  private ExpectedBest() {}

  /**
   * The expected maximum of {@code k} scores drawn with replacement, for {@code k = 1..most}:
   * {@code sum_i x_(i) ((i / n)^k - ((i - 1) / n)^k)} over the scores in ascending order (Dodge et
   * al. 2019, "Show Your Work", section 3). The first is the mean; the values never fall and stay
   * below the maximum, which makes them too low for {@code k} near {@code n}.
   *
   * @param scores one a configuration tried, such as a learning rate's validation score
   * @param most up to which k, at least 1 and at most the number of scores, as more draws than were
   *     made say nothing
   * @throws IllegalArgumentException if there is no score, one that is not finite, or {@code most}
   *     is out of range
   */
  public static double[] of(double[] scores, int most) {
    double[] sorted = Checks.some("scores", scores).clone();
    int n = sorted.length;
    if (most < 1 || most > n) {
      throw new IllegalArgumentException(
          "the best of up to " + most + " of " + n + " scores is asked for; give 1 to " + n);
    }
    Arrays.sort(sorted);
    double[] expected = new double[most];
    for (int k = 1; k <= most; k++) {
      double sum = 0;
      for (int i = 1; i <= n; i++) {
        sum += sorted[i - 1] * (Math.pow(i / (double) n, k) - Math.pow((i - 1) / (double) n, k));
      }
      expected[k - 1] = sum;
    }
    return expected;
  }
}
