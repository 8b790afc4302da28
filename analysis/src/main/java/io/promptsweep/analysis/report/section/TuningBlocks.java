package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.chart.Charts;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.facts.CellFact;
import io.promptsweep.analysis.report.facts.Contender;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.ranking.SelectedScores;
import io.promptsweep.analysis.statistics.ExpectedBest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tuning brings: the expected best of so many tries, and all settings side by side. */
final class TuningBlocks {
  private static final int MOST_TRIES = 60;
  private static final int BEGINNING = 24;

  private final SelectedScores standing;
  private final List<CellFact> cells;
  private final String suffix;

  TuningBlocks(SelectedScores standing, ReportFacts facts, String suffix) {
    this.standing = standing;
    this.cells =
        facts.cells().stream().filter(cell -> cell.group().equals(standing.group())).toList();
    this.suffix = suffix;
  }

  void addTo(List<Block> blocks) {
    List<Map<String, Object>> expected = expectedBest();
    blocks.add(new Block.Heading("tries" + suffix, "Equal tuning budgets"));
    if (expected.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "No method has a scored cell on every task, so there is no such curve."));
    } else {
      blocks.addAll(
          Figures.figure(
              "expected-best" + suffix, Charts.expectedBest(expected), "expected-best" + suffix));
      blocks.add(
          new ViewTable()
              .with("method", Column.text("method"))
              .with("dropout", Column.text("dropout"))
              .with("n_rates", Column.count("learning rates"))
              .with("tries", Column.count("tries"))
              .with("score", Column.score("expected best"))
              .table(
                  "expected-best" + suffix,
                  "Expected best validation score of so many tries, averaged over tasks: a try is a"
                      + " learning rate and seed drawn at random from those that were run, so with one"
                      + " learning rate it is luck with seeds and no tuning. Too low for as many tries as"
                      + " there are cells.",
                  expected,
                  BEGINNING));
    }
    blocks.add(new Block.Heading("settings" + suffix, "All settings"));
    List<Map<String, Object>> rows =
        cells.stream().filter(cell -> cell.score().isPresent()).map(CellFact::row).toList();
    blocks.addAll(
        Figures.figure(
            "parallel-coordinates" + suffix,
            Charts.parallelCoordinates(rows),
            "learning-rates" + suffix));
  }

  private List<Map<String, Object>> expectedBest() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Contender contender : standing.contenders()) {
      List<CellFact> own =
          cells.stream()
              .filter(cell -> cell.contender().equals(contender) && cell.score().isPresent())
              .toList();
      List<double[]> byTask =
          standing.tasks().stream()
              .map(
                  task ->
                      own.stream()
                          .filter(cell -> cell.task().equals(task))
                          .mapToDouble(cell -> cell.score().getAsDouble())
                          .toArray())
              .toList();
      int most = byTask.stream().mapToInt(scores -> scores.length).min().orElse(0);
      if (most == 0) {
        continue;
      }
      double[] mean = new double[Math.min(most, MOST_TRIES)];
      for (double[] scores : byTask) {
        double[] expected = ExpectedBest.of(scores, mean.length);
        Arrays.setAll(mean, k -> mean[k] + expected[k] / byTask.size());
      }
      long rates = own.stream().mapToDouble(CellFact::learningRate).distinct().count();
      for (int k = 0; k < mean.length; k++) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("method", contender.name(standing.contenders()));
        row.put("dropout", contender.dropout());
        row.put("n_rates", rates);
        row.put("tries", k + 1);
        row.put("score", mean[k]);
        rows.add(row);
      }
    }
    return rows;
  }
}
