package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.chart.Charts;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.comparison.Difference;
import io.promptsweep.analysis.comparison.Verdict;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.InlineText;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.SweepFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sweep beside printed tables of papers. */
final class PapersSection {
  private static final int DIFFERENCES_SHOWN = 25;

  private PapersSection() {}

  static Section section(List<Comparison> comparisons, SweepFacts sweep) {
    List<Block> blocks = new ArrayList<>();
    if (comparisons.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "No paper prints a number for a method and task that have a score here. promptsweep report "
                  + ShellWord.of(sweep.folder())
                  + " --against TABLE shows a table all the same."));
    } else {
      blocks.add(
          new Block.Paragraph(
              "A printed number is reproduced if ours differs from it by no more than the noise of both;"
                  + " it is not comparable where the protocols differ, whatever the numbers. Numbers that"
                  + " are doubtful in the paper itself are shown and not counted."));
    }
    for (Comparison comparison : comparisons) {
      blocks.addAll(blocks(comparison));
    }
    return new Section("papers", "The papers' numbers", blocks);
  }

  private static List<Block> blocks(Comparison comparison) {
    String name =
        "paper-"
            + comparison
                .table()
                .id()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(name + "-heading", comparison.table().id()));
    blocks.add(
        new Block.Paragraph(
            String.format(
                Locale.ROOT,
                "%s (%s, arXiv %s): %s.",
                comparison.table().title(),
                comparison.table().paper(),
                comparison.table().arxiv(),
                counts(comparison))));
    comparison.selectionWarning().map(Block.Paragraph::new).ifPresent(blocks::add);
    Map<String, Long> differences =
        comparison.lines().stream()
            .flatMap(line -> line.differences().stream().map(Difference::words).distinct())
            .collect(Collectors.groupingBy(words -> words, TreeMap::new, Collectors.counting()));
    if (!differences.isEmpty()) {
      blocks.add(new Block.Paragraph("Where our protocol departs from the paper's:"));
      List<String> items =
          differences.entrySet().stream()
              .map(
                  e ->
                      e.getKey() + " (" + InlineText.count(e.getValue(), "number", "numbers") + ")")
              .toList();
      List<String> shown =
          new ArrayList<>(items.subList(0, Math.min(DIFFERENCES_SHOWN, items.size())));
      if (items.size() > shown.size()) {
        shown.add((items.size() - shown.size()) + " more");
      }
      blocks.add(new Block.Bullets(shown));
    }
    // Numbers that there are ours for first; the paper's order otherwise.
    List<Map<String, Object>> rows =
        comparison.rows().stream()
            .sorted(Comparator.comparing((Map<String, Object> row) -> row.get("mean") == null))
            .toList();
    blocks.addAll(Figures.figure(name + "-chart", Charts.paperComparison(rows), name));
    blocks.add(table(name, comparison, rows));
    return blocks;
  }

  /** {@code 3 reproduced, 2 missing}; doubtful numbers are not counted. */
  static String counts(Comparison comparison) {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (comparison.count(verdict) > 0) {
        parts.add(comparison.count(verdict) + " " + verdict.words());
      }
    }
    long doubtful =
        comparison.lines().stream().filter(line -> line.printed().doubtful().isPresent()).count();
    if (doubtful > 0) {
      parts.add(doubtful + " doubtful in the paper itself");
    }
    return parts.isEmpty() ? "no number" : InlineText.list(parts, parts.size());
  }

  private static Table table(String name, Comparison comparison, List<Map<String, Object>> rows) {
    List<Column> columns =
        List.of(
            Column.text("backbone"),
            Column.text("method"),
            Column.text("dropout"),
            Column.text("task"),
            Column.text("metric"),
            Column.score("printed"),
            Column.score("printed std"),
            Column.score("ours"),
            Column.score("std"),
            Column.count("seeds"),
            Column.score("95 % low"),
            Column.score("95 % high"),
            Column.text("split"),
            Column.text("verdict"),
            Column.text("because"),
            Column.text("doubtful"));
    List<String> keys =
        List.of(
            "backbone",
            "method",
            "dropout",
            "task",
            "metric",
            "printed",
            "printed_std",
            "mean",
            "std",
            "n_seeds",
            "low",
            "high",
            "split",
            "verdict",
            "because",
            "doubtful");
    return new Table(
        name,
        "Printed numbers of "
            + comparison.table().id()
            + " and ours, both in our scale; mean, sample standard deviation and Student's 95 % interval"
            + " over seeds.",
        columns,
        rows.stream().map(row -> Arrays.asList(keys.stream().map(row::get).toArray())).toList());
  }
}
