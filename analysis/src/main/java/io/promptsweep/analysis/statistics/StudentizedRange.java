package io.promptsweep.analysis.statistics;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The studentized range with infinite degrees of freedom: the range of {@code k} independent
 * standard normal variables, which Nemenyi's test takes its p values from (SciPy's {@code
 * studentized_range(k, inf)}).
 */
public final class StudentizedRange {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** Beyond which normal densities are below 1e-17 of what counts. */
  private static final double TAIL = 9;

  private static final double WIDEST_STEP = 1.0 / 16;
  private static final double QUANTILE_ACCURACY = 1e-12;
  private static final int MOST_EVALUATIONS = 200;

  private StudentizedRange() {}

  /** {@code P(range <= q)}, the complement of {@link #survival}. */
  public static double cumulative(double q, int k) {
    return 1 - survival(q, k);
  }

  /**
   * {@code P(range > q)}. With the largest variable at z, all others lie in {@code [z - q, z]} with
   * probability {@code (Phi(z) - Phi(z - q))^(k - 1)}, so {@code P(range <= q) = k ∫ phi(z) (Phi(z)
   * - Phi(z - q))^(k - 1) dz} (Pearson and Hartley 1942); the same integral without q is 1, and
   * subtracting inside of it keeps small probabilities exact to about 13 digits.
   *
   * <p>The trapezoidal rule over the whole line converges geometrically for an entire integrand
   * that decays like this one, with an error near {@code exp(-2 pi^2 / (k h^2))} for steps of h.
   *
   * @param q at least 0, in standard deviations; 1 at 0
   * @param k how many variables, at least 2
   * @throws IllegalArgumentException if either is out of range
   */
  public static double survival(double q, int k) {
    if (!(q >= 0) || k < 2) {
      throw new IllegalArgumentException(
          "the range of " + k + " variables beyond " + q + " is asked for; give 2 or more, from 0");
    }
    double step = Math.min(WIDEST_STEP, Math.sqrt(0.5 / k));
    double sum = 0;
    for (double z = -TAIL; z <= TAIL + q / 2; z += step) {
      double below = NORMAL.cumulativeProbability(z);
      double outside = NORMAL.cumulativeProbability(z - q) / below;
      // below^(k-1) - (below - Phi(z-q))^(k-1), without the cancellation.
      double others = -Math.expm1((k - 1) * Math.log1p(-Math.min(1, outside)));
      sum += NORMAL.density(z) * Math.pow(below, k - 1) * others;
    }
    return Math.min(1, k * step * sum);
  }

  /**
   * The {@code q} that the range exceeds with probability {@code alpha}, by Brent's method on
   * {@link #survival}.
   *
   * @param k how many variables, at least 2
   * @throws IllegalArgumentException if alpha is not between 0 and 1 or k less than 2
   */
  public static double upperQuantile(double alpha, int k) {
    Checks.share("alpha", alpha);
    double high = 4;
    while (survival(high, k) > alpha) {
      high *= 2;
    }
    return new BrentSolver(QUANTILE_ACCURACY, QUANTILE_ACCURACY)
        .solve(MOST_EVALUATIONS, q -> survival(q, k) - alpha, 0, high);
  }
}
