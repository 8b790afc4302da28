package io.promptsweep.notebooks;

import io.promptsweep.analysis.QueryFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An answer as it stands in a notebook. {@code display.py} shows what the same question gives later
 * in the same way, to the letter.
 *
 * @param columns names
 * @param rows one value a column: texts, numbers, booleans, and {@code null} for NULL
 */
record AnswerTable(List<String> columns, List<List<Object>> rows) {
  /** All of a result; its columns hold no dates, maps or lists. */
  static AnswerTable of(Dataset<Row> result) {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : result.collectAsList()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.get(i));
      }
      rows.add(Collections.unmodifiableList(values));
    }
    return new AnswerTable(List.of(result.columns()), rows);
  }

  /** A map a row, for JSON: what is no finite number is {@code null} there. */
  List<Map<String, Object>> records() {
    List<Map<String, Object>> records = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        boolean finite = !(value instanceof Double number) || Double.isFinite(number);
        values.put(columns.get(i), finite ? value : null);
      }
      records.add(values);
    }
    return records;
  }

  /** Aligned columns. */
  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(row -> lines.add(row.stream().map(AnswerTable::shown).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(oneLine(line.get(i))));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      List<String> padded = new ArrayList<>();
      for (int i = 0; i < widths.length; i++) {
        String value = oneLine(line.get(i));
        padded.add(value + " ".repeat(widths[i] - width(value)));
      }
      text.append(String.join("  ", padded).stripTrailing()).append('\n');
    }
    return text.append(count()).toString();
  }

  /** An HTML table; texts to the left, numbers to the right. */
  String html() {
    StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
    columns.forEach(column -> html.append("<th>").append(escaped(column)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<Object> row : rows) {
      html.append("<tr>");
      for (Object value : row) {
        String side = value instanceof Number ? "right" : "left";
        html.append("<td style=\"text-align:").append(side).append("\">");
        html.append(escaped(shown(value))).append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table>\n<p>").append(count()).append("</p>").toString();
  }

  /** Values as they are, between tabs, the names first. */
  String tabSeparated() {
    StringBuilder text = new StringBuilder(String.join("\t", columns));
    for (List<Object> row : rows) {
      text.append('\n').append(String.join("\t", row.stream().map(AnswerTable::cell).toList()));
    }
    return text.toString();
  }

  private String count() {
    return rows.size() + (rows.size() == 1 ? " row" : " rows");
  }

  private static String cell(Object value) {
    String text = String.valueOf(value).replaceAll("[\\t\\n\\r]+", " ");
    // Zeppelin takes what follows a percent sign at the beginning for another kind of output.
    return text.startsWith("%") ? " " + text : text;
  }

  private static String shown(Object value) {
    if (value == null) {
      return "NULL";
    }
    boolean fraction = value instanceof Double number && Double.isFinite(number);
    return fraction ? QueryFormat.sixDigits(value.toString()) : value.toString();
  }

  private static String oneLine(String value) {
    return String.join(" ", Arrays.asList(value.split("[\\r\\n]+", -1)));
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#x27;");
  }
}
