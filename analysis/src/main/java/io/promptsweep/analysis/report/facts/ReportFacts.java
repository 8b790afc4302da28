package io.promptsweep.analysis.report.facts;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.SqlResource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the report takes from the tables, as rows: a map from column to value each.
 *
 * @param counts the one row of {@code counts.sql}
 * @param cells every cell, in order
 * @param views the rows of every view that the report shows
 * @param curves learning curves at the chosen learning rates, thinned
 * @param data what was trained on
 * @param mixedData tasks whose data or backbone changed between cells that belong together
 * @param selectedOnReported tasks whose examples both select the epoch and are reported on
 * @param attempts tries by host, device and outcome
 * @param lostCells ids of cells that were tried and have no result
 * @param health verdicts by method and dropout
 * @param starts of the sweep, with its environment
 */
public record ReportFacts(
    Map<String, Object> counts,
    List<CellFact> cells,
    Map<ResultView, List<Map<String, Object>>> views,
    List<Map<String, Object>> curves,
    List<Map<String, Object>> data,
    List<String> mixedData,
    List<String> selectedOnReported,
    List<Map<String, Object>> attempts,
    List<String> lostCells,
    List<Map<String, Object>> health,
    List<Map<String, Object>> starts) {
  private static final List<ResultView> SHOWN =
      List.of(
          ResultView.LEADERBOARD,
          ResultView.SUMMARY,
          ResultView.LEARNING_RATE_SENSITIVITY,
          ResultView.DROPOUT_EFFECT,
          ResultView.CONVERGENCE,
          ResultView.EFFICIENCY,
          ResultView.FAILURES);

  /** Reads the tables and views. */
  public static ReportFacts read(ResultViews views) {
    return views.interpreted(() -> readAll(views));
  }

  private static ReportFacts readAll(ResultViews views) {
    // Most views begin with these two.
    views.keep(ResultView.LEARNING_RATE_SENSITIVITY);
    views.keep(ResultView.LEADERBOARD);
    Map<ResultView, List<Map<String, Object>>> shown = new EnumMap<>(ResultView.class);
    for (ResultView view : SHOWN) {
      shown.put(view, views.rows(view));
    }
    return new ReportFacts(
        views.rows(sql("counts")).get(0),
        views.rows(sql("cells")).stream().map(CellFact::of).toList(),
        shown,
        views.rows(sql("curves")),
        views.rows(sql("data")),
        texts(views.rows(sql("mixed_data")), "task"),
        texts(views.rows(sql("selected_on_reported")), "task"),
        views.rows(sql("attempts")),
        texts(views.rows(sql("lost_cells")), "cell_id"),
        views.rows(sql("health")),
        views.rows(sql("starts")));
  }

  /** A number of {@link #counts}. */
  public long count(String column) {
    return ((Number) counts.get(column)).longValue();
  }

  public List<Map<String, Object>> rows(ResultView view) {
    return views.get(view);
  }

  /** The groups that there are cells of, in order. */
  public List<Group> groups() {
    return cells.stream().map(CellFact::group).distinct().toList();
  }

  private static String sql(String name) {
    return SqlResource.text(ReportFacts.class, "sql/" + name + ".sql");
  }

  private static List<String> texts(List<Map<String, Object>> rows, String column) {
    return rows.stream().map(row -> String.valueOf(row.get(column))).toList();
  }
}
