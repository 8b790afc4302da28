package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import java.util.Arrays;
import java.util.List;

/** Every cell, with the command that computes it again. */
final class CellsSection {
  private CellsSection() {}

  static Section section(ReportFacts facts, SweepFacts sweep) {
    String folder = ShellWord.of(sweep.folder());
    List<List<Object>> rows =
        facts.cells().stream()
            .map(
                cell ->
                    Arrays.<Object>asList(
                        cell.id(),
                        cell.task(),
                        cell.contender().method(),
                        cell.contender().dropout(),
                        cell.contender().promptTokens(),
                        cell.contender().axes(),
                        cell.learningRate(),
                        cell.seed(),
                        cell.status(),
                        cell.scoreName(),
                        cell.score().isPresent() ? cell.score().getAsDouble() : null,
                        cell.test().isPresent() ? cell.test().getAsDouble() : null,
                        cell.row().get("best_epoch"),
                        cell.row().get("health"),
                        // A stopped cell has no result to compare a replay with.
                        cell.status().equals("STOPPED")
                            ? "promptsweep retry " + folder
                            : "promptsweep replay " + folder + " " + ShellWord.of(cell.id())))
            .toList();
    return new Section(
        "cells",
        "Cells",
        List.of(
            new Block.Paragraph(
                "Each command trains its cell again from its start and compares every number with the"
                    + " tables; a sweep on real data also wants --set backbone.path=FOLDER and --set"
                    + " data.dir=FOLDER where these have moved."),
            new Table(
                "cells",
                "Every cell that has a result. Scores of cells that are not DONE are left out.",
                List.of(
                    Column.code("cell"),
                    Column.text("task"),
                    Column.text("method"),
                    Column.text("dropout"),
                    Column.count("prompt tokens"),
                    Column.text("axes"),
                    Column.number("learning rate"),
                    Column.count("seed"),
                    Column.text("status"),
                    Column.text("score"),
                    Column.score("validation"),
                    Column.score("test"),
                    Column.count("best epoch"),
                    Column.text("health"),
                    Column.command("again")),
                rows)));
  }
}
