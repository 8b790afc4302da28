package io.promptsweep.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Wilcoxon's signed-rank test of two methods over tasks, two-sided: are the differences as often
 * and as far above 0 as below?
 *
 * @param statistic the smaller of the rank sums of positive and of negative differences
 * @param pairs how many pairs differ, and so count
 * @param p the probability of a statistic so small if the signs of the differences were random
 * @param method how {@code p} was computed
 */
public record SignedRank(double statistic, int pairs, double p, Method method) {
  /** How a p value was computed. */
  public enum Method {
    /** From all {@code 2^n} signs, which are equally likely. */
    EXACT,
    /** From the normal distribution with the variance corrected for ties, continuity not. */
    NORMAL_APPROXIMATION
  }

  /** SciPy's bounds, without ties and zeros and with. */
  private static final int EXACT_WITHOUT_TIES = 50;

  private static final int EXACT_WITH_TIES = 13;

  /**
   * Compares the methods {@code a} and {@code b} by one score a task (Wilcoxon 1945; Demšar 2006).
   * Differences are ranked by size, equal ones at their mean rank; differences of 0 are left out.
   * Agrees with SciPy's {@code wilcoxon(a, b)}: exact up to 50 pairs without ties and zeros and up
   * to 13 differing pairs with (SciPy: 13 pairs, the equal ones counted, and so approximates where
   * five differing pairs of 14 then seem significant); otherwise {@code z = (W - n (n + 1) / 4) /
   * sqrt(n (n + 1) (2 n + 1) / 24 - sum (t^3 - t) / 48)} over groups of {@code t} ties. Empty where
   * no pair differs.
   *
   * @throws IllegalArgumentException if the lengths differ or a score is not finite
   */
  public static Optional<SignedRank> of(double[] a, double[] b) {
    double[] all = Pairs.differences(a, b);
    double[] differences = Arrays.stream(all).filter(d -> d != 0).toArray();
    int n = differences.length;
    if (n == 0) {
      return Optional.empty();
    }
    double[] sizes = Arrays.stream(differences).map(Math::abs).toArray();
    double[] ranks = Ranks.ascending(sizes);
    double positive = 0;
    for (int i = 0; i < n; i++) {
      positive += differences[i] > 0 ? ranks[i] : 0;
    }
    double statistic = Math.min(positive, n * (n + 1.0) / 2 - positive);
    boolean plain = n == all.length && Arrays.stream(sizes).distinct().count() == n;
    if (n <= (plain ? EXACT_WITHOUT_TIES : EXACT_WITH_TIES)) {
      return Optional.of(new SignedRank(statistic, n, exact(ranks, statistic), Method.EXACT));
    }
    double p = approximate(ranks, statistic);
    return Optional.of(new SignedRank(statistic, n, p, Method.NORMAL_APPROXIMATION));
  }

  /**
   * The smallest p value that so many differing pairs can give, {@code 2 / 2^n}, whatever the
   * scores: 0.25 for three, 0.0625 for five.
   */
  public double smallestExactP() {
    return Math.min(1, Math.scalb(2.0, -pairs));
  }

  /**
   * Counts the signs by their rank sum, rank after rank; ranks are doubled, as ties have halves.
   */
  private static double exact(double[] ranks, double statistic) {
    int total = (int) Math.round(2 * Arrays.stream(ranks).sum());
    // The number of choices of positive ranks for each sum: at most 2^50, which a double holds.
    double[] ways = new double[total + 1];
    ways[0] = 1;
    for (double rank : ranks) {
      int doubled = (int) Math.round(2 * rank);
      for (int sum = total; sum >= doubled; sum--) {
        ways[sum] += ways[sum - doubled];
      }
    }
    double below = 0;
    for (int sum = 0; sum <= Math.round(2 * statistic); sum++) {
      below += ways[sum];
    }
    return Math.min(1, Math.scalb(2 * below, -ranks.length));
  }

  private static double approximate(double[] ranks, double statistic) {
    double n = ranks.length;
    double variance = (n * (n + 1) * (2 * n + 1) - Ranks.tieTerm(ranks) / 2) / 24;
    double z = (statistic - n * (n + 1) / 4) / Math.sqrt(variance);
    return Math.min(1, 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(z));
  }
}
