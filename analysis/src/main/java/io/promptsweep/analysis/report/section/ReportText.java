package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Report;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import io.promptsweep.analysis.report.ranking.Pairwise;
import io.promptsweep.analysis.report.ranking.SelectedScores;
import java.util.ArrayList;
import java.util.List;

/** Puts the sections together. */
public final class ReportText {
  private ReportText() {}

  public static Report of(ReportFacts facts, SweepFacts sweep, List<Comparison> comparisons) {
    List<SelectedScores> standings =
        facts.groups().stream().map(group -> SelectedScores.of(group, facts.cells())).toList();
    List<Pairwise> pairwise = standings.stream().map(Pairwise::of).toList();
    List<Section> sections = new ArrayList<>();
    sections.add(new SummarySection(facts, sweep, comparisons).section(standings, pairwise));
    List<Block> leaderboards = new ArrayList<>();
    List<Block> training = new ArrayList<>();
    for (int i = 0; i < standings.size(); i++) {
      String suffix = i == 0 ? "" : "-" + (i + 1);
      if (standings.size() > 1) {
        String label = standings.get(i).group().label();
        leaderboards.add(new Block.Paragraph("The following is of " + label + "."));
        training.add(new Block.Paragraph("The following is of " + label + "."));
      }
      leaderboards.addAll(
          new LeaderboardSection(standings.get(i), pairwise.get(i), facts, suffix).blocks());
      training.addAll(new TrainingSection(standings.get(i), facts, suffix).blocks());
    }
    if (standings.isEmpty()) {
      leaderboards.add(new Block.Paragraph("There is no cell to rank."));
      training.add(new Block.Paragraph("There is no cell to show."));
    }
    sections.add(new Section("leaderboards", "Leaderboards", leaderboards));
    sections.add(PapersSection.section(comparisons, sweep));
    sections.add(new Section("training", "Training", training));
    sections.add(FailuresSection.section(facts));
    sections.add(ProvenanceSection.section(facts, sweep));
    sections.add(ChecklistSection.section(facts, sweep));
    sections.add(CellsSection.section(facts, sweep));
    return new Report(
        "Promptsweep report" + (sweep.name().isEmpty() ? "" : ": " + sweep.name()),
        "Soft-prompt tuning on frozen T5: results of " + sweep.folder() + ", " + sweep.writtenAt(),
        Warnings.of(facts, sweep, standings),
        sections);
  }
}
