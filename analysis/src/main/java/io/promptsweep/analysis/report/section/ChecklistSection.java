package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.InlineText;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.CellFact;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The items of two reproducibility checklists that concern experiments, in our words, each with
 * what the tables know. Read: the responsible-research checklist of ACL Rolling Review, sections on
 * artifacts and computational experiments, and the NeurIPS paper checklist, items on experimental
 * results, settings, statistical significance, compute and assets.
 */
final class ChecklistSection {
  private static final String ACL = "ACL";
  private static final String NEURIPS = "NeurIPS";
  private static final String BOTH = "ACL, NeurIPS";
  private static final String UNKNOWN = "Not known to the tables; yours to answer.";

  private final ReportFacts facts;
  private final List<List<Object>> rows = new ArrayList<>();

  private ChecklistSection(ReportFacts facts) {
    this.facts = facts;
  }

  static Section section(ReportFacts facts, SweepFacts sweep) {
    ChecklistSection all = new ChecklistSection(facts);
    all.results();
    all.search();
    all.compute();
    all.data();
    all.code(sweep);
    return new Section(
        "checklists",
        "Reproducibility checklists",
        List.of(
            new Block.Paragraph(
                "What two checklists ask about experiments, in our words, with the answers that are in"
                    + " the tables. The other items, and those marked so, are the author's."),
            new Table(
                "checklists",
                "Answers from the tables of this sweep.",
                List.of(Column.text("asked"), Column.text("by"), Column.text("answer")),
                all.rows)));
  }

  private void ask(String item, String by, String answer) {
    rows.add(Arrays.asList(item, by, answer.isEmpty() ? UNKNOWN : answer));
  }

  private void results() {
    List<Long> seeds =
        facts.rows(ResultView.LEADERBOARD).stream()
            .map(row -> ((Number) row.get("n_seeds")).longValue())
            .filter(n -> n > 0)
            .sorted()
            .toList();
    String runs = "";
    if (!seeds.isEmpty()) {
      long fewest = seeds.get(0);
      long most = seeds.get(seeds.size() - 1);
      runs =
          (fewest == most
                  ? InlineText.count(most, "run", "runs")
                  : fewest + " to " + most + " runs")
              + " (seeds) behind each mean.";
    }
    ask("How many runs stand behind each result?", BOTH, runs);
    ask(
        "Are results given with their spread, and is it said over what?",
        BOTH,
        seeds.isEmpty() || seeds.get(seeds.size() - 1) < 2
            ? "No: no setting has two seeds with a score, so there is no spread."
            : "Sample standard deviation, Student's 95 % interval and a stratified bootstrap over seeds,"
                + " which vary initial values and order of data; tables over-tasks and by-task.");
    ask(
        "Which tests back claims of difference?",
        NEURIPS,
        "The paired t test over common seeds (Welch's where there is none) and Wilcoxon's over tasks"
            + " with Holm's correction, Friedman's test with Nemenyi's, where there are enough seeds and"
            + " tasks for them; tables pairs and ranks.");
    ask("Which metric is a score?", ACL, byTask("score_name"));
    long tested = facts.count("n_tested");
    ask(
        "Is there a validation score for each test score?",
        ACL,
        facts.count("n_cells") == 0
            ? ""
            : tested == 0
                ? "There are no test scores; every score is of the validation split."
                : "Yes: table cells has both for each of "
                    + InlineText.count(tested, "tested cell", "tested cells")
                    + ".");
    ask(
        "Are failed runs reported?",
        NEURIPS,
        facts.count("n_cells") == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "%d FAILED, %d STOPPED, %d without a score, %d lost; the section on failures.",
                facts.count("n_failed"),
                facts.count("n_stopped"),
                facts.count("n_unscored"),
                facts.lostCells().size()));
  }

  private void search() {
    Map<String, TreeSet<Double>> rates = new TreeMap<>();
    for (CellFact cell : facts.cells()) {
      rates
          .computeIfAbsent(cell.contender().method(), m -> new TreeSet<>())
          .add(cell.learningRate());
    }
    ask(
        "Which hyper-parameters were searched, and over which values?",
        BOTH,
        rates.isEmpty()
            ? ""
            : "Learning rates: "
                + rates.entrySet().stream()
                    .map(
                        e ->
                            e.getKey()
                                + " "
                                + InlineText.list(
                                    e.getValue().stream().map(InlineText::number).toList(), 12))
                    .collect(Collectors.joining("; "))
                + ". Further axes, where there are any, stand with each setting.");
    ask(
        "How were they chosen, and what was chosen?",
        BOTH,
        rates.isEmpty()
            ? ""
            : "By the highest mean validation score over seeds, for each task and method apart, among the"
                + " values that have the most seeds with a score; the test score had no part in it. Table"
                + " by-task has the chosen values. Everything else is in"
                + " the resolved configuration under provenance.");
    ask("How many tries went into the search?", ACL, rates.isEmpty() ? "" : tries());
    String seeds =
        InlineText.list(
            facts.cells().stream()
                .map(CellFact::seed)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .toList(),
            40);
    ask("Which seeds?", BOTH, seeds);
  }

  private String tries() {
    return InlineText.count(facts.count("n_cells"), "cell", "cells")
        + "; table expected-best shows what fewer tries would have brought.";
  }

  private void compute() {
    ask(
        "How much compute was used in all?",
        BOTH,
        facts.count("n_cells") == 0
            ? ""
            : InlineText.number(((Number) facts.counts().get("hours")).doubleValue())
                + " hours of cells, those without success too; lost tries not counted. Cells that trained"
                + " at once on one device each count their own time. Trials before this sweep: "
                + UNKNOWN.toLowerCase(Locale.ROOT));
    ask("How long did a run take?", BOTH, facts.cells().isEmpty() ? "" : "Table efficiency.");
    ask(
        "On which hardware?",
        BOTH,
        distinct(
            row ->
                row.get("cores")
                    + " cores of "
                    + row.get("cpu")
                    + (row.get("gpu") == null ? ", no GPU" : ", " + row.get("gpu"))
                    + " (driver)"));
    ask(
        "How many parameters?",
        ACL,
        facts.cells().isEmpty()
            ? ""
            : "Trained: "
                + trained()
                + ". Of the frozen backbone "
                + facts.cells().stream()
                    .map(cell -> cell.group().backbone())
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "))
                + ": "
                + UNKNOWN.toLowerCase(Locale.ROOT));
  }

  private String trained() {
    Map<String, TreeSet<Long>> sizes = new TreeMap<>();
    for (Map<String, Object> row : facts.rows(ResultView.EFFICIENCY)) {
      if (row.get("trainable_parameters") instanceof Number n) {
        sizes
            .computeIfAbsent(row.get("method").toString(), m -> new TreeSet<>())
            .add(n.longValue());
      }
    }
    return sizes.isEmpty()
        ? "not known"
        : sizes.entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + " "
                        + (e.getValue().size() == 1
                            ? e.getValue().first().toString()
                            : e.getValue().first() + " to " + e.getValue().last()))
            .collect(Collectors.joining(", "));
  }

  private void data() {
    String sizes =
        facts.data().stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%s %s / %s / %s",
                        row.get("task"),
                        row.get("train_examples"),
                        row.get("validation_examples"),
                        row.get("test_examples")))
            .distinct()
            .collect(Collectors.joining("; "));
    ask(
        "Which splits, and of which size?",
        BOTH,
        sizes.isEmpty()
            ? ""
            : "Training / validation / test examples: "
                + sizes
                + ". How splits were made is in the configuration (task.split).");
    ask(
        "What was left out or changed in the data?",
        ACL,
        facts.data().isEmpty()
            ? ""
            : facts.count("truncated_inputs")
                + " inputs, summed over cells, were cut to the longest allowed length; templates and"
                + " limits are in the configuration; the data's digests stand under provenance.");
    ask("Where do data and backbone come from, and under which licences?", BOTH, "");
  }

  private void code(SweepFacts sweep) {
    ask(
        "Which version of the code?",
        BOTH,
        distinct(
            row ->
                "Promptsweep "
                    + row.get("promptsweep_version")
                    + (row.get("git_commit") == null
                        ? ", commit not known"
                        : ", commit "
                            + row.get("git_commit")
                            + (row.get("git_dirty_diff") == null
                                ? ""
                                : " with changes that stand under provenance"))));
    ask(
        "Which versions of the libraries?",
        BOTH,
        distinct(
            row ->
                String.format(
                    Locale.ROOT,
                    "Java %s, Spark %s, DJL %s, PyTorch %s",
                    row.get("java_version"),
                    row.get("spark_version"),
                    row.get("djl_version"),
                    row.get("pytorch_version"))));
    ask(
        "With which command can it be repeated?",
        NEURIPS,
        distinct(row -> String.valueOf(row.get("command_line")))
            + (facts.cells().isEmpty()
                ? ""
                : " One cell alone: promptsweep replay "
                    + ShellWord.of(sweep.folder())
                    + " CELL, table cells."));
    ask("Is the code public, and where?", BOTH, "");
  }

  private String distinct(Function<Map<String, Object>, String> words) {
    String all = InlineText.list(facts.starts().stream().map(words).distinct().toList(), 5);
    return all.isEmpty() ? "" : all + ".";
  }

  private String byTask(String column) {
    String all =
        facts.data().stream()
            .map(row -> row.get("task") + ": " + row.get(column))
            .distinct()
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? "" : all + ".";
  }
}
