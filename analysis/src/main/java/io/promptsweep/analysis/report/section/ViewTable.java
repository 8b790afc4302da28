package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes tables of a view's rows: pairs of the view's column and ours. */
final class ViewTable {
  private final List<String> keys = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();

  /** A column that shows {@code key} of the rows. */
  ViewTable with(String key, Column column) {
    keys.add(key);
    columns.add(column);
    return this;
  }

  /** The columns that name a setting, the learning rate left out. */
  static ViewTable ofSettings(boolean task) {
    ViewTable table = new ViewTable();
    if (task) {
      table.with("task", Column.text("task"));
    }
    return table
        .with("method", Column.text("method"))
        .with("prompt_tokens", Column.count("prompt tokens"))
        .with("axes", Column.text("axes"));
  }

  Table table(String name, String caption, List<Map<String, Object>> rows, int shown) {
    List<List<Object>> values = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      List<Object> line = new ArrayList<>();
      keys.forEach(key -> line.add(row.get(key)));
      values.add(line);
    }
    return new Table(name, caption, columns, values, shown);
  }
}
