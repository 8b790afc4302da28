package io.promptsweep.analysis.comparison;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * How far two means over seeds may lie apart when both protocols are the same: the half-width of
 * the 95 % interval of their difference, for scores that are normal over seeds.
 */
final class Noise {
  private static final double UPPER = 0.975;

  private Noise() {}

  /**
   * With the spread of our seeds alone: the printed number is taken as a mean of {@code
   * printedSeeds} further runs, so the margin is {@code t(0.975; n - 1) · s · sqrt(1/n + 1/k)}, a
   * prediction interval (Student's). NaN for one seed.
   */
  static double margin(double std, int seeds, int printedSeeds) {
    if (seeds < 2) {
      return Double.NaN;
    }
    return quantile(seeds - 1.0) * std * Math.sqrt(1.0 / seeds + 1.0 / printedSeeds);
  }

  /**
   * With both spreads: {@code t(0.975; v) · sqrt(s²/n + p²/k)} with Welch and Satterthwaite's
   * degrees of freedom {@code v}. With one seed on our side it is the printed spread's prediction
   * interval.
   *
   * @param printedStd the paper's standard deviation over its {@code printedSeeds} runs, at least 2
   */
  static double margin(double std, int seeds, double printedStd, int printedSeeds) {
    if (seeds < 2) {
      return margin(printedStd, printedSeeds, 1);
    }
    double ours = std * std / seeds;
    double theirs = printedStd * printedStd / printedSeeds;
    if (ours + theirs == 0) {
      return 0;
    }
    double freedom =
        (ours + theirs)
            * (ours + theirs)
            / (ours * ours / (seeds - 1) + theirs * theirs / (printedSeeds - 1));
    return quantile(freedom) * Math.sqrt(ours + theirs);
  }

  private static double quantile(double degreesOfFreedom) {
    return new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability(UPPER);
  }
}
