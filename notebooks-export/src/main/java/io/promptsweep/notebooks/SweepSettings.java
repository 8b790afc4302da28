package io.promptsweep.notebooks;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Which of a setting's keys differ between the cells of a sweep.
 *
 * @param rows each method with each combination of the keys that it was tried with
 */
record SweepSettings(List<Map<String, Object>> rows) {
  private static final List<String> KEYS =
      List.of("sweep_id", "backbone", "precision", "protocol", "prompt_tokens", "axes");

  private static final int LINE = 88;

  static SweepSettings of(ResultViews views) {
    return new SweepSettings(
        views.rows("SELECT DISTINCT method, " + String.join(", ", KEYS) + " FROM leaderboard"));
  }

  /** The keys that are the same everywhere, with their value; none without cells. */
  Map<String, Object> constants() {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (String key : KEYS) {
      Set<Object> values = values(rows, key);
      if (values.size() == 1) {
        constants.put(key, values.iterator().next());
      }
    }
    return constants;
  }

  /** The column {@code setting}: the method, and what else tells its settings apart. */
  String label() {
    Collection<List<Map<String, Object>>> methods =
        rows.stream().collect(Collectors.groupingBy(row -> row.get("method"))).values();
    List<String> parts = new ArrayList<>(List.of("method"));
    KEYS.stream()
        .filter(key -> methods.stream().anyMatch(method -> values(method, key).size() > 1))
        .forEach(parts::add);
    return parts.size() == 1
        ? "method AS setting"
        : "concat_ws(', ', " + String.join(", ", parts) + ") AS setting";
  }

  /** The first rows of a view, without the columns that are the same everywhere. */
  String question(ResultView view, StructType schema) {
    List<String> columns =
        Arrays.stream(schema.fields())
            .filter(field -> !constants().containsKey(field.name()))
            .map(SweepSettings::column)
            .toList();
    StringBuilder select = new StringBuilder("SELECT");
    int length = LINE;
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i) + (i + 1 < columns.size() ? "," : "");
      boolean fits = length + column.length() < LINE;
      select.append(fits ? " " : "\n  ").append(column);
      length = (fits ? length : 1) + column.length() + 1;
    }
    return select
        .append("\nFROM ")
        .append(view.sqlName())
        .append("\nLIMIT ")
        .append(SweepNotebook.ROWS)
        .toString();
  }

  /** Times as text: the programs' own types for them have other zones and digits. */
  private static String column(StructField field) {
    return field.dataType() instanceof TimestampType
        ? "CAST(" + field.name() + " AS STRING) AS " + field.name()
        : field.name();
  }

  private static Set<Object> values(List<Map<String, Object>> rows, String key) {
    Set<Object> values = new HashSet<>();
    rows.forEach(row -> values.add(row.get(key)));
    return values;
  }

  /** The constants in a sentence, for Markdown. */
  String sentence() {
    return constants().entrySet().stream()
        .map(e -> e.getKey() + " = " + Objects.toString(e.getValue(), "NULL"))
        .map(MarkdownText::escaped)
        .collect(Collectors.joining("; "));
  }
}
