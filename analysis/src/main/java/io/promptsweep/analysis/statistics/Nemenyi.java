package io.promptsweep.analysis.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nemenyi's comparison of all pairs of methods by their average ranks, which already corrects for
 * the number of pairs (Nemenyi 1963; Demšar 2006). It says little with few tasks: with six methods
 * and five tasks, average ranks must be 3.4 apart.
 *
 * @param tasks how many tasks ranks are averaged over, at least 2
 * @param averageRanks of two or more methods
 */
public record Nemenyi(int tasks, List<Double> averageRanks) {
  public Nemenyi {
    averageRanks = List.copyOf(averageRanks);
    if (tasks < 2 || averageRanks.size() < 2) {
      throw new IllegalArgumentException(
          "ranks of "
              + averageRanks.size()
              + " methods over "
              + tasks
              + " tasks are to be compared; two of each are needed");
    }
  }

  /**
   * The p value of the pair, adjusted for all pairs: the probability that the {@link
   * StudentizedRange} of all methods exceeds {@code |R_i - R_j| / sqrt(k (k + 1) / (12 n))}
   * (scikit-posthocs' {@code posthoc_nemenyi_friedman}). 1 for equal ranks.
   *
   * @throws IndexOutOfBoundsException if either is no method's position
   */
  public double p(int first, int second) {
    double apart = Math.abs(averageRanks.get(first) - averageRanks.get(second));
    return StudentizedRange.survival(apart / unit(), averageRanks.size());
  }

  /**
   * How far two average ranks must be apart to differ at {@code alpha}: {@code q_alpha / sqrt(2) ·
   * sqrt(k (k + 1) / (6 n))} (Demšar 2006, section 3.2.2), in ranks.
   *
   * @throws IllegalArgumentException if alpha is not between 0 and 1
   */
  public double criticalDifference(double alpha) {
    return StudentizedRange.upperQuantile(alpha, averageRanks.size()) * unit();
  }

  /**
   * The bars of a critical-difference diagram (Demšar 2006): the largest groups of methods, as
   * positions from the best rank to the worst, whose best and worst rank are less than the critical
   * difference apart. Groups may overlap, since not differing is not transitive; a method that
   * differs from all others is in none.
   *
   * @throws IllegalArgumentException if alpha is not between 0 and 1
   */
  public List<List<Integer>> cliques(double alpha) {
    double difference = criticalDifference(alpha);
    List<Integer> order =
        IntStream.range(0, averageRanks.size())
            .boxed()
            .sorted(Comparator.comparing(averageRanks::get))
            .toList();
    List<List<Integer>> cliques = new ArrayList<>();
    int reached = 0;
    for (int from = 0; from < order.size(); from++) {
      int to = from + 1;
      while (to < order.size()
          && averageRanks.get(order.get(to)) - averageRanks.get(order.get(from)) < difference) {
        to++;
      }
      // One that ends where an earlier one ended lies within it.
      if (to > reached && to - from > 1) {
        cliques.add(order.subList(from, to));
      }
      reached = Math.max(reached, to);
    }
    return List.copyOf(cliques);
  }

  /** In ranks, what is one standard deviation to the studentized range. */
  private double unit() {
    double k = averageRanks.size();
    return Math.sqrt(k * (k + 1) / (12.0 * tasks));
  }
}
