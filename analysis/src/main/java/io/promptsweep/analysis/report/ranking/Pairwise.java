package io.promptsweep.analysis.report.ranking;

import io.promptsweep.analysis.report.facts.Contender;
import io.promptsweep.analysis.statistics.Bootstrap;
import io.promptsweep.analysis.statistics.Holm;
import io.promptsweep.analysis.statistics.Improvement;
import io.promptsweep.analysis.statistics.Interval;
import io.promptsweep.analysis.statistics.Means;
import io.promptsweep.analysis.statistics.SignedRank;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Contenders of a {@link SelectedScores} against each other, over all of its tasks.
 *
 * @param pairs the better of each pair on average first
 * @param every whether each contender met each other; otherwise the best met each
 */
public record Pairwise(List<Pair> pairs, boolean every) {
  /** So many contenders still all meet: 66 pairs. */
  private static final int MOST_FOR_EVERY_PAIR = 12;

  private static final long WORK_OF_A_BOOTSTRAP = 20_000_000;

  /**
   * One pair. What so few values cannot answer is empty.
   *
   * @param difference of the averages over tasks, first less second, in the unit of the scores
   * @param test of the seeds' averages over tasks: paired, over the seeds that both have
   * @param overSeeds its p, by Holm's correction
   * @param overTasks p of Wilcoxon's signed-rank test of the task means, by Holm's correction
   * @param smallest p that Wilcoxon's test can give with so many tasks, before correction
   * @param improvement probability that a run of the first beats a run of the second on a task
   */
  public record Pair(
      Contender first,
      Contender second,
      double difference,
      SeedTest test,
      OptionalDouble overSeeds,
      OptionalDouble overTasks,
      OptionalDouble smallest,
      Optional<Interval> improvement,
      double improvementEstimate) {}

  /** Compares the ranked contenders. */
  public static Pairwise of(SelectedScores standing) {
    List<Contender> ranked = standing.ranked();
    boolean every = ranked.size() <= MOST_FOR_EVERY_PAIR;
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < (every ? ranked.size() : Math.min(1, ranked.size())); i++) {
      for (int j = i + 1; j < ranked.size(); j++) {
        pairs.add(pair(standing, ranked.get(i), ranked.get(j)));
      }
    }
    List<OptionalDouble> overSeeds = holm(pairs.stream().map(Pair::overSeeds).toList());
    List<OptionalDouble> overTasks = holm(pairs.stream().map(Pair::overTasks).toList());
    return new Pairwise(
        IntStream.range(0, pairs.size())
            .mapToObj(i -> corrected(pairs.get(i), overSeeds.get(i), overTasks.get(i)))
            .toList(),
        every);
  }

  /** The pair of the two best, if there are two. */
  public Optional<Pair> ofTheBest() {
    return pairs.stream().findFirst();
  }

  private static Pair pair(SelectedScores standing, Contender first, Contender second) {
    SortedMap<Long, Double> a = standing.averageBySeed(first);
    SortedMap<Long, Double> b = standing.averageBySeed(second);
    SeedTest test = SeedTest.of(a, b);
    double[][] means = standing.taskMeans(List.of(first, second));
    Optional<SignedRank> signed = SignedRank.of(column(means, 0), column(means, 1));
    double[][] runsA = standing.completeScores(first);
    double[][] runsB = standing.completeScores(second);
    return new Pair(
        first,
        second,
        Means.mean(standing.seedAverages(first)) - Means.mean(standing.seedAverages(second)),
        test,
        test.p(),
        signed.map(s -> OptionalDouble.of(s.p())).orElse(OptionalDouble.empty()),
        signed.map(s -> OptionalDouble.of(s.smallestExactP())).orElse(OptionalDouble.empty()),
        Improvement.overTasks(runsA, runsB, bootstrap(runsA, runsB)),
        IntStream.range(0, runsA.length)
            .mapToDouble(task -> Improvement.probability(runsA[task], runsB[task]))
            .average()
            .orElseThrow());
  }

  /** The usual one; fewer resamples where hundreds of seeds would make it take minutes. */
  private static Bootstrap bootstrap(double[][] a, double[][] b) {
    long comparisons = 1;
    for (int task = 0; task < a.length; task++) {
      comparisons += (long) a[task].length * b[task].length;
    }
    long resamples = Math.max(200, WORK_OF_A_BOOTSTRAP / comparisons);
    Bootstrap usual = Bootstrap.USUAL;
    return new Bootstrap((int) Math.min(usual.resamples(), resamples), usual.level(), usual.seed());
  }

  private static double[] column(double[][] rows, int column) {
    double[] values = new double[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i][column];
    }
    return values;
  }

  /** Corrects the p values that there are for as many tests. */
  private static List<OptionalDouble> holm(List<OptionalDouble> p) {
    double[] adjusted =
        Holm.adjusted(
            p.stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray());
    List<OptionalDouble> all = new ArrayList<>();
    int next = 0;
    for (OptionalDouble one : p) {
      all.add(one.isPresent() ? OptionalDouble.of(adjusted[next++]) : one);
    }
    return all;
  }

  private static Pair corrected(Pair pair, OptionalDouble overSeeds, OptionalDouble overTasks) {
    return new Pair(
        pair.first,
        pair.second,
        pair.difference,
        pair.test,
        overSeeds,
        overTasks,
        pair.smallest,
        pair.improvement,
        pair.improvementEstimate);
  }
}
