package io.promptsweep.analysis.statistics;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A comparison of two means by the paired test, with the variance of the differences taken as
 * known.
 *
 * @param variance of the differences of pairs
 * @param pairs how many there are, at least 2
 */
record PairedDesign(double variance, int pairs) {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** Of the mean difference. */
  double standardError() {
    return Math.sqrt(variance / pairs);
  }

  double degreesOfFreedom() {
    return pairs - 1.0;
  }

  /**
   * The probability that the two-sided test at {@code alpha} finds a mean difference of {@code
   * difference}: {@code P(|T| > t)} for the noncentral t distribution with noncentrality {@code
   * difference / standard error}, exact for differences that are normally distributed (statsmodels'
   * {@code TTestPower}).
   */
  double power(double difference, double alpha) {
    double freedom = degreesOfFreedom();
    return WelchDesign.beyond(
        Means.studentQuantile(1 - alpha / 2, freedom),
        freedom,
        Math.abs(difference) / standardError());
  }

  /** The power if the variance needed no estimating: never less than {@link #power}. */
  double powerOfNormalTest(double difference, double alpha) {
    double critical = NORMAL.inverseCumulativeProbability(1 - alpha / 2);
    double noncentrality = Math.abs(difference) / standardError();
    return NORMAL.cumulativeProbability(noncentrality - critical)
        + NORMAL.cumulativeProbability(-noncentrality - critical);
  }
}
