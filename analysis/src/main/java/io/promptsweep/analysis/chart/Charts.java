package io.promptsweep.analysis.chart;

import io.promptsweep.analysis.statistics.Friedman;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Charts of rows as {@code ResultViews.rows} gives them. Values that are NULL or no number are left
 * out, never drawn as 0; a chart of nothing is empty.
 *
 * <p>Each is at most about 340 pixels wide, so that it fits a phone; text and lines take the page's
 * colour, so that it fits a dark one.
 */
public final class Charts {
  private Charts() {}

  /** Mean validation score of each setting by task, with one standard deviation over seeds. */
  public static Optional<Chart> leaderboard(List<Map<String, Object>> leaderboard) {
    return ScoreCharts.leaderboard(rows(leaderboard));
  }

  /** Mean over tasks of each setting, with one standard deviation over seeds. */
  public static Optional<Chart> summary(List<Map<String, Object>> summary) {
    return ScoreCharts.summary(rows(summary));
  }

  /** Score against the number of trained values. */
  public static Optional<Chart> efficiency(List<Map<String, Object>> efficiency) {
    return ScoreCharts.efficiency(rows(efficiency));
  }

  /** Mean difference that dropout makes, seed by seed, by method and task. */
  public static Optional<Chart> dropoutEffect(List<Map<String, Object>> dropoutEffect) {
    return ScoreCharts.dropoutEffect(rows(dropoutEffect));
  }

  /**
   * Mean validation score by epoch. Of many learning rates the one whose curve comes highest is
   * drawn, of many epochs some, evenly spread, and of many tasks the first ones.
   */
  public static Optional<Chart> learningCurves(List<Map<String, Object>> learningCurves) {
    return LearningCurves.chart(rows(learningCurves));
  }

  /** Mean validation score against the learning rate, by task. */
  public static Optional<Chart> learningRates(List<Map<String, Object>> learningRateSensitivity) {
    return TrainingCharts.learningRates(rows(learningRateSensitivity));
  }

  /** Steps until 95 % of the best score, by method and task. */
  public static Optional<Chart> convergence(List<Map<String, Object>> convergence) {
    return TrainingCharts.convergence(rows(convergence));
  }

  /**
   * The expected best score against the number of configurations tried.
   *
   * @param tries rows with {@code method}, {@code dropout}, {@code tries} and {@code score}
   */
  public static Optional<Chart> expectedBest(List<Map<String, Object>> tries) {
    return TrainingCharts.expectedBest(rows(tries));
  }

  /**
   * A line for each setting and learning rate through all that makes it up, to its mean score.
   *
   * @param cells rows of {@code cells}
   */
  public static Optional<Chart> parallelCoordinates(List<Map<String, Object>> cells) {
    return ParallelCoordinates.chart(rows(cells));
  }

  /**
   * The critical-difference diagram (Demšar 2006): mean ranks over tasks, with bars over methods
   * that Nemenyi's test does not tell apart.
   *
   * @param methods names, in the order of the ranks
   * @param alpha level of the test, such as 0.05
   * @throws IllegalArgumentException if there are more or fewer names than ranks
   */
  public static Optional<Chart> criticalDifference(
      List<String> methods, Friedman friedman, double alpha) {
    return CriticalDifference.chart(methods, friedman, alpha);
  }

  /**
   * Printed numbers and ours side by side, with the verdict. Printed numbers that we have nothing
   * beside are only counted.
   *
   * @param lines rows of {@code Comparison.rows}
   */
  public static Optional<Chart> paperComparison(List<Map<String, Object>> lines) {
    return PaperComparison.chart(rows(lines));
  }

  private static List<ViewRow> rows(List<Map<String, Object>> rows) {
    return rows.stream().map(ViewRow::new).toList();
  }
}
