package io.promptsweep.analysis.papers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a table's average comes about: the mean over tasks of the mean over each task's metrics, so
 * that a task with two metrics weighs as much as one with one.
 *
 * @param average the average's name in the table
 * @param tasks for each task the cells that are its score, one a metric
 */
public record AverageRule(String tableId, String average, List<List<Cell>> tasks) {
  /**
   * A number that goes into the average, in the paper's words and ours.
   *
   * @param taskId empty for what is no task of ours
   * @param metricId empty for what is no metric of ours
   */
  public record Cell(
      String task, Optional<String> taskId, String metric, Optional<String> metricId) {}

  public AverageRule {
    tasks = tasks.stream().map(List::copyOf).toList();
  }

  /** The average of what {@code value} has for each cell; empty unless it has all of them. */
  public Optional<BigDecimal> of(Function<Cell, Optional<BigDecimal>> value) {
    List<BigDecimal> scores = new ArrayList<>();
    for (List<Cell> task : tasks) {
      List<BigDecimal> metrics = task.stream().map(value).flatMap(Optional::stream).toList();
      if (metrics.size() < task.size()) {
        return Optional.empty();
      }
      scores.add(mean(metrics));
    }
    return Optional.of(mean(scores));
  }

  private static BigDecimal mean(List<BigDecimal> values) {
    return values.stream()
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64);
  }
}
