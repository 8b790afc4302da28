package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.InlineText;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.facts.CellFact;
import io.promptsweep.analysis.report.facts.Contender;
import io.promptsweep.analysis.report.facts.Group;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import io.promptsweep.analysis.report.ranking.Pairwise;
import io.promptsweep.analysis.report.ranking.SeedTest;
import io.promptsweep.analysis.report.ranking.SelectedScores;
import io.promptsweep.analysis.statistics.Interval;
import io.promptsweep.analysis.statistics.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/** What the report says in a few sentences, each computed. */
final class SummarySection {
  private static final double LEVEL = 0.95;
  private static final double ALPHA = 0.05;

  /** Below which the spread seen says little of the spread that there is. */
  private static final int FEW_SEEDS = 10;

  private final ReportFacts facts;
  private final SweepFacts sweep;
  private final List<Comparison> comparisons;

  SummarySection(ReportFacts facts, SweepFacts sweep, List<Comparison> comparisons) {
    this.facts = facts;
    this.sweep = sweep;
    this.comparisons = comparisons;
  }

  Section section(List<SelectedScores> standings, List<Pairwise> pairwise) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(counts()));
    List<String> points = new ArrayList<>();
    for (int i = 0; i < standings.size(); i++) {
      String prefix = standings.size() > 1 ? standings.get(i).group().label() + ": " : "";
      for (String point : best(standings.get(i), pairwise.get(i))) {
        points.add(prefix + point);
      }
      for (String point : dropout(standings.get(i).group())) {
        points.add(prefix + point);
      }
    }
    points.addAll(papers());
    blocks.add(new Block.Bullets(points));
    return new Section("summary", "Summary", blocks);
  }

  private String counts() {
    long cells = facts.count("n_cells");
    String planned =
        sweep.plannedCells().isPresent() ? " of " + sweep.plannedCells().getAsInt() : "";
    List<String> seeds =
        facts.cells().stream()
            .map(CellFact::seed)
            .distinct()
            .sorted()
            .map(String::valueOf)
            .toList();
    return String.format(
        Locale.ROOT,
        "%d%s %s finished, %d of them DONE: %s on %s with %s (%s). Together they took %s.",
        cells,
        planned,
        sweep.plannedCells().isPresent()
            ? "planned cells are"
            : cells == 1 ? "cell is" : "cells are",
        facts.count("n_done"),
        InlineText.count(distinct(cell -> cell.contender().method()), "method", "methods"),
        InlineText.count(distinct(CellFact::task), "task", "tasks"),
        InlineText.count(seeds.size(), "seed", "seeds"),
        seeds.isEmpty() ? "none" : InlineText.list(seeds, 12),
        InlineText.time(((Number) facts.counts().get("hours")).doubleValue()));
  }

  private long distinct(Function<CellFact, Object> what) {
    return facts.cells().stream().map(what).distinct().count();
  }

  private static List<String> best(SelectedScores standing, Pairwise pairwise) {
    List<Contender> ranked = standing.ranked();
    if (ranked.isEmpty()) {
      return List.of("No method has a score on every task, so none is best on average.");
    }
    List<String> points = new ArrayList<>();
    Contender best = ranked.get(0);
    double[] averages = standing.seedAverages(best);
    OptionalDouble deviation = Means.standardDeviation(averages);
    Optional<Interval> interval = Means.studentInterval(averages, LEVEL);
    String over = InlineText.count(standing.tasks().size(), "task", "tasks");
    String mean = InlineText.score(Means.mean(averages));
    points.add(
        deviation.isPresent() && interval.isPresent()
            ? String.format(
                Locale.ROOT,
                "Best on average over %s is %s: validation score %s (standard deviation %s over %d seeds; Student's 95 %% interval %s).",
                over,
                standing.label(best),
                mean,
                InlineText.score(deviation.getAsDouble()),
                averages.length,
                InlineText.ends(interval.get()))
            : String.format(
                Locale.ROOT,
                "Best on average over %s is %s: validation score %s with a single seed, so nothing is known of its spread.",
                over,
                standing.label(best),
                mean));
    pairwise.ofTheBest().ifPresent(pair -> points.add(second(standing, pair, pairwise)));
    if (averages.length > 1 && averages.length < FEW_SEEDS) {
      points.add(few(averages.length));
    }
    return points;
  }

  private static String second(SelectedScores standing, Pairwise.Pair pair, Pairwise all) {
    if (Math.abs(pair.difference()) <= SelectedScores.ROUNDING) {
      return String.format(
          Locale.ROOT, "%s has the same average: neither is ahead.", standing.label(pair.second()));
    }
    String lead =
        String.format(
            Locale.ROOT,
            "It leads the second, %s, by %s.",
            standing.label(pair.second()),
            InlineText.score(pair.difference()));
    if (pair.overSeeds().isEmpty()) {
      return lead + " Whether they differ cannot be tested: " + untested(pair.test());
    }
    double p = pair.overSeeds().getAsDouble();
    StringBuilder text = new StringBuilder(lead);
    double common = pair.test().difference().orElse(pair.difference());
    if (common < -SelectedScores.ROUNDING) {
      text.append(
          " Over the seeds that both have, the second leads by "
              + InlineText.score(-common)
              + (p <= ALPHA ? ", more than their noise" : "; they do not show that they differ"));
    } else {
      text.append(
          p <= ALPHA
              ? " On these tasks the difference is more than the seeds' noise"
              : " The seeds do not show that they differ");
    }
    text.append(
        String.format(
            Locale.ROOT,
            " (%s, %s by Holm's correction for %s)",
            pair.test().name(),
            InlineText.p(p),
            InlineText.count(all.pairs().size(), "pair", "pairs")));
    if (p > ALPHA) {
      text.append("; seeds to separate them: ").append(pair.test().neededWords());
    }
    text.append('.');
    if (pair.overTasks().isPresent()) {
      text.append(
          String.format(
              Locale.ROOT,
              " Over tasks, Wilcoxon's test gives %s by the same correction; with so few tasks its smallest possible value is %s.",
              InlineText.p(pair.overTasks().getAsDouble()),
              InlineText.number(pair.smallest().orElseThrow())));
    }
    return text.toString();
  }

  private static String untested(SeedTest test) {
    if (!test.paired()) {
      return "no seed is common to both, and Welch's test takes two seeds each and a spread.";
    }
    return test.pairs() < 2
        ? "a single seed is common to both, and the paired test takes two."
        : "the difference is the same for each of the "
            + test.pairs()
            + " common seeds, so there is no spread to hold it against.";
  }

  /** The 95 % interval of a normal deviation from n values, as factors of the one seen. */
  private static String few(int n) {
    ChiSquaredDistribution chi = new ChiSquaredDistribution(null, n - 1.0);
    double low = Math.sqrt((n - 1) / chi.inverseCumulativeProbability((1 + LEVEL) / 2));
    double high = Math.sqrt((n - 1) / chi.inverseCumulativeProbability((1 - LEVEL) / 2));
    return String.format(
        Locale.ROOT,
        "With %d seeds the spread is hardly known: the true standard deviation may well be between %.1f"
            + " and %.1f times the one seen. Read small differences as undecided.",
        n,
        low,
        high);
  }

  private List<String> dropout(Group group) {
    Map<String, List<Map<String, Object>>> byMethod =
        group.among(facts.rows(ResultView.DROPOUT_EFFECT)).stream()
            .filter(row -> ((Number) row.get("n_pairs")).longValue() > 0)
            .collect(
                Collectors.groupingBy(
                    row -> row.get("method").toString(), TreeMap::new, Collectors.toList()));
    List<String> points = new ArrayList<>();
    byMethod.forEach(
        (method, rows) -> {
          double[] effects =
              rows.stream()
                  .mapToDouble(row -> ((Number) row.get("mean_effect")).doubleValue())
                  .filter(Double::isFinite)
                  .sorted()
                  .toArray();
          if (effects.length > 0) {
            points.add(
                String.format(
                    Locale.ROOT,
                    "Dropout in the frozen backbone, %s: with it the validation score changes by %s on average over %s (from %s to %s); %d of %d pairs of equal seed are better with it, %d worse.",
                    method,
                    InlineText.signed(Means.mean(effects)),
                    InlineText.count(effects.length, "setting", "settings"),
                    InlineText.signed(effects[0]),
                    InlineText.signed(effects[effects.length - 1]),
                    sum(rows, "n_better"),
                    sum(rows, "n_pairs"),
                    sum(rows, "n_worse")));
          }
        });
    return points;
  }

  private static long sum(List<Map<String, Object>> rows, String column) {
    return rows.stream().mapToLong(row -> ((Number) row.get(column)).longValue()).sum();
  }

  private List<String> papers() {
    if (comparisons.isEmpty()) {
      return List.of("Nothing was compared with a paper's numbers in this report.");
    }
    return comparisons.stream()
        .map(
            comparison ->
                String.format(
                    Locale.ROOT,
                    "%s: of %s, %s.",
                    comparison.table().id(),
                    InlineText.count(
                        comparison.lines().size(), "printed number", "printed numbers"),
                    PapersSection.counts(comparison)))
        .toList();
  }
}
