package io.promptsweep.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Percentile bootstrap intervals (Efron 1979): seeds are drawn again with replacement, and the
 * interval lies between the {@code (1 - level) / 2} and {@code (1 + level) / 2} quantiles of the
 * statistic over the resamples, interpolated linearly between values as {@code numpy.percentile}
 * does (SciPy's {@code bootstrap(method="percentile")} with another generator). The generator is
 * WELL19937c with the given seed, so the same arguments give the same interval, whatever the order
 * of the seeds.
 *
 * <p>An interval cannot be wider than the seeds seen: with three to five it covers less than its
 * level says, and {@link Means#studentInterval} is the wider and safer one.
 *
 * @param resamples how often seeds are drawn again, at least 100
 * @param level confidence, between 0 and 1
 * @param seed of the generator
 */
public record Bootstrap(int resamples, double level, long seed) {
  /** 10000 resamples at level 0.95. */
  public static final Bootstrap USUAL = new Bootstrap(10_000, 0.95, 0);

  private static final int FEWEST = 100;

  public Bootstrap {
    if (resamples < FEWEST) {
      throw new IllegalArgumentException(
          "a bootstrap of " + resamples + " resamples is asked for; give at least " + FEWEST);
    }
    Checks.share("level", level);
  }

  /**
   * The interval of the mean. Empty with fewer than two values.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  public Optional<Interval> mean(double[] x) {
    return of(x, StatUtils::mean);
  }

  /**
   * The interval of any statistic of the seeds, in the statistic's unit; the statistic must not
   * keep the array that it gets. Empty with fewer than two values.
   *
   * @throws IllegalArgumentException if a value, or the statistic of a resample, is not finite
   */
  public Optional<Interval> of(double[] x, ToDoubleFunction<double[]> statistic) {
    return stratified(new double[][] {x}, drawn -> statistic.applyAsDouble(drawn[0]));
  }

  /**
   * The interval of an average over tasks: the mean over tasks of the mean over a task's seeds,
   * with seeds drawn within each task (stratified bootstrap, Agarwal et al. 2021). It tells how the
   * average would move with other seeds on these tasks; nothing about other tasks. Empty where
   * there is no task or a task has fewer than two seeds.
   *
   * @param seedsByTask one array of scores a task; lengths may differ
   * @throws IllegalArgumentException if a score is not finite
   */
  public Optional<Interval> averageOverTasks(double[][] seedsByTask) {
    return stratified(
        seedsByTask,
        drawn -> Arrays.stream(drawn).mapToDouble(StatUtils::mean).sum() / drawn.length);
  }

  /**
   * The interval of any statistic of scores by stratum, such as by task or by method, with seeds
   * drawn within each stratum; the statistic must not keep the arrays that it gets. Empty where
   * there is no stratum or one has fewer than two values, which would pass as having no spread.
   *
   * @throws IllegalArgumentException if a value, or the statistic of a resample, is not finite
   */
  public Optional<Interval> stratified(double[][] strata, ToDoubleFunction<double[][]> statistic) {
    for (int s = 0; s < strata.length; s++) {
      Checks.finite("stratum " + s, strata[s]);
    }
    if (strata.length == 0 || Arrays.stream(strata).anyMatch(stratum -> stratum.length < 2)) {
      return Optional.empty();
    }
    RandomGenerator generator = new Well19937c(seed);
    // Sorted, as a query's rows come in any order and the interval must not depend on it.
    double[][] scores = Arrays.stream(strata).map(s -> s.clone()).toArray(double[][]::new);
    Arrays.stream(scores).forEach(Arrays::sort);
    double[][] drawn = Arrays.stream(scores).map(s -> s.clone()).toArray(double[][]::new);
    double estimate = statistic.applyAsDouble(drawn);
    double[] values = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      for (int s = 0; s < strata.length; s++) {
        for (int j = 0; j < drawn[s].length; j++) {
          drawn[s][j] = scores[s][generator.nextInt(scores[s].length)];
        }
      }
      values[i] = statistic.applyAsDouble(drawn);
    }
    Checks.finite("statistic of the seeds", new double[] {estimate});
    Checks.finite("statistic of resample", values);
    Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
    percentile.setData(values);
    return Optional.of(
        new Interval(
            estimate,
            percentile.evaluate(50 * (1 - level)),
            percentile.evaluate(50 * (1 + level)),
            level));
  }
}
