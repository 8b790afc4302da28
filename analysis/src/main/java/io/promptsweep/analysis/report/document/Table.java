package io.promptsweep.analysis.report.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A table of the report.
 *
 * @param name lower-case letters, digits and hyphens; its files are named by it
 * @param caption what it shows, and how the numbers were made
 * @param rows one value a column: a text, a number, a boolean, or {@code null} for none
 * @param shown how many rows stand on the page and in Markdown and LaTeX; the CSV file has all
 */
public record Table(
    String name, String caption, List<Column> columns, List<List<Object>> rows, int shown)
    implements Block {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** Rows that a page still shows well; longer tables are for their CSV file. */
  public static final int USUAL_ROWS = 500;

  public Table {
    columns = List.copyOf(columns);
    // Values may be null, which List.copyOf refuses.
    List<List<Object>> copy = new ArrayList<>();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a row of table %s has %d values for %d columns",
                name,
                row.size(),
                columns.size()));
      }
      copy.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    rows = Collections.unmodifiableList(copy);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "table name '" + name + "' is not made of lower-case letters, digits and hyphens");
    }
  }

  public Table(String name, String caption, List<Column> columns, List<List<Object>> rows) {
    this(name, caption, columns, rows, USUAL_ROWS);
  }

  /** Without its column {@code axes} where no sweep of it has further axes. */
  Table withoutIdleAxes() {
    int axes = columns.stream().map(Column::name).toList().indexOf("axes");
    if (axes < 0 || rows.stream().anyMatch(row -> !"{}".equals(row.get(axes)))) {
      return this;
    }
    return new Table(
        name,
        caption,
        without(columns, axes),
        rows.stream().map(row -> without(row, axes)).toList(),
        shown);
  }

  private static <T> List<T> without(List<T> values, int position) {
    List<T> rest = new ArrayList<>(values);
    rest.remove(position);
    return rest;
  }

  /** The rows that people are shown. */
  public List<List<Object>> visible() {
    return rows.subList(0, Math.min(shown, rows.size()));
  }

  /** What is said about the rows that are not {@link #visible}; empty where all are. */
  public String cut() {
    int hidden = rows.size() - visible().size();
    return hidden == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "The first %d of %d rows; tables/%s.csv has all.",
            shown,
            rows.size(),
            name);
  }
}
