package io.promptsweep.analysis.report;

import static io.promptsweep.analysis.GoldenTables.cell;
import static io.promptsweep.analysis.GoldenTables.done;
import static io.promptsweep.analysis.GoldenTables.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptsweep.analysis.GoldenTables;
import io.promptsweep.analysis.Query;
import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.report.document.Report;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import io.promptsweep.analysis.report.render.MarkdownText;
import io.promptsweep.analysis.report.section.ReportText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report says of sweeps that are whole, and of those that are not. */
class ReportTest {
  private static SparkSession spark;

  @TempDir Path out;

  @BeforeAll
  static void start() {
    spark = GoldenTables.spark();
  }

  @AfterAll
  static void stop() throws IOException {
    spark.close();
  }

  static SweepFacts sweep(int planned) {
    return new SweepFacts(
        "out/x", "x", OptionalInt.of(planned), false, false, "1.0", "1 January 2030");
  }

  private Report report(SweepFacts sweep, String... cells) {
    if (cells.length > 0) {
      GoldenTables.write(spark, out, ResultTable.CELLS, cells);
    }
    ReportFacts facts = new Query(spark, out).ask(ReportFacts::read);
    return ReportText.of(facts, sweep, List.of());
  }

  private Report report(String... cells) {
    return report(sweep(cells.length), cells);
  }

  static Table table(Report report, String name) {
    return report.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  /** The values of a table's row whose first values are these, by column. */
  static Map<String, Object> row(Table table, Object... first) {
    List<Object> row =
        table.rows().stream()
            .filter(r -> r.subList(0, first.length).equals(List.of(first)))
            .findFirst()
            .orElseThrow();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      values.put(table.columns().get(i).name(), row.get(i));
    }
    return values;
  }

  private static String text(Report report) {
    return MarkdownText.of(report);
  }

  @Test
  void aWholeSweepHasNoWarningAndTheViewsOwnNumbers() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("vanilla", "cb", 0.3, 0, "0.8"),
            done("vanilla", "cb", 0.3, 1, "0.9"),
            done("lora", "rte", 0.3, 0, "0.6"),
            done("lora", "rte", 0.3, 1, "0.6"),
            done("lora", "cb", 0.3, 0, "0.6"),
            done("lora", "cb", 0.3, 1, "0.7"));
    assertThat(report.warnings()).isEmpty();
    Map<String, Object> vanilla = row(table(report, "over-tasks"), "vanilla", false);
    // Both have 0.6 on rte.
    assertThat(vanilla)
        .containsEntry("place", 1)
        .containsEntry("seeds", 2)
        .containsEntry("wins", 2);
    assertThat(row(table(report, "over-tasks"), "lora"))
        .containsEntry("place", 2)
        .containsEntry("wins", 1);
    assertThat((double) vanilla.get("mean")).isCloseTo(0.725, within(1e-12));
    assertThat((double) vanilla.get("std")).isCloseTo(Math.sqrt(0.01125), within(1e-12));
    assertThat((double) vanilla.get("interquartile mean")).isCloseTo(0.75, within(1e-12));
    // t(0.975; 1) = 12.7062: the interval reaches far beyond 0 and 1, and is shown so.
    assertThat((double) vanilla.get("Student 95 % high"))
        .isCloseTo(0.725 + 12.706204736 * 0.075, within(1e-8));

    ResultViews views = ResultViews.over(spark, out);
    for (Map<String, Object> view : views.rows(ResultView.SUMMARY)) {
      Map<String, Object> ours = row(table(report, "over-tasks"), view.get("method"), false);
      assertThat((double) ours.get("mean"))
          .isCloseTo((double) view.get("mean_score"), within(1e-12));
      assertThat((double) ours.get("std")).isCloseTo((double) view.get("std_score"), within(1e-12));
    }
    for (Map<String, Object> view : views.rows(ResultView.LEADERBOARD)) {
      Map<String, Object> ours =
          row(table(report, "by-task"), view.get("task"), "accuracy", view.get("method"));
      assertThat((double) ours.get("mean"))
          .isCloseTo((double) view.get("mean_score"), within(1e-12));
    }
    assertThat(text(report))
        .contains("Best on average over 2 tasks is vanilla: validation score 0.7250")
        .contains("The seeds do not show that they differ")
        .contains("With 2 seeds the spread is hardly known")
        .contains("at least three methods with a score on at least three tasks; here there are 2");
  }

  @Test
  void equalAveragesShareAPlaceAndNeitherIsAhead() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.1"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("lora", "rte", 0.3, 0, "0.4"),
            done("lora", "rte", 0.3, 1, "0.4"),
            done("full", "rte", 0.3, 0, "0.3"),
            done("full", "rte", 0.3, 1, "0.2"));
    Table table = table(report, "over-tasks");
    assertThat(row(table, "vanilla")).containsEntry("place", 1);
    assertThat(row(table, "lora")).containsEntry("place", 1);
    assertThat(row(table, "full")).containsEntry("place", 3);
    assertThat(text(report)).contains("has the same average: neither is ahead");
  }

  @Test
  void anUnfinishedSweepSaysHowMuchIsThere() {
    Report report =
        report(
            sweep(6), done("vanilla", "rte", 0.3, 0, "0.5"), done("vanilla", "rte", 0.3, 1, "0.7"));
    assertThat(report.warnings())
        .containsExactly(
            "The sweep is not finished: 2 of 6 planned cells have a result. What is missing is in no"
                + " number below.");
  }

  @Test
  void failedStoppedAndUnscoredCellsAreCountedAndInNoMean() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("vanilla", "rte", 0.3, 2, "\"NaN\""),
            failed("vanilla", "rte", 0.3, 3),
            cell("vanilla", "rte", 0.3, 4, "\"status\":\"STOPPED\",\"best_score\":0.99"),
            cell("vanilla", "rte", 0.3, 5, "\"status\":\"FAILED\",\"best_score\":0.01"));
    assertThat(report.warnings())
        .containsExactly(
            "Of 6 cells, 2 are FAILED, 1 is STOPPED and 1 is DONE without a score that is a number."
                + " They are in no mean; the section on failures lists them.");
    Map<String, Object> mean = row(table(report, "by-task"), "rte", "accuracy", "vanilla");
    assertThat((double) mean.get("mean")).isCloseTo(0.6, within(1e-12));
    assertThat(mean).containsEntry("seeds", 2);
    assertThat(table(report, "failures").rows()).hasSize(3);
    assertThat(row(table(report, "cells"), "vanilla-rte-0.3-4").get("validation")).isNull();
    assertThat(row(table(report, "cells"), "vanilla-rte-0.3-4"))
        .containsEntry("again", "promptsweep retry out/x");
    assertThat(row(table(report, "cells"), "vanilla-rte-0.3-0"))
        .containsEntry("again", "promptsweep replay out/x vanilla-rte-0.3-0");
  }

  @Test
  void missingSeedsAreNamed() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("lora", "rte", 0.3, 0, "0.5"));
    assertThat(report.warnings())
        .containsExactly(
            "Seeds are missing: 1 of 2 settings have fewer seeds with a score than others (lora on rte,"
                + " learning rate 0.3, dropout off has 1 of 2). Means of unequal numbers of seeds stand"
                + " beside each other; a learning rate ranks behind one of its setting that has more of"
                + " them.");
  }

  @Test
  void aSingleSeedHasNoSpreadNoIntervalAndNoTest() {
    Report report =
        report(done("vanilla", "rte", 0.3, 0, "0.5"), done("lora", "rte", 0.3, 0, "0.6"));
    assertThat(report.warnings())
        .containsExactly(
            "There is a single seed: no spread, no interval and no test. A difference may be the"
                + " seed's.");
    Map<String, Object> lora = row(table(report, "over-tasks"), "lora");
    assertThat(lora.get("std")).isNull();
    assertThat(lora.get("Student 95 % low")).isNull();
    assertThat(lora.get("bootstrap 95 % low")).isNull();
    assertThat(row(table(report, "pairs"), "lora"))
        .containsEntry("test over seeds", "paired")
        .containsEntry("common seeds", 1)
        .containsEntry("p over seeds", null)
        .containsEntry("seeds to separate", "cannot say: a single common seed");
    assertThat(text(report))
        .contains("validation score 0.6000 with a single seed, so nothing is known of its spread")
        .contains("Whether they differ cannot be tested");
  }

  /** scipy.stats.ttest_rel([0.52, 0.721, 0.919], [0.5, 0.7, 0.9]): p = 0.000832293. */
  @Test
  void methodsArePairedSeedBySeed() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("vanilla", "rte", 0.3, 2, "0.9"),
            // Another order of rows changes nothing: the seed says what belongs together.
            done("lora", "rte", 0.3, 2, "0.919"),
            done("lora", "rte", 0.3, 0, "0.52"),
            done("lora", "rte", 0.3, 1, "0.721"));
    Map<String, Object> pair = row(table(report, "pairs"), "lora", "vanilla");
    assertThat(pair)
        .containsEntry("test over seeds", "paired")
        .containsEntry("common seeds", 3)
        .containsEntry("seeds to separate", "these do, for this pair alone");
    assertThat((double) pair.get("their difference")).isCloseTo(0.02, within(1e-12));
    assertThat((double) pair.get("p over seeds")).isCloseTo(0.000832293, within(1e-9));
    assertThat(text(report))
        .contains("more than the seeds' noise (paired t test over 3 seeds, p = 0.001");
    assertThat(row(table(report, "by-task"), "rte", "accuracy", "vanilla"))
        .containsEntry("seeds to tell from the best", "these do, for this pair alone");
  }

  /**
   * Welch's test of the same two has p = 0.95 over all seeds; SciPy's paired p of two is 0.0155.
   */
  @Test
  void onlySeedsOfBothArePairsAndTheirDifferenceStandsBesideTheirNumber() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("vanilla", "rte", 0.3, 2, "0.1"),
            done("lora", "rte", 0.3, 0, "0.52"),
            done("lora", "rte", 0.3, 1, "0.721"),
            done("lora", "rte", 0.3, 9, "0.2"));
    Map<String, Object> pair = row(table(report, "pairs"), "lora", "vanilla");
    assertThat(pair).containsEntry("common seeds", 2);
    assertThat((double) pair.get("difference")).isCloseTo(1.441 / 3 - 1.3 / 3, within(1e-12));
    assertThat((double) pair.get("their difference")).isCloseTo(0.0205, within(1e-12));
    assertThat((double) pair.get("p over seeds")).isCloseTo(0.0155242, within(1e-6));
  }

  @Test
  void anAverageThatLeadsOnlyByOtherSeedsIsSaidToFollow() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("vanilla", "rte", 0.3, 2, "0.9"),
            done("lora", "rte", 0.3, 0, "0.6"),
            done("lora", "rte", 0.3, 1, "0.75"));
    assertThat(text(report))
        .contains("It leads the second, lora, by 0.0250.")
        .contains("Over the seeds that both have, the second leads by 0.0750");
  }

  @Test
  void withoutACommonSeedTheTestIsWelchs() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.6"),
            done("lora", "rte", 0.3, 2, "0.8"),
            done("lora", "rte", 0.3, 3, "0.7"));
    Map<String, Object> pair = row(table(report, "pairs"), "lora", "vanilla");
    assertThat(pair).containsEntry("test over seeds", "Welch").containsEntry("common seeds", 0);
    // scipy.stats.ttest_ind([0.8, 0.7], [0.5, 0.6], equal_var=False)
    assertThat((double) pair.get("p over seeds")).isCloseTo(0.105573, within(1e-6));
    assertThat(text(report)).contains("Welch's test, as no seed is common to both, p = 0.106");
  }

  @Test
  void aRateThatLostSeedsIsPassedOverAndSaidToBe() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.9"),
            failed("vanilla", "rte", 0.3, 1),
            done("vanilla", "rte", 0.1, 0, "0.5"),
            done("vanilla", "rte", 0.1, 1, "0.7"));
    assertThat(report.warnings())
        .contains(
            "A learning rate with a higher mean was passed over, because fewer of its seeds have a"
                + " score, for 1 setting (vanilla on rte); table by-task has the numbers.");
    Map<String, Object> line = row(table(report, "by-task"), "rte", "accuracy", "vanilla");
    assertThat(line)
        .containsEntry("learning rate", 0.1)
        .containsEntry("passed over", 1L)
        .containsEntry("seeds", 2);
    assertThat((double) row(table(report, "over-tasks"), "vanilla").get("mean"))
        .isCloseTo(0.6, within(1e-12));
  }

  private static String split(String split) {
    return ",\"config_json\":\"{\\\"task\\\":{\\\"split\\\":\\\"" + split + "\\\"}}\"";
  }

  @Test
  void selectionAndReportOnTheSameExamplesIsSaid() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.9" + split("whole-validation")),
            done("vanilla", "rte", 0.3, 1, "0.8" + split("whole-validation")),
            done("vanilla", "cb", 0.3, 0, "0.5" + split("auto")),
            done("vanilla", "cb", 0.3, 1, "0.7" + split("halved-validation")));
    assertThat(report.warnings())
        .containsExactly(
            "Selection and report use the same examples (task.split = whole-validation) on rte: the"
                + " scores there are too high, test scores repeat the best validation scores, and they"
                + " are comparable with none but those of papers that did the same.");
  }

  @Test
  void aSeedWithoutEveryTaskIsLeftOutOfTheAverageAndCounted() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.3, 1, "0.7"),
            done("vanilla", "cb", 0.3, 0, "0.9"),
            failed("vanilla", "cb", 0.3, 1),
            done("lora", "rte", 0.3, 0, "0.99"),
            done("lora", "rte", 0.3, 1, "0.99"));
    Map<String, Object> vanilla = row(table(report, "over-tasks"), "vanilla");
    assertThat((double) vanilla.get("mean")).isCloseTo(0.7, within(1e-12));
    assertThat(vanilla).containsEntry("seeds", 1).containsEntry("seeds left out", 1);
    Map<String, Object> lora = row(table(report, "over-tasks"), "lora");
    assertThat(lora.get("place")).as("an average over other tasks cannot be ranked").isNull();
    assertThat(lora.get("mean")).isNull();
    assertThat(report.warnings())
        .contains(
            "No average over tasks for lora (tried on 1 of 2 tasks): no seed has a score on every task."
                + " They stand at the end, without a place.")
        .anyMatch(w -> w.startsWith("3 seeds of methods are left out of averages over tasks"));
  }

  @Test
  void mixedProtocolsAreNeverAveragedTogether() {
    String a = ",\"protocol\":\"a\"";
    String b = ",\"protocol\":\"b\"";
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.2" + a),
            done("vanilla", "rte", 0.3, 1, "0.4" + a),
            // Cells of other ids: a cell is in a table once.
            done("vanilla", "rte", 0.3, 0, "0.8" + b).replace("-0.3-", "-b-0.3-"),
            done("vanilla", "rte", 0.3, 1, "0.9" + b).replace("-0.3-", "-b-0.3-"));
    assertThat(report.warnings())
        .containsExactly(
            "The folder mixes 2 protocols. Nothing is averaged or compared across them: each"
                + " combination has leaderboards of its own.");
    assertThat((double) row(table(report, "over-tasks"), "vanilla").get("mean"))
        .isCloseTo(0.3, within(1e-12));
    assertThat((double) row(table(report, "over-tasks-2"), "vanilla").get("mean"))
        .isCloseTo(0.85, within(1e-12));
  }

  @Test
  void dataThatChangedBetweenCellsIsSaid() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5,\"data_digest\":\"d1\""),
            done("lora", "rte", 0.3, 0, "0.5,\"data_digest\":\"d2\""));
    assertThat(report.warnings())
        .contains(
            "Data or backbone changed between cells that belong together, on rte: means there are over"
                + " different data. The digests stand under provenance.");
  }

  @Test
  void lostCellsAreCounted() {
    GoldenTables.write(
        spark,
        out,
        ResultTable.ATTEMPTS,
        "{\"sweep_id\":\"s\",\"cell_id\":\"gone\",\"attempt\":0,\"outcome\":\"LOST\"}");
    Report report =
        report(
            sweep(3), done("vanilla", "rte", 0.3, 0, "0.5"), done("vanilla", "rte", 0.3, 1, "0.5"));
    assertThat(report.warnings())
        .hasSize(2)
        .contains(
            "1 cell was tried and lost without a result (gone); the same run command tries again.");
  }

  @Test
  void anEmptyTableIsAReportThatSaysSo() throws IOException {
    Files.createDirectories(out.resolve("cells"));
    Report report = report(sweep(12));
    assertThat(report.warnings())
        .containsExactly(
            "No cell has finished yet: there are no scores in this folder.",
            "The sweep is not finished: 0 of 12 planned cells have a result. What is missing is in no"
                + " number below.");
    assertThat(report.figures()).isEmpty();
    assertThat(text(report)).doesNotContain("NaN").doesNotContain("null");
  }

  @Test
  void aToyWorldIsCalledOne() {
    SweepFacts toy =
        new SweepFacts("out/x", "x", OptionalInt.of(1), true, true, "1.0", "1 January 2030");
    Report report = report(toy, done("vanilla", "rte", 0.3, 0, "0.5"));
    assertThat(report.warnings().get(0)).startsWith("This is a toy world");
    assertThat(report.warnings()).anyMatch(w -> w.startsWith("A run was writing the folder"));
  }

  @Test
  void unhealthyCellsThatAreInTheMeansAreCounted() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5,\"health\":\"majority-class\""),
            done("vanilla", "rte", 0.3, 1, "0.6,\"health\":\"ok\""));
    assertThat(report.warnings())
        .containsExactly(
            "Training went wrong in the eyes of the health check, and the scores are in the means all"
                + " the same: 1 cell majority-class.");
  }

  @Test
  void threeMethodsOnThreeTasksAreRankedByFriedmanAndNemenyi() {
    List<String> cells = new ArrayList<>();
    Map<String, Double> level = Map.of("best", 0.9, "middle", 0.7, "worst", 0.4);
    level.forEach(
        (method, score) ->
            List.of("t1", "t2", "t3", "t4")
                .forEach(
                    task -> {
                      for (int seed = 0; seed < 3; seed++) {
                        double noise = seed * (1 + score * score) / 100;
                        cells.add(done(method, task, 0.3, seed, String.valueOf(score + noise)));
                      }
                    }));
    Report report = report(cells.toArray(String[]::new));
    Table ranks = table(report, "ranks");
    assertThat(ranks.rows().stream().map(r -> r.get(0)).collect(Collectors.toList()))
        .containsExactly("best", "middle", "worst");
    assertThat(row(ranks, "worst", 3.0)).containsEntry("differs at 0.05 from", "best");
    // Average ranks 1, 2, 3 of three methods over four tasks: chi-squared 8 with two degrees.
    assertThat(text(report)).contains("statistic 8 with 2 degrees of freedom, p = 0.018");
    assertThat(text(report)).contains("the difference is more than the seeds' noise");
  }

  @Test
  void theChecklistAnswersOnlyWhatTheTablesKnow() {
    Report report =
        report(
            done("vanilla", "rte", 0.3, 0, "0.5"),
            done("vanilla", "rte", 0.1, 0, "0.4"),
            done("vanilla", "rte", 0.3, 1, "0.6"),
            done("vanilla", "rte", 0.1, 1, "0.4"));
    Map<String, Object> answers =
        table(report, "checklists").rows().stream()
            .collect(Collectors.toMap(r -> r.get(0).toString(), r -> r.get(2)));
    assertThat(answers)
        .containsEntry(
            "How many runs stand behind each result?", "2 runs (seeds) behind each mean.")
        .containsEntry("Which seeds?", "0 and 1")
        .containsEntry("On which hardware?", "Not known to the tables; yours to answer.")
        .containsEntry(
            "Where do data and backbone come from, and under which licences?",
            "Not known to the tables; yours to answer.");
    assertThat(answers.get("Which hyper-parameters were searched, and over which values?"))
        .asString()
        .contains("vanilla 0.1 and 0.3");
  }
}
