package io.promptsweep.analysis.statistics;

import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/** Ranks from 1, equal values at their mean rank. */
final class Ranks {
  private Ranks() {}

  /** Rank 1 for the smallest value. */
  static double[] ascending(double[] values) {
    return new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(values);
  }

  /** {@code sum (t^3 - t)} over groups of {@code t} equal ranks. */
  static double tieTerm(double[] ranks) {
    Map<Double, Integer> groups = new TreeMap<>();
    for (double rank : ranks) {
      groups.merge(rank, 1, Integer::sum);
    }
    return groups.values().stream().mapToDouble(t -> (double) t * t * t - t).sum();
  }
}
