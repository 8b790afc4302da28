package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/** The views by DuckDB, made as {@code docs/tables.md} says, beside Spark's. */
final class DuckDbViews {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SNIPPET = Pattern.compile("(?s)```python\n(import duckdb.*?)```");
  private static final double ROUNDING = 1e-9;

  /** The rows of all views: the fractions by all else that a row has. */
  private final Map<String, Map<String, Double>> rows = new TreeMap<>();

  private DuckDbViews() {}

  /** The document's program for {@code out}, which then prints a JSON line a row: view and row. */
  static String program(Path out) throws IOException {
    Matcher snippet =
        SNIPPET.matcher(Files.readString(Cli.root().resolve("docs").resolve("tables.md")));
    assertThat(snippet.find()).isTrue();
    return String.format(
            Locale.ROOT,
            "import os\nos.chdir(%s)\nOUT = %s\n",
            JSON.writeValueAsString(Cli.root().toString()),
            JSON.writeValueAsString(out.toString()))
        + snippet.group(1).replace("\"OUT\"", "OUT")
        + """
        import json, math
        names = sweep.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        for (view,) in names:
            if view in ["cells", "epochs", "attempts", "environment"]:
                continue
            result = sweep.execute(f"SELECT COLUMNS(lambda c: NOT c LIKE '%_at') FROM {view}")
            columns = [column[0] for column in result.description]
            for row in result.fetchall():
                plain = ["NaN" if isinstance(v, float) and math.isnan(v) else v for v in row]
                print(json.dumps([view, dict(zip(columns, plain))], default=str))
        """;
  }

  static void assertSameAsSpark(String printed, Path out) throws IOException {
    DuckDbViews duckDb = new DuckDbViews();
    for (String line : printed.lines().toList()) {
      List<?> row = JSON.readValue(line, List.class);
      duckDb.put((String) row.get(0), (Map<?, ?>) row.get(1));
    }
    DuckDbViews ours = new DuckDbViews();
    try (SparkSession spark = Sessions.forQueries()) {
      ResultViews views = ResultViews.over(spark, out);
      for (ResultView view : ResultView.values()) {
        views.rows(view).forEach(row -> ours.put(view.sqlName(), row));
      }
    }
    assertThat(ours.rows).isNotEmpty();
    assertThat(duckDb.rows.keySet()).isEqualTo(ours.rows.keySet());
    ours.rows.forEach((key, row) -> assertNear(key, duckDb.rows.get(key), row));
  }

  private static void assertNear(String key, Map<String, Double> a, Map<String, Double> b) {
    assertThat(a.keySet()).as(key).isEqualTo(b.keySet());
    b.forEach(
        (column, value) -> {
          double other = a.get(column);
          boolean near =
              value.equals(other) || Math.abs(value - other) <= ROUNDING * Math.abs(value);
          assertThat(near).as("%s: %s is %s and %s", key, column, other, value).isTrue();
        });
  }

  private void put(String view, Map<?, ?> row) {
    List<String> key = new ArrayList<>(List.of(view));
    Map<String, Double> fractions = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (!column.equals("learning_rate") && (value instanceof Double || "NaN".equals(value))) {
            fractions.put((String) column, Double.valueOf(value.toString()));
          } else if (!column.toString().endsWith("_at")) {
            // Programs write times each in its own way.
            key.add(column + "=" + value);
          }
        });
    assertThat(rows.put(String.join(" ", key), fractions)).as("two rows %s", key).isNull();
  }
}
