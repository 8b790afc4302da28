package io.promptsweep.analysis.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.special.Gamma;

/**
 * Friedman's test of several methods over tasks: do all have the same rank on average?
 *
 * @param tasks how many tasks were compared on
 * @param averageRanks of each method, in the order of the columns; 1 is best
 * @param statistic of {@code averageRanks.size() - 1} degrees of freedom
 * @param p the probability of a statistic so large if every order were equally likely on each task
 */
public record Friedman(int tasks, List<Double> averageRanks, double statistic, double p) {
  public Friedman {
    averageRanks = List.copyOf(averageRanks);
  }

  /**
   * Ranks the {@code k} methods within each of {@code n} tasks, the largest score at rank 1 and
   * equal scores at their mean rank: {@code 12 n / (k (k + 1)) · (sum R_j^2 - k (k + 1)^2 / 4)} of
   * the average ranks, divided by {@code 1 - sum (t^3 - t) / (n k (k^2 - 1))} over groups of {@code
   * t} ties, against the chi-squared distribution (Friedman 1937; Demšar 2006; SciPy's {@code
   * friedmanchisquare}, which takes no fewer than three methods). The distribution is an
   * approximation, too cautious with fewer than about ten tasks. Empty with fewer than two tasks or
   * methods. Where all methods tie on all tasks the statistic is 0 and p is 1 (SciPy: NaN).
   *
   * @param scores one row a task with one score a method
   * @throws IllegalArgumentException if rows differ in length or a score is not finite
   */
  public static Optional<Friedman> of(double[][] scores) {
    int n = scores.length;
    int k = n == 0 ? 0 : scores[0].length;
    double[] sums = new double[k];
    double ties = 0;
    for (int task = 0; task < n; task++) {
      Checks.equalLengths("row " + task, scores[task].length, "row 0", k);
      Checks.finite("row " + task, scores[task]);
      if (k == 0) {
        continue;
      }
      double[] ranks = Ranks.ascending(Arrays.stream(scores[task]).map(x -> 0 - x).toArray());
      ties += Ranks.tieTerm(ranks);
      for (int method = 0; method < k; method++) {
        sums[method] += ranks[method];
      }
    }
    if (n < 2 || k < 2) {
      return Optional.empty();
    }
    double squares = 0;
    for (double sum : sums) {
      // From the middle, where no digits are lost.
      double off = sum / n - (k + 1) / 2.0;
      squares += off * off;
    }
    double untied = 1 - ties / (n * (double) k * (k * (double) k - 1));
    double statistic = untied == 0 ? 0 : 12.0 * n / (k * (k + 1.0)) * squares / untied;
    List<Double> averages = Arrays.stream(sums).map(sum -> sum / n).boxed().toList();
    double p = Gamma.regularizedGammaQ((k - 1) / 2.0, statistic / 2);
    return Optional.of(new Friedman(n, averages, statistic, p));
  }

  /** Which pairs of methods differ, once the test says that some do. */
  public Nemenyi nemenyi() {
    return new Nemenyi(tasks, averageRanks);
  }
}
