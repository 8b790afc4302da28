package io.promptsweep.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/** Means of the scores of seeds, and how far they can be trusted. All in the unit of the scores. */
public final class Means {
  /** Of the quantile itself; the library's own default is 1e-9. */
  private static final double QUANTILE_ACCURACY = 1e-13;

  private Means() {}

  /**
   * {@code sum x_i / n}; agrees with {@code numpy.mean}.
   *
   * @throws IllegalArgumentException if there is no value, or one that is not finite
   */
  public static double mean(double[] x) {
    return StatUtils.mean(Checks.some("x", x));
  }

  /**
   * The sample standard deviation {@code sqrt(sum (x_i - mean)^2 / (n - 1))}; agrees with {@code
   * numpy.std(x, ddof=1)}. Empty with fewer than two values, which have no spread to see.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  public static OptionalDouble standardDeviation(double[] x) {
    Checks.finite("x", x);
    return x.length < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(variance(x)));
  }

  /**
   * Student's t interval of the mean: {@code mean ± t((1 + level) / 2; n - 1) · s / sqrt(n)}
   * (Student 1908; SciPy's {@code ttest_1samp(x, 0).confidence_interval(level)}). Exact where
   * scores are normally distributed over seeds. Empty with fewer than two values; wide with two or
   * three; of no width where all values are equal.
   *
   * @param level confidence, between 0 and 1, such as 0.95
   * @throws IllegalArgumentException if a value is not finite or the level not between 0 and 1
   */
  public static Optional<Interval> studentInterval(double[] x, double level) {
    Checks.share("level", level);
    OptionalDouble deviation = standardDeviation(x);
    if (deviation.isEmpty()) {
      return Optional.empty();
    }
    double mean = mean(x);
    double half =
        studentQuantile((1 + level) / 2, x.length - 1.0)
            * deviation.getAsDouble()
            / Math.sqrt(x.length);
    return Optional.of(new Interval(mean, mean - half, mean + half, level));
  }

  /**
   * The interquartile mean: the mean of what is left after {@code floor(n / 4)} values are cut from
   * each end (Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the Statistical
   * Precipice"; SciPy's {@code trim_mean(x, 0.25)}). With fewer than four values nothing is cut and
   * it is the mean.
   *
   * @throws IllegalArgumentException if there is no value, or one that is not finite
   */
  public static double interquartileMean(double[] x) {
    double[] sorted = Checks.some("x", x).clone();
    Arrays.sort(sorted);
    int cut = sorted.length / 4;
    return StatUtils.mean(sorted, cut, sorted.length - 2 * cut);
  }

  /** The sample variance of two or more values; exactly 0 where they are equal. */
  static double variance(double[] x) {
    // A mean that is rounded would leave equal values a spread, and tests something to divide by.
    return StatUtils.min(x) == StatUtils.max(x) ? 0 : StatUtils.variance(x);
  }

  /** The value below which Student's t with these degrees of freedom lies with {@code p}. */
  static double studentQuantile(double p, double degreesOfFreedom) {
    return new TDistribution(null, degreesOfFreedom, QUANTILE_ACCURACY)
        .inverseCumulativeProbability(p);
  }
}
