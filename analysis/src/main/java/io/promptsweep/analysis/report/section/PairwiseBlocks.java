package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.chart.Charts;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.InlineText;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.Contender;
import io.promptsweep.analysis.report.ranking.Pairwise;
import io.promptsweep.analysis.report.ranking.SelectedScores;
import io.promptsweep.analysis.statistics.Friedman;
import io.promptsweep.analysis.statistics.Interval;
import io.promptsweep.analysis.statistics.Nemenyi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Contenders against each other: tests of pairs, and ranks of all. */
final class PairwiseBlocks {
  private static final double ALPHA = 0.05;
  private static final int FEWEST = 3;

  private final SelectedScores standing;
  private final Pairwise pairwise;
  private final String suffix;

  PairwiseBlocks(SelectedScores standing, Pairwise pairwise, String suffix) {
    this.standing = standing;
    this.pairwise = pairwise;
    this.suffix = suffix;
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading("pairs" + suffix, "Two at a time"));
    if (standing.ranked().size() < 2) {
      blocks.add(
          new Block.Paragraph(
              "There is nothing to compare: it takes two methods with a score on every task, and there"
                  + (standing.ranked().isEmpty() ? " is none." : " is one.")));
    } else {
      blocks.add(pairs());
    }
    blocks.add(new Block.Heading("ranks" + suffix, "All at once, by ranks"));
    blocks.addAll(ranks());
    return blocks;
  }

  private Table pairs() {
    List<List<Object>> rows = new ArrayList<>();
    for (Pairwise.Pair pair : pairwise.pairs()) {
      rows.add(
          Arrays.asList(
              standing.label(pair.first()),
              standing.label(pair.second()),
              pair.difference(),
              pair.test().paired() ? "paired" : "Welch",
              pair.test().pairs(),
              value(pair.test().difference()),
              value(pair.overSeeds()),
              value(pair.overTasks()),
              value(pair.smallest()),
              pair.improvementEstimate(),
              pair.improvement().map(Interval::low).orElse(null),
              pair.improvement().map(Interval::high).orElse(null),
              pair.test().neededWords()));
    }
    return new Table(
        "pairs" + suffix,
        (pairwise.every() ? "Every pair" : "The best against each other one")
            + " that has a score on every task, the better on average first. Over seeds: the paired t"
            + " test of the seeds' averages, as runs of one seed share splits and order of data; it is"
            + " over the seeds that both have, whose mean difference stands beside their number, and"
            + " speaks of these tasks and other seeds. Methods without a common seed are compared by"
            + " Welch's test. Over tasks: Wilcoxon's"
            + " signed-rank test of the task means; with so few tasks it can give no p below the smallest"
            + " possible, whatever the scores. Both are corrected by Holm's method for all pairs of this"
            + " table. Improvement: the probability that a run of the first beats a run of the second,"
            + " averaged over tasks, with its bootstrap interval. Seeds to separate: so many of each would let"
            + " the same test at 0.05 find the difference with power 0.8, for this pair alone,"
            + " uncorrected. A p above 0.05 is not equality.",
        List.of(
            Column.text("better"),
            Column.text("than"),
            Column.score("difference"),
            Column.text("test over seeds"),
            Column.count("common seeds"),
            Column.score("their difference"),
            Column.probability("p over seeds"),
            Column.probability("p over tasks"),
            Column.probability("smallest possible"),
            Column.probability("improvement"),
            Column.probability("95 % low"),
            Column.probability("95 % high"),
            Column.text("seeds to separate")),
        rows);
  }

  private List<Block> ranks() {
    List<Contender> ranked = standing.ranked();
    int tasks = standing.tasks().size();
    if (ranked.size() < FEWEST || tasks < FEWEST) {
      return List.of(
          new Block.Paragraph(
              "Friedman's test and a critical-difference diagram take at least three methods with a"
                  + " score on at least three tasks; here there "
                  + (ranked.size() == 1 ? "is " : "are ")
                  + InlineText.count(ranked.size(), "such method", "such methods")
                  + " and "
                  + InlineText.count(tasks, "task.", "tasks.")));
    }
    Friedman friedman = Friedman.of(standing.taskMeans(ranked)).orElseThrow();
    Nemenyi nemenyi = friedman.nemenyi();
    // A diagram has little room: only what is unusual is named.
    List<String> labels =
        ranked.stream()
            .map(c -> c.name(standing.contenders()) + (c.dropout() ? " + dropout" : ""))
            .toList();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            String.format(
                Locale.ROOT,
                "Friedman's test over %d tasks: statistic %s with %d degrees of freedom, %s. %s Average"
                    + " ranks that are %s or more apart differ by Nemenyi's test at %s.",
                tasks,
                InlineText.number(friedman.statistic()),
                ranked.size() - 1,
                InlineText.p(friedman.p()),
                friedman.p() < ALPHA
                    ? "Some methods differ."
                    : "It does not show that any methods differ, so no pair below should be read as"
                        + " different.",
                InlineText.number(nemenyi.criticalDifference(ALPHA)),
                ALPHA)));
    blocks.addAll(
        Figures.figure(
            "critical-difference" + suffix,
            Charts.criticalDifference(labels, friedman, ALPHA),
            "ranks" + suffix));
    blocks.add(table(ranked, nemenyi));
    return blocks;
  }

  private Table table(List<Contender> ranked, Nemenyi nemenyi) {
    int best =
        nemenyi
            .averageRanks()
            .indexOf(nemenyi.averageRanks().stream().min(Double::compare).orElseThrow());
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ranked.size(); i++) {
      List<String> with = new ArrayList<>();
      for (int j = 0; j < ranked.size(); j++) {
        if (j != i && nemenyi.p(i, j) < ALPHA) {
          with.add(standing.label(ranked.get(j)));
        }
      }
      rows.add(
          Arrays.asList(
              standing.label(ranked.get(i)),
              nemenyi.averageRanks().get(i),
              i == best ? null : nemenyi.p(i, best),
              with.isEmpty() ? "none" : String.join("; ", with)));
    }
    rows.sort((a, b) -> Double.compare((double) a.get(1), (double) b.get(1)));
    return new Table(
        "ranks" + suffix,
        "Average rank over tasks (1 is best, equal scores share their mean rank) and Nemenyi's p values,"
            + " which are corrected for all pairs.",
        List.of(
            Column.text("method"),
            Column.number("average rank"),
            Column.probability("p against the best"),
            Column.text("differs at 0.05 from")),
        rows);
  }

  private static Object value(OptionalDouble x) {
    return x.isPresent() ? x.getAsDouble() : null;
  }
}
