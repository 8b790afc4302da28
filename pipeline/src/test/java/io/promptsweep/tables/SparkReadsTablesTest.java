package io.promptsweep.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer writes is what analysis expects. */
class SparkReadsTablesTest {
  @TempDir static Path out;
  private static SparkSession spark;

  @BeforeAll
  static void writeASweep() {
    ResultTables.Options options = new ResultTables.Options(8, Duration.ofHours(1), false);
    try (ResultTables tables = ResultTables.open(out, Rows.SWEEP, options)) {
      tables.recordEnvironment(start("run"));
      IntStream.range(0, 20).forEach(i -> tables.commit(i == 7 ? Rows.failed(i) : Rows.done(i)));
    }
    try (ResultTables tables = ResultTables.open(out, Rows.SWEEP, options)) {
      tables.recordEnvironment(start("run again"));
    }
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 1)
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static EnvironmentRow start(String command) {
    return new EnvironmentRow(
        Rows.START,
        "0.1.0",
        "17",
        "3.5.9",
        "0.35.1",
        "2.7.1",
        "Linux",
        "a cpu",
        2,
        1L << 33,
        Optional.empty(),
        Optional.of("abc"),
        Optional.empty(),
        command,
        "{}");
  }

  @Test
  void analysisExpectsTheColumnsThatAreWritten() {
    for (ResultTable table : ResultTable.values()) {
      // No schema given: what Spark itself finds in the files and folder names.
      Dataset<Row> files = spark.read().parquet(out.resolve(table.sqlName()).toString());
      assertThat(columns(files))
          .as(table.sqlName())
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(table.schema().fields())
                  .map(f -> f.name() + " " + f.dataType().simpleString())
                  .toList());
    }
  }

  private static List<String> columns(Dataset<Row> rows) {
    return Arrays.stream(rows.schema().fields())
        .map(f -> f.name() + " " + f.dataType().simpleString())
        .toList();
  }

  @Test
  void sparkSeesEveryRowAndEveryView() {
    ResultViews views = ResultViews.over(spark, out);
    assertThat(views.table(ResultTable.CELLS).count()).isEqualTo(20);
    assertThat(views.table(ResultTable.ATTEMPTS).count()).isEqualTo(20);
    assertThat(views.table(ResultTable.ENVIRONMENT).orderBy("command_line").collectAsList())
        .extracting(row -> row.<String>getAs("command_line"))
        .containsExactly("run", "run again");
    assertThat(
            spark
                .sql(
                    "SELECT sweep_id, seed, axes['prompt-tokens'], best_metrics['accuracy'],"
                        + " started_at, test_score FROM cells WHERE cell_id = 'cell-000012'")
                .collectAsList()
                .toString())
        .isEqualTo("[[sweep-1,2,10,0.012,2026-01-02 03:04:05.000006,null]]");
    assertThat(
            spark.sql("SELECT isnan(train_loss) FROM epochs WHERE cell_id = 'cell-000007'").first())
        .hasToString("[true]");
    assertThat(views.view(ResultView.FAILURES).select("cause").first())
        .hasToString("[loss is NaN]");
    for (ResultView view : ResultView.values()) {
      assertThat(views.view(view).count()).as(view.sqlName()).isPositive();
    }
    assertThat(
            spark
                .sql(
                    "SELECT count(*) FROM cells c JOIN (SELECT cell_id, count(*) n FROM epochs GROUP"
                        + " BY cell_id) e USING (cell_id) WHERE status = 'DONE' AND n = 1 +"
                        + " cast(substr(cell_id, 6) AS int) % 4")
                .first())
        .hasToString("[19]");
  }
}
