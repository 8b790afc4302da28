package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.ReportFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What went wrong, and what the health checks found. */
final class FailuresSection {
  private static final int SHOWN = 100;

  private FailuresSection() {}

  static Section section(ReportFacts facts) {
    List<Block> blocks = new ArrayList<>();
    List<Map<String, Object>> failures = facts.rows(ResultView.FAILURES);
    if (failures.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              facts.cells().isEmpty() ? "There are no cells." : "No cell FAILED or was STOPPED."));
    } else {
      blocks.add(
          new ViewTable()
              .with("cell_id", Column.code("cell"))
              .with("method", Column.text("method"))
              .with("task", Column.text("task"))
              .with("dropout", Column.text("dropout"))
              .with("learning_rate", Column.number("learning rate"))
              .with("seed", Column.count("seed"))
              .with("status", Column.text("status"))
              .with("cause", Column.text("cause"))
              .with("health", Column.text("health"))
              .with("trained_steps", Column.count("steps before"))
              .with("n_attempts", Column.count("tries"))
              .with("last_host", Column.text("host"))
              .table("failures", "Cells without success, and why.", failures, SHOWN));
    }
    long truncated = facts.count("truncated_inputs");
    blocks.add(
        new Block.Paragraph(
            truncated == 0
                ? "No input was cut to the longest allowed length."
                : truncated
                    + " inputs, summed over cells, were cut to the longest allowed length; the table of"
                    + " data under provenance has them by task."));
    if (!facts.health().isEmpty()) {
      blocks.add(
          new ViewTable()
              .with("method", Column.text("method"))
              .with("dropout", Column.text("dropout"))
              .with("health", Column.text("health"))
              .with("n_cells", Column.count("cells"))
              .table(
                  "health",
                  "Verdicts of the health check, all learning rates and statuses. majority-class: the"
                      + " best epoch predicts one text for every example; invalid-output: most"
                      + " predictions are no possible answer; prompt-not-moving: the prompt is where it"
                      + " started; not-learning: the training loss did not fall; non-finite: loss or"
                      + " gradient stopped being a number.",
                  facts.health(),
                  Table.USUAL_ROWS));
    }
    return new Section("failures", "Failures and health", blocks);
  }
}
