package io.promptsweep.analysis.statistics;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A two-sided t test of equal means, which takes scores as normally distributed.
 *
 * @param statistic t; positive where the first has the larger mean
 * @param degreesOfFreedom of Student's t, fractional for Welch's test
 * @param p the probability of a statistic at least this far from 0 if the means were equal
 */
public record StudentTest(double statistic, double degreesOfFreedom, double p) {
  /**
   * Welch's test of two methods with seeds of their own and standard deviations of their own:
   * {@code t = (mean_a - mean_b) / sqrt(s_a^2 / n_a + s_b^2 / n_b)}, with the degrees of freedom of
   * Welch and Satterthwaite (Welch 1947; SciPy's {@code ttest_ind(a, b, equal_var=False)}). Empty
   * where either has fewer than two scores or neither has any spread.
   *
   * @throws IllegalArgumentException if a score is not finite
   */
  public static Optional<StudentTest> welch(double[] a, double[] b) {
    Checks.finite("a", a);
    Checks.finite("b", b);
    if (a.length < 2 || b.length < 2) {
      return Optional.empty();
    }
    WelchDesign design = new WelchDesign(Means.variance(a), a.length, Means.variance(b), b.length);
    double difference = Means.mean(a) - Means.mean(b);
    return of(difference, design.standardError(), design.degreesOfFreedom());
  }

  /**
   * The paired test, for scores that belong together (same task, or same task and seed): {@code t =
   * mean(a - b) / (s(a - b) / sqrt(n))} with {@code n - 1} degrees of freedom (Student 1908;
   * SciPy's {@code ttest_rel}). Empty with fewer than two pairs or where all differences are equal,
   * up to rounding.
   *
   * @throws IllegalArgumentException if the lengths differ or a score is not finite
   */
  public static Optional<StudentTest> paired(double[] a, double[] b) {
    double[] differences = Pairs.differences(a, b);
    int n = differences.length;
    if (n < 2) {
      return Optional.empty();
    }
    double error = new PairedDesign(Pairs.varianceOfDifferences(a, b), n).standardError();
    return of(Means.mean(differences), error, n - 1.0);
  }

  private static Optional<StudentTest> of(double difference, double error, double freedom) {
    if (error == 0) {
      return Optional.empty();
    }
    double t = difference / error;
    double p = 2 * new TDistribution(null, freedom).cumulativeProbability(-Math.abs(t));
    return Optional.of(new StudentTest(t, freedom, p));
  }
}
