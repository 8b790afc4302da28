package io.promptsweep.analysis.report.render;

import io.promptsweep.analysis.QueryFormat;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Table;
import java.util.List;
import java.util.stream.Collectors;

/** A table as CSV: all rows, exact values, nothing where there is no value. */
public final class CsvFile {
  private CsvFile() {}

  public static String of(Table table) {
    StringBuilder text = new StringBuilder();
    text.append(line(table.columns().stream().<Object>map(Column::name).toList()));
    table.rows().forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<Object> values) {
    return values.stream()
        .map(value -> QueryFormat.csv(value == null ? null : value.toString()))
        .collect(Collectors.joining(",", "", "\n"));
  }
}
