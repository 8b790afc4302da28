package io.promptsweep.analysis.report.ranking;

import io.promptsweep.analysis.report.document.InlineText;
import io.promptsweep.analysis.statistics.Means;
import io.promptsweep.analysis.statistics.SeedsNeeded;
import io.promptsweep.analysis.statistics.StudentTest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * A test of two contenders over seeds. Cells of one seed see the same splits and the same order of
 * examples whatever their method, so their scores are pairs, and the paired test is over the seeds
 * that both have. Only contenders without a common seed are compared by Welch's test.
 *
 * @param paired whether it is the paired one
 * @param pairs seeds that both have
 * @param difference mean over the pairs of the first less the second; empty without a pair
 * @param p empty where so few scores cannot be tested
 * @param needed seeds that would separate the two by the same test
 */
public record SeedTest(
    boolean paired, int pairs, OptionalDouble difference, OptionalDouble p, SeedsNeeded needed) {

  /** Tests the scores of two contenders by seed. */
  public static SeedTest of(Map<Long, Double> first, Map<Long, Double> second) {
    Set<Long> common = new TreeSet<>(first.keySet());
    common.retainAll(second.keySet());
    if (common.isEmpty()) {
      double[] a = values(first, first.keySet());
      double[] b = values(second, second.keySet());
      return new SeedTest(
          false,
          0,
          OptionalDouble.empty(),
          p(StudentTest.welch(a, b)),
          SeedsNeeded.toSeparate(a, b, SeedsNeeded.Demand.USUAL));
    }
    double[] a = values(first, common);
    double[] b = values(second, common);
    return new SeedTest(
        true,
        common.size(),
        OptionalDouble.of(Means.mean(a) - Means.mean(b)),
        p(StudentTest.paired(a, b)),
        SeedsNeeded.toSeparatePairs(a, b, SeedsNeeded.Demand.USUAL));
  }

  private static double[] values(Map<Long, Double> scores, Set<Long> seeds) {
    return new TreeSet<>(seeds).stream().mapToDouble(scores::get).toArray();
  }

  private static OptionalDouble p(Optional<StudentTest> test) {
    return test.isPresent() ? OptionalDouble.of(test.get().p()) : OptionalDouble.empty();
  }

  /** {@code paired t test over 3 seeds}. */
  public String name() {
    return paired
        ? "paired t test over " + InlineText.count(pairs, "seed", "seeds")
        : "Welch's test, as no seed is common to both";
  }

  /** {@code needed} in a few words. */
  public String neededWords() {
    if (needed instanceof SeedsNeeded.AlreadySeparated) {
      return "these do, for this pair alone";
    }
    if (needed instanceof SeedsNeeded.More more) {
      return more.seeds() + " a side";
    }
    if (needed instanceof SeedsNeeded.MoreThan more) {
      return "more than " + more.seeds();
    }
    return switch (((SeedsNeeded.CannotSay) needed).reason()) {
      case TOO_FEW_SEEDS -> "cannot say: a single seed";
      case TOO_FEW_PAIRS -> "cannot say: a single common seed";
      case NO_DIFFERENCE -> "none: equal means";
      case NO_SPREAD -> "cannot say: no spread";
    };
  }
}
