package io.promptsweep.analysis;

import static io.promptsweep.analysis.GoldenTables.cell;
import static io.promptsweep.analysis.GoldenTables.done;
import static io.promptsweep.analysis.GoldenTables.epoch;
import static io.promptsweep.analysis.GoldenTables.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultViewsTest {
  private static final SparkSession SPARK = GoldenTables.spark();

  @TempDir Path out;

  private void cells(String... lines) {
    GoldenTables.write(SPARK, out, ResultTable.CELLS, lines);
  }

  private List<Row> rows(String sql) {
    ResultViews.over(SPARK, out);
    return SPARK.sql(sql).collectAsList();
  }

  private Row row(String sql) {
    List<Row> rows = rows(sql);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  @Test
  void sensitivityAveragesDoneCellsAndCountsTheRest() {
    cells(
        done("a", "rte", 0.3, 1, "0.5"),
        done("a", "rte", 0.3, 2, "0.7"),
        done("a", "rte", 0.3, 3, "\"NaN\""),
        failed("a", "rte", 0.3, 4),
        cell("a", "rte", 0.3, 5, "\"status\":\"STOPPED\",\"best_epoch\":0,\"best_score\":0.9"),
        done("a", "rte", 0.1, 1, "0.6"));
    List<Row> rows =
        rows(
            "SELECT learning_rate, n_seeds, mean_score, std_score, n_failed, n_stopped, n_unscored"
                + " FROM learning_rate_sensitivity ORDER BY learning_rate");
    assertThat(rows.get(0).toString()).isEqualTo("[0.1,1,0.6,null,0,0,0]");
    Row row = rows.get(1);
    assertThat(row.getLong(1)).isEqualTo(2);
    assertThat(row.getDouble(2)).isCloseTo(0.6, within(1e-12));
    assertThat(row.getDouble(3)).isCloseTo(Math.sqrt(0.02), within(1e-12));
    assertThat(row.toString()).endsWith(",1,1,1]");
  }

  /** The same cell with dropout. */
  private static String dropped(String line) {
    return line.replace("\"dropout\":false", "\"dropout\":true")
        .replace("\"cell_id\":\"", "\"cell_id\":\"dropped-");
  }

  @Test
  void dropoutIsComparedSeedBySeedAtEachSidesOwnBestLearningRate() {
    cells(
        done("a", "rte", 0.3, 1, "0.5"),
        done("a", "rte", 0.3, 2, "0.7"),
        done("a", "rte", 0.3, 3, "0.9"),
        done("a", "rte", 0.1, 1, "0.2"),
        dropped(done("a", "rte", 0.1, 1, "0.4")),
        dropped(done("a", "rte", 0.1, 2, "0.9")),
        dropped(failed("a", "rte", 0.1, 3)),
        dropped(done("a", "rte", 0.3, 1, "0.1")),
        // One side only, and one side without any score: no comparison.
        done("b", "rte", 0.3, 1, "0.5"),
        done("c", "rte", 0.3, 1, "0.5"),
        dropped(failed("c", "rte", 0.3, 1)));
    Row row =
        row(
            "SELECT method, learning_rate_without, learning_rate_with, n_pairs, n_better, n_worse,"
                + " mean_without, mean_with, mean_effect, std_effect FROM dropout_effect");
    assertThat(row.toString()).startsWith("[a,0.3,0.1,2,1,1,");
    assertThat(row.getDouble(6)).isCloseTo(0.6, within(1e-12));
    assertThat(row.getDouble(7)).isCloseTo(0.65, within(1e-12));
    assertThat(row.getDouble(8)).isCloseTo(0.05, within(1e-12));
    assertThat(row.getDouble(9)).isCloseTo(Math.sqrt(0.045), within(1e-12));
  }

  @Test
  void convergenceIsTheFirstEpochNearTheBestNotTheBest() {
    cells(
        done("a", "rte", 0.3, 1, "1.0").replace("\"best_epoch\":1", "\"best_epoch\":3"),
        // Without a positive best nothing can be near it.
        done("a", "rte", 0.3, 2, "-0.5"));
    String first = "a-rte-0.3-1";
    GoldenTables.write(
        SPARK,
        out,
        ResultTable.EPOCHS,
        epoch(first, 1, "\"score\":0.5,\"wall_seconds\":2"),
        epoch(first, 2, "\"score\":0.96,\"wall_seconds\":3"),
        epoch(first, 3, "\"score\":1.0,\"wall_seconds\":4"),
        epoch("a-rte-0.3-2", 1, "\"score\":-0.5,\"wall_seconds\":1"));
    assertThat(
            row("SELECT n_seeds, mean_near_epoch, mean_near_step, mean_near_seconds,"
                    + " mean_best_epoch, mean_best_step FROM convergence")
                .toString())
        .isEqualTo("[1,2.0,30.0,5.0,3.0,40.0]");
  }

  @Test
  void efficiencyCountsEveryCellAsCostAndSummaryAsGain() {
    String hour = ",\"wall_seconds\":3600,\"trainable_parameters\":7}";
    cells(
        done("a", "rte", 0.3, 1, "0.5").replaceAll("}$", hour),
        done("a", "rte", 0.1, 1, "0.8").replaceAll("}$", hour),
        failed("a", "rte", 9.0, 1).replaceAll("}$", hour));
    GoldenTables.write(
        SPARK,
        out,
        ResultTable.EPOCHS,
        epoch(
            "a-rte-0.3-1", 1, "\"score\":0.5,\"examples_per_second\":10,\"peak_memory_bytes\":100"),
        epoch(
            "a-rte-0.1-1", 1, "\"score\":0.8,\"examples_per_second\":30,\"peak_memory_bytes\":50"));
    assertThat(
            row("SELECT trainable_parameters, n_cells, hours, mean_cell_seconds,"
                    + " mean_examples_per_second, peak_memory_bytes, n_seeds, mean_score FROM efficiency")
                .toString())
        .isEqualTo("[7,3,3.0,3600.0,20.0,100,1,0.8]");
  }

  @Test
  void leaderboardTakesTheBestLearningRateByMeanOverSeeds() {
    cells(
        // The single best score is at 0.3, the best mean at 0.1.
        done("a", "rte", 0.3, 1, "0.9"),
        done("a", "rte", 0.3, 2, "0.1"),
        done("a", "rte", 0.1, 1, "0.7"),
        done("a", "rte", 0.1, 2, "0.6"),
        failed("a", "rte", 10.0, 1),
        done("b", "rte", 0.3, 1, "0.8"),
        failed("c", "rte", 0.3, 1));
    assertThat(
            rows(
                "SELECT place, method, learning_rate, n_seeds, round(mean_score, 9), n_failed,"
                    + " n_failed_any_rate, n_learning_rates FROM leaderboard ORDER BY place"))
        .extracting(Row::toString)
        .containsExactly(
            "[1,b,0.3,1,0.8,0,0,1]", "[2,a,0.1,2,0.65,0,1,3]", "[3,c,null,0,null,1,1,1]");
  }

  @Test
  void aRateThatLostSeedsRanksBehindOneThatHasThemAll() {
    cells(
        done("a", "rte", 0.3, 1, "0.99"),
        failed("a", "rte", 0.3, 2),
        failed("a", "rte", 0.3, 3),
        done("a", "rte", 0.1, 1, "0.6"),
        done("a", "rte", 0.1, 2, "0.7"),
        done("a", "rte", 0.1, 3, "0.8"),
        // Without a score or stopped is as bad as failed.
        done("a", "rte", 0.03, 1, "0.9"),
        done("a", "rte", 0.03, 2, "0.9"),
        done("a", "rte", 0.03, 3, "\"NaN\""),
        done("a", "rte", 0.01, 1, "0.95"),
        done("a", "rte", 0.01, 2, "0.95"),
        cell("a", "rte", 0.01, 3, "\"status\":\"STOPPED\",\"best_score\":0.99"),
        // No rate has every seed: the one with the most, then the mean, then the smaller rate.
        done("b", "rte", 0.3, 1, "0.9"),
        failed("b", "rte", 0.3, 2),
        failed("b", "rte", 0.3, 3),
        done("b", "rte", 0.1, 1, "0.5"),
        done("b", "rte", 0.1, 2, "0.5"),
        failed("b", "rte", 0.1, 3),
        done("b", "rte", 0.03, 1, "0.5"),
        failed("b", "rte", 0.03, 2),
        done("b", "rte", 0.03, 3, "0.5"),
        failed("c", "rte", 0.3, 1),
        done("c", "rte", 0.1, 1, "\"NaN\""));
    assertThat(
            rows(
                "SELECT method, place, learning_rate, n_seeds, round(mean_score, 9),"
                    + " n_learning_rates, n_passed_over FROM leaderboard ORDER BY method"))
        .extracting(Row::toString)
        .containsExactly("[a,1,0.1,3,0.7,4,3]", "[b,2,0.03,2,0.5,3,1]", "[c,3,null,0,null,2,0]");
    assertThat(rows("SELECT method, n_seeds, round(mean_score, 9) FROM summary ORDER BY method"))
        .extracting(Row::toString)
        .containsExactly("[a,3,0.7]", "[b,2,0.5]", "[c,0,null]");
    assertThat(rows("SELECT method, learning_rate FROM convergence ORDER BY method"))
        .extracting(Row::toString)
        .containsExactly("[a,0.1]", "[b,0.03]");
  }

  @Test
  void leaderboardKeepsFurtherAxesApart() {
    String score =
        "\"status\":\"DONE\",\"best_epoch\":0,\"best_score\":0.5,\"axes\":{\"k\":\"%s\"}";
    cells(
        cell("a", "rte", 0.3, 1, String.format(Locale.ROOT, score, "1"))
            .replace("\"axes\":{},", ""),
        cell("a", "rte", 0.3, 2, String.format(Locale.ROOT, score, "2"))
            .replace("\"axes\":{},", ""));
    assertThat(rows("SELECT axes, n_seeds FROM leaderboard ORDER BY axes"))
        .extracting(Row::toString)
        .containsExactly("[{\"k\":\"1\"},1]", "[{\"k\":\"2\"},1]");
  }

  @Test
  void summaryAveragesOverTasksFirstAndOverSeedsThen() {
    cells(
        done("a", "rte", 0.3, 1, "0.6"),
        done("a", "rte", 0.3, 2, "0.8"),
        done("a", "rte", 0.1, 1, "0.2"),
        done("a", "cb", 0.1, 1, "0.8"),
        done("a", "cb", 0.1, 2, "0.8"),
        done("a", "cb", 0.1, 3, "0.9"));
    Row row =
        row(
            "SELECT method, n_tasks, n_seeds, n_incomplete_seeds, mean_score, std_score"
                + " FROM summary");
    // Seed 1: (0.6 + 0.8) / 2, seed 2: (0.8 + 0.8) / 2, seed 3 has no rte at 0.3.
    assertThat(row.toString()).startsWith("[a,2,2,1,");
    assertThat(row.getDouble(4)).isCloseTo(0.75, within(1e-12));
    assertThat(row.getDouble(5)).isCloseTo(Math.sqrt(0.005), within(1e-12));
  }

  @Test
  void summaryOfAMethodThatFailsATaskHasNoMean() {
    cells(done("a", "rte", 0.3, 1, "0.6"), failed("a", "cb", 0.3, 1), failed("a", "cb", 0.1, 1));
    assertThat(
            row("SELECT n_tasks, n_seeds, mean_score, std_score, n_incomplete_seeds,"
                    + " n_failed_any_rate FROM summary")
                .toString())
        .isEqualTo("[2,0,null,null,1,2]");
  }

  @Test
  void testScoresAreAveragedBesideTheChoice() {
    cells(
        done("a", "rte", 0.3, 1, "0.6,\"test_score\":0.5"),
        done("a", "rte", 0.3, 2, "0.6,\"test_score\":0.4"),
        done("a", "rte", 0.1, 1, "0.5,\"test_score\":0.9"));
    assertThat(row("SELECT n_tested, round(mean_test_score, 9) FROM leaderboard").toString())
        .isEqualTo("[2,0.45]");
    assertThat(row("SELECT n_tested, round(mean_test_score, 9) FROM summary").toString())
        .isEqualTo("[2,0.45]");
  }

  @Test
  void curvesAndBestEpochsFollowTheEpochs() {
    cells(
        done("a", "rte", 0.3, 1, "0.7"),
        done("a", "rte", 0.3, 2, "0.5"),
        failed("a", "rte", 0.3, 3));
    GoldenTables.write(
        SPARK,
        out,
        ResultTable.EPOCHS,
        epoch("a-rte-0.3-1", 0, "\"score\":0.6,\"train_loss\":2.0"),
        epoch("a-rte-0.3-1", 1, "\"score\":0.7,\"train_loss\":1.0"),
        epoch("a-rte-0.3-1", 2, "\"score\":0.65,\"train_loss\":0.5"),
        epoch("a-rte-0.3-2", 0, "\"score\":0.4,\"train_loss\":4.0"),
        epoch("a-rte-0.3-3", 0, "\"score\":0.0,\"train_loss\":99.0"));
    assertThat(
            rows(
                "SELECT epoch, n_seeds, round(mean_score, 9), mean_train_loss, mean_eval_loss,"
                    + " n_failed FROM learning_curves ORDER BY epoch"))
        .extracting(Row::toString)
        .containsExactly("[0,2,0.5,3.0,null,1]", "[1,1,0.7,1.0,null,1]", "[2,1,0.65,0.5,null,1]");
    assertThat(
            rows(
                "SELECT seed, status, best_epoch, best_step, n_epochs, last_epoch, round(after_best,"
                    + " 9) FROM best_epoch ORDER BY seed"))
        .extracting(Row::toString)
        .containsExactly(
            "[1,DONE,1,20,3,2,-0.05]", "[2,DONE,1,null,1,0,-0.1]", "[3,FAILED,null,null,1,0,null]");
  }

  @Test
  void failuresSayWhyAndWhere() {
    cells(done("a", "rte", 0.3, 1, "0.7"), failed("a", "rte", 0.3, 2));
    String attempt =
        "{\"sweep_id\":\"s\",\"cell_id\":\"a-rte-0.3-2\",\"attempt\":%d,\"host\":\"node%d\","
            + "\"device\":\"cpu\",\"ended_at\":\"2026-01-0%dT00:00:00Z\"}";
    GoldenTables.write(
        SPARK,
        out,
        ResultTable.ATTEMPTS,
        String.format(Locale.ROOT, attempt, 1, 2, 2),
        String.format(Locale.ROOT, attempt, 0, 1, 1));
    assertThat(row("SELECT cell_id, cause, n_attempts, last_host FROM failures").toString())
        .isEqualTo("[a-rte-0.3-2,loss is NaN,2,node2]");
  }

  /** By default it is off in Spark 3.5 and on in Spark 4; the exported script runs on either. */
  @Test
  void viewsAreTheSameWithAndWithoutAnsiMode() {
    cells(
        done("a", "rte", 0.3, 1, "0.7,\"test_score\":0.6"),
        done("a", "rte", 0.3, 2, "\"NaN\""),
        done("a", "cb", 0.1, 1, "0.5"),
        dropped(done("a", "cb", 0.1, 1, "0.4")),
        failed("b", "rte", 0.3, 1));
    GoldenTables.write(
        SPARK,
        out,
        ResultTable.EPOCHS,
        epoch("a-rte-0.3-1", 0, "\"score\":0.6,\"train_loss\":2.0"),
        epoch("a-rte-0.3-1", 1, "\"score\":\"NaN\",\"train_loss\":\"Infinity\""));
    for (ResultView view : ResultView.values()) {
      String all = "SELECT * FROM " + view.sqlName();
      List<String> without = withAnsiMode("false", all);
      assertThat(without).isNotEmpty();
      assertThat(withAnsiMode("true", all)).isEqualTo(without);
    }
  }

  private List<String> withAnsiMode(String mode, String sql) {
    SPARK.conf().set("spark.sql.ansi.enabled", mode);
    try {
      return rows(sql).stream().map(Row::toString).toList();
    } finally {
      SPARK.conf().unset("spark.sql.ansi.enabled");
    }
  }

  @Test
  void anEmptySweepHasEveryViewAndNoRows() throws IOException {
    Files.createDirectories(out.resolve("cells/sweep_id=s"));
    ResultViews views = ResultViews.over(SPARK, out);
    for (ResultTable table : ResultTable.values()) {
      assertThat(views.table(table).collectAsList()).isEmpty();
      assertThat(views.table(table).schema()).isEqualTo(table.schema());
    }
    for (ResultView view : ResultView.values()) {
      assertThat(views.view(view).collectAsList()).isEmpty();
    }
  }

  @Test
  void readsFoldersWithAnyName() {
    out = out.resolve("it's [1] {a}*");
    cells(done("a", "rte", 0.3, 1, "0.7"));
    assertThat(row("SELECT sweep_id, method FROM cells").toString()).isEqualTo("[s,a]");
  }

  @Test
  void refusesAFolderWithoutResults() {
    assertThatThrownBy(() -> ResultViews.over(SPARK, out))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            out
                + " has no folder 'cells'; expected the output folder of a sweep, which"
                + " 'promptsweep run' makes.");
    assertThatThrownBy(() -> ResultViews.over(SPARK, out.resolve("x")))
        .hasMessageStartingWith(out.resolve("x") + " does not exist; expected");
  }

  @Test
  void everySqlResourceIsAViewWithACommentAndNoStatementEnd() throws Exception {
    Path folder = Path.of(getClass().getResource("sql/summary.sql").toURI()).getParent();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(ResultView.values()).map(v -> v.sqlName() + ".sql").toList());
    }
    for (ResultView view : ResultView.values()) {
      assertThat(view.about()).endsWith(".").hasSizeGreaterThan(20);
      assertThat(view.sql().replaceAll("--.*", "")).doesNotContain(";");
    }
  }
}
