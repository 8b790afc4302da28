package io.promptsweep.analysis.papers;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Averages as each paper computes them. The rules are the resource {@code about/averages.csv}: for
 * each average of a table its tasks, {@code TASK=METRIC+METRIC; TASK=METRIC}, in the table's words.
 */
public final class PaperAverages {
  private final PaperResults results;
  private final List<AverageRule> rules;

  private PaperAverages(PaperResults results, List<AverageRule> rules) {
    this.results = results;
    this.rules = List.copyOf(rules);
  }

  /** The rules of the tables in {@code results}. */
  public static PaperAverages of(PaperResults results) {
    return new PaperAverages(
        results,
        CsvTable.resource("about/averages.csv").stream().map(row -> rule(results, row)).toList());
  }

  public List<AverageRule> rules() {
    return rules;
  }

  /** The rules of one table; none for a table without averages, or with unexplained ones. */
  public List<AverageRule> rules(PaperTable table) {
    return rules.stream().filter(rule -> rule.tableId().equals(table.id())).toList();
  }

  /** Every printed average that has a rule, in the order of the numbers, recomputed. */
  public List<PaperAverage> recomputed() {
    List<PaperAverage> averages = new ArrayList<>();
    Map<Place, BigDecimal> printed = new HashMap<>();
    results.rows().forEach(row -> printed.put(Place.of(row), row.value()));
    for (PaperResult row : results.rows()) {
      for (AverageRule rule : rules) {
        if (rule.tableId().equals(row.tableId()) && rule.average().equals(row.task())) {
          averages.add(
              new PaperAverage(
                  row,
                  rule,
                  rule.of(
                      cell ->
                          Optional.ofNullable(
                              printed.get(Place.of(row).with(cell.task(), cell.metric()))))));
        }
      }
    }
    return averages;
  }

  /** Where a number stands: a row of the paper's table, and a column. */
  private record Place(
      String table, String backbone, String method, String dropout, String task, String metric) {
    static Place of(PaperResult row) {
      return new Place(
          row.tableId(), row.backbone(), row.method(), row.dropout(), row.task(), row.metric());
    }

    Place with(String otherTask, String otherMetric) {
      return new Place(table, backbone, method, dropout, otherTask, otherMetric);
    }
  }

  private static AverageRule rule(PaperResults results, Map<String, String> row) {
    String table = row.get("table_id");
    List<PaperResult> rows =
        results.rows().stream().filter(result -> result.tableId().equals(table)).toList();
    List<List<AverageRule.Cell>> tasks = new ArrayList<>();
    for (String task : row.get("tasks").split("; ", -1)) {
      String name = task.substring(0, task.indexOf('='));
      List<AverageRule.Cell> cells = new ArrayList<>();
      for (String metric : task.substring(name.length() + 1).split("\\+", -1)) {
        cells.add(
            rows.stream()
                .filter(result -> result.task().equals(name) && result.metric().equals(metric))
                .findFirst()
                .map(r -> new AverageRule.Cell(name, r.taskId(), metric, r.metricId()))
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            String.format(
                                Locale.ROOT,
                                "about/averages.csv: %s has no %s of %s",
                                table,
                                metric,
                                name))));
      }
      tasks.add(cells);
    }
    return new AverageRule(table, row.get("average"), tasks);
  }
}
