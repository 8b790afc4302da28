package io.promptsweep.analysis.statistics;

import java.util.Optional;

/**
 * How many more seeds would tell two methods apart. It takes the means and standard deviations seen
 * as the true ones; from few seeds both are rough, and a difference picked because it looked large
 * will shrink. So it plans an experiment and proves nothing.
 */
public sealed interface SeedsNeeded {
  /** The test already says that the means differ. */
  record AlreadySeparated(StudentTest test) implements SeedsNeeded {}

  /**
   * So many seeds are needed.
   *
   * @param seeds of each method that has fewer
   * @param moreA how many the first has yet to run
   * @param moreB how many the second has yet to run
   * @param power the probability that the test would then find the difference
   */
  record More(int seeds, int moreA, int moreB, double power) implements SeedsNeeded {}

  /** Even this many seeds a method would not be enough. */
  record MoreThan(int seeds) implements SeedsNeeded {}

  /** The scores give nothing to plan with. */
  record CannotSay(Reason reason) implements SeedsNeeded {}

  /** Why nothing can be said. */
  enum Reason {
    /** A method has fewer than two seeds, and so no spread to see. */
    TOO_FEW_SEEDS,
    /** Fewer than two seeds are common to both, and so no spread of differences to see. */
    TOO_FEW_PAIRS,
    /** The means are equal: no number of seeds would separate them. */
    NO_DIFFERENCE,
    /**
     * Neither scores nor differences of pairs vary over seeds: there is no error to compare with.
     */
    NO_SPREAD
  }

  /**
   * What is asked of the experiment.
   *
   * @param alpha level of the two-sided test, between 0 and 1
   * @param power probability of finding a true difference, from 0.5 and less than 1
   * @param most seeds a method that are thinkable, at least 2
   */
  record Demand(double alpha, double power, int most) {
    /** Level 0.05 and power 0.8, up to 1000 seeds. */
    public static final Demand USUAL = new Demand(0.05, 0.8, 1000);

    public Demand {
      Checks.share("alpha", alpha);
      Checks.share("power", power);
      if (power < 0.5 || most < 2) {
        throw new IllegalArgumentException(
            "a power of "
                + power
                + " with up to "
                + most
                + " seeds is asked for; give at least 0.5 and 2");
      }
    }
  }

  /**
   * The smallest number of seeds for each method with which Welch's two-sided test would have the
   * power demanded, if the means and standard deviations seen were true. The power is the
   * noncentral t distribution's, with Welch's degrees of freedom at those numbers of seeds (for
   * equal variances as statsmodels' {@code TTestIndPower}); an approximation only in that Welch's
   * statistic is not exactly t. A method that already has more seeds than the other keeps them.
   *
   * <p>With fewer than two seeds of a method, equal means, or no spread in either: {@link
   * CannotSay}.
   *
   * @throws IllegalArgumentException if a score is not finite
   */
  static SeedsNeeded toSeparate(double[] a, double[] b, Demand demand) {
    Checks.finite("a", a);
    Checks.finite("b", b);
    if (a.length < 2 || b.length < 2) {
      return new CannotSay(Reason.TOO_FEW_SEEDS);
    }
    double difference = Means.mean(a) - Means.mean(b);
    // Equal numbers summed in another order differ in their last digits.
    if (Math.abs(difference) <= 1e-13 * Math.abs(Means.mean(a))) {
      return new CannotSay(Reason.NO_DIFFERENCE);
    }
    Optional<StudentTest> test = StudentTest.welch(a, b);
    if (test.isEmpty()) {
      return new CannotSay(Reason.NO_SPREAD);
    }
    if (test.get().p() <= demand.alpha()) {
      return new AlreadySeparated(test.get());
    }
    double varianceA = Means.variance(a);
    double varianceB = Means.variance(b);
    for (int n = Math.min(a.length, b.length) + 1; n <= demand.most(); n++) {
      int seedsA = Math.max(n, a.length);
      int seedsB = Math.max(n, b.length);
      WelchDesign design = new WelchDesign(varianceA, seedsA, varianceB, seedsB);
      // The cheap bound first: most numbers of seeds are nowhere near enough.
      if (design.powerOfNormalTest(difference, demand.alpha()) < demand.power()) {
        continue;
      }
      double power = design.power(difference, demand.alpha());
      if (power >= demand.power()) {
        return new More(n, seedsA - a.length, seedsB - b.length, power);
      }
    }
    return new MoreThan(demand.most());
  }

  /**
   * The smallest number of common seeds with which the two-sided paired test would have the power
   * demanded, if the mean and the standard deviation of the differences seen were the true ones
   * (statsmodels' {@code TTestPower}).
   *
   * <p>With fewer than two pairs, equal means, or differences that are all equal: {@link
   * CannotSay}.
   *
   * @param a the scores of the first, one a common seed
   * @param b the scores of the second for the same seeds
   * @throws IllegalArgumentException if the lengths differ or a score is not finite
   */
  static SeedsNeeded toSeparatePairs(double[] a, double[] b, Demand demand) {
    double[] differences = Pairs.differences(a, b);
    int pairs = differences.length;
    if (pairs < 2) {
      return new CannotSay(Reason.TOO_FEW_PAIRS);
    }
    double difference = Means.mean(differences);
    if (Math.abs(difference) <= 1e-13 * Math.abs(Means.mean(a))) {
      return new CannotSay(Reason.NO_DIFFERENCE);
    }
    Optional<StudentTest> test = StudentTest.paired(a, b);
    if (test.isEmpty()) {
      return new CannotSay(Reason.NO_SPREAD);
    }
    if (test.get().p() <= demand.alpha()) {
      return new AlreadySeparated(test.get());
    }
    double variance = Pairs.varianceOfDifferences(a, b);
    for (int n = pairs + 1; n <= demand.most(); n++) {
      PairedDesign design = new PairedDesign(variance, n);
      // The cheap bound first: most numbers of seeds are nowhere near enough.
      if (design.powerOfNormalTest(difference, demand.alpha()) < demand.power()) {
        continue;
      }
      double power = design.power(difference, demand.alpha());
      if (power >= demand.power()) {
        return new More(n, n - pairs, n - pairs, power);
      }
    }
    return new MoreThan(demand.most());
  }
}
