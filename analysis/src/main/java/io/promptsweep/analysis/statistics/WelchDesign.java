package io.promptsweep.analysis.statistics;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A comparison of two means by Welch's test, with variances taken as known.
 *
 * @param varianceA of the first method's scores over seeds
 * @param seedsA how many seeds it has, at least 2
 */
record WelchDesign(double varianceA, int seedsA, double varianceB, int seedsB) {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** Weights below {@code exp(-40)} of the largest change nothing. */
  private static final double LEAST_LOG_WEIGHT = -40;

  private static final double STEP = 1.0 / 16;

  /** Of the difference of means. */
  double standardError() {
    return Math.sqrt(varianceA / seedsA + varianceB / seedsB);
  }

  /** Welch and Satterthwaite's. */
  double degreesOfFreedom() {
    // As shares of the whole, so that tiny variances do not vanish when squared.
    double whole = varianceA / seedsA + varianceB / seedsB;
    double a = varianceA / seedsA / whole;
    double b = varianceB / seedsB / whole;
    return 1 / (a * a / (seedsA - 1) + b * b / (seedsB - 1));
  }

  /**
   * The probability that the two-sided test at {@code alpha} finds means that are {@code
   * difference} apart: {@code P(|T| > t)} for the noncentral t distribution with noncentrality
   * {@code difference / standard error} and Welch's degrees of freedom.
   */
  double power(double difference, double alpha) {
    double freedom = degreesOfFreedom();
    double critical = Means.studentQuantile(1 - alpha / 2, freedom);
    double noncentrality = Math.abs(difference) / standardError();
    return beyond(critical, freedom, noncentrality);
  }

  /** The power if the variances needed no estimating: never less than {@link #power}. */
  double powerOfNormalTest(double difference, double alpha) {
    double critical = NORMAL.inverseCumulativeProbability(1 - alpha / 2);
    double noncentrality = Math.abs(difference) / standardError();
    return NORMAL.cumulativeProbability(noncentrality - critical)
        + NORMAL.cumulativeProbability(-noncentrality - critical);
  }

  /**
   * {@code P(|T| > critical)} for {@code T = (Z + noncentrality) / S}, with {@code S^2} chi-squared
   * over its degrees of freedom: the mean over S of {@code P(|Z + noncentrality| > critical S)}.
   * With {@code S = e^u} the density is proportional to {@code exp(freedom (u - e^(2u) / 2))},
   * smooth with its peak at 0, so that the trapezoidal rule outwards from there converges
   * geometrically.
   */
  static double beyond(double critical, double freedom, double noncentrality) {
    double step = STEP / Math.sqrt(Math.max(1, freedom));
    double weights = 0;
    double sum = 0;
    for (int direction = -1; direction <= 1; direction += 2) {
      // The point at 0 belongs to one direction alone.
      for (int i = direction < 0 ? 0 : 1; ; i++) {
        double u = direction * i * step;
        double log = freedom * (u - Math.expm1(2 * u) / 2);
        if (log < LEAST_LOG_WEIGHT) {
          break;
        }
        double weight = Math.exp(log);
        double bound = critical * Math.exp(u);
        weights += weight;
        sum +=
            weight
                * (NORMAL.cumulativeProbability(noncentrality - bound)
                    + NORMAL.cumulativeProbability(-noncentrality - bound));
      }
    }
    return sum / weights;
  }
}
