package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.chart.Charts;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.facts.Group;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.ranking.SelectedScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How training went in one {@link Group}: curves, dropout, learning rates, tuning, cost. */
final class TrainingSection {
  /** Long tables stand beside a chart of the same numbers; the page shows their beginning. */
  private static final int BEGINNING = 24;

  private static final int WHOLE = 200;

  private final SelectedScores standing;
  private final ReportFacts facts;
  private final String suffix;

  TrainingSection(SelectedScores standing, ReportFacts facts, String suffix) {
    this.standing = standing;
    this.facts = facts;
    this.suffix = suffix;
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    curves(blocks);
    dropout(blocks);
    learningRates(blocks);
    new TuningBlocks(standing, facts, suffix).addTo(blocks);
    convergence(blocks);
    efficiency(blocks);
    return blocks;
  }

  private List<Map<String, Object>> rows(ResultView view) {
    return standing.group().among(facts.rows(view));
  }

  private void curves(List<Block> blocks) {
    List<Map<String, Object>> rows = standing.group().among(facts.curves());
    blocks.add(new Block.Heading("curves" + suffix, "Learning curves"));
    if (rows.isEmpty()) {
      blocks.add(new Block.Paragraph("No cell that is DONE has epochs to show."));
      return;
    }
    blocks.addAll(
        Figures.figure(
            "learning-curves" + suffix, Charts.learningCurves(rows), "learning-curves" + suffix));
    blocks.add(
        ViewTable.ofSettings(true)
            .with("dropout", Column.text("dropout"))
            .with("learning_rate", Column.number("learning rate"))
            .with("epoch", Column.count("epoch"))
            .with("n_seeds", Column.count("seeds"))
            .with("mean_score", Column.score("mean score"))
            .with("std_score", Column.score("std"))
            .with("mean_train_loss", Column.number("training loss"))
            .with("mean_eval_loss", Column.number("validation loss"))
            .with("n_failed", Column.count("failed"))
            .table(
                "learning-curves" + suffix,
                "Validation score and losses by epoch at the chosen learning rate, means over the seeds"
                    + " that are DONE; thinned to about 60 epochs.",
                rows,
                BEGINNING));
  }

  private void dropout(List<Block> blocks) {
    List<Map<String, Object>> rows = rows(ResultView.DROPOUT_EFFECT);
    blocks.add(new Block.Heading("dropout" + suffix, "Dropout in the frozen backbone"));
    if (rows.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "No setting has a score both with dropout and without it, so nothing can be said of its"
                  + " effect."));
      return;
    }
    blocks.addAll(
        Figures.figure("dropout" + suffix, Charts.dropoutEffect(rows), "dropout-effect" + suffix));
    blocks.add(
        ViewTable.ofSettings(true)
            .with("learning_rate_without", Column.number("rate without"))
            .with("learning_rate_with", Column.number("rate with"))
            .with("n_pairs", Column.count("pairs of seeds"))
            .with("mean_without", Column.score("mean without"))
            .with("mean_with", Column.score("mean with"))
            .with("mean_effect", Column.score("effect"))
            .with("std_effect", Column.score("std"))
            .with("n_better", Column.count("better with"))
            .with("n_worse", Column.count("worse with"))
            .table(
                "dropout-effect" + suffix,
                "Score with dropout less score without, seed by seed, each side at its own best learning"
                    + " rate; mean and sample standard deviation over pairs.",
                rows,
                WHOLE));
  }

  private void learningRates(List<Block> blocks) {
    List<Map<String, Object>> rows = rows(ResultView.LEARNING_RATE_SENSITIVITY);
    long rates = rows.stream().map(row -> row.get("learning_rate")).distinct().count();
    blocks.add(new Block.Heading("learning-rates" + suffix, "Learning rates"));
    if (rates > 1) {
      blocks.addAll(
          Figures.figure(
              "learning-rates" + suffix, Charts.learningRates(rows), "learning-rates" + suffix));
    }
    blocks.add(
        ViewTable.ofSettings(true)
            .with("dropout", Column.text("dropout"))
            .with("learning_rate", Column.number("learning rate"))
            .with("n_seeds", Column.count("seeds"))
            .with("mean_score", Column.score("mean"))
            .with("std_score", Column.score("std"))
            .with("min_score", Column.score("lowest"))
            .with("max_score", Column.score("highest"))
            .with("n_failed", Column.count("failed"))
            .with("n_stopped", Column.count("stopped"))
            .with("n_unscored", Column.count("unscored"))
            .table(
                "learning-rates" + suffix,
                "Validation score at every learning rate that was tried, over seeds.",
                rows,
                WHOLE));
  }

  private void convergence(List<Block> blocks) {
    List<Map<String, Object>> rows = rows(ResultView.CONVERGENCE);
    blocks.add(new Block.Heading("convergence" + suffix, "Convergence"));
    if (rows.isEmpty()) {
      blocks.add(new Block.Paragraph("No cell that is DONE has a positive score and epochs."));
      return;
    }
    blocks.addAll(
        Figures.figure("convergence" + suffix, Charts.convergence(rows), "convergence" + suffix));
    blocks.add(
        ViewTable.ofSettings(true)
            .with("dropout", Column.text("dropout"))
            .with("learning_rate", Column.number("learning rate"))
            .with("n_seeds", Column.count("seeds"))
            .with("mean_near_step", Column.number("steps to 95 % of best"))
            .with("std_near_step", Column.number("std"))
            .with("mean_near_seconds", Column.number("seconds to it"))
            .with("mean_best_step", Column.number("steps to best"))
            .table(
                "convergence" + suffix,
                "Steps until a validation score first reached 95 % of the cell's own best, mean over"
                    + " seeds. As fine as the evaluations are, and a method with a low best reaches it"
                    + " early.",
                rows,
                WHOLE));
  }

  private void efficiency(List<Block> blocks) {
    List<Map<String, Object>> rows = rows(ResultView.EFFICIENCY);
    blocks.add(new Block.Heading("cost" + suffix, "Cost"));
    blocks.addAll(
        Figures.figure("efficiency" + suffix, Charts.efficiency(rows), "efficiency" + suffix));
    blocks.add(
        ViewTable.ofSettings(false)
            .with("dropout", Column.text("dropout"))
            .with("trainable_parameters", Column.count("trainable parameters"))
            .with("n_cells", Column.count("cells"))
            .with("hours", Column.number("hours in all"))
            .with("mean_cell_seconds", Column.number("seconds a cell"))
            .with("mean_examples_per_second", Column.number("examples a second"))
            .with("peak_memory_bytes", Column.count("peak memory, bytes"))
            .table(
                "efficiency" + suffix,
                "What each method cost: time of all of its cells at all learning rates, those without"
                    + " success too, lost tries not. Memory is the device's, or the whole process's on a"
                    + " CPU, where cells that train at once share it.",
                rows,
                WHOLE));
  }
}
