package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.MadeUp;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.report.document.InlineText;
import io.promptsweep.analysis.report.facts.Group;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import io.promptsweep.analysis.report.ranking.SelectedScores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a reader must know before any number. */
final class Warnings {
  private static final int EXAMPLES = 3;

  private final ReportFacts facts;
  private final SweepFacts sweep;
  private final List<SelectedScores> standings;
  private final List<String> warnings = new ArrayList<>();

  private Warnings(ReportFacts facts, SweepFacts sweep, List<SelectedScores> standings) {
    this.facts = facts;
    this.sweep = sweep;
    this.standings = standings;
  }

  static List<String> of(ReportFacts facts, SweepFacts sweep, List<SelectedScores> standings) {
    Warnings all = new Warnings(facts, sweep, standings);
    all.madeUp();
    all.toyWorld();
    all.unfinished();
    all.unsuccessful();
    all.groups();
    all.seeds();
    all.tasks();
    all.health();
    all.versions();
    return List.copyOf(all.warnings);
  }

  private void madeUp() {
    if (facts.groups().stream().map(Group::protocol).anyMatch(MadeUp.PROTOCOL::equals)) {
      warnings.add(
          "These are no results: nothing was trained, and promptsweep bench-scheduler made up every"
              + " number.");
    }
  }

  private void toyWorld() {
    if (sweep.toyWorld()) {
      warnings.add(
          "This is a toy world: made-up sentences or a backbone that was trained on nothing else."
              + " Its numbers show what a sweep can tell apart, and are no evidence about the"
              + " methods or their papers.");
    }
  }

  private void unfinished() {
    long cells = facts.count("n_cells");
    if (cells == 0) {
      warnings.add("No cell has finished yet: there are no scores in this folder.");
    }
    if (sweep.writing()) {
      warnings.add(
          "A run was writing the folder while this report was made; it shows the cells that had"
              + " finished then.");
    }
    if (sweep.plannedCells().isPresent() && cells < sweep.plannedCells().getAsInt()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "The sweep is not finished: %d of %d planned cells have a result. What is missing is"
                  + " in no number below.",
              cells,
              sweep.plannedCells().getAsInt()));
    }
    if (!facts.lostCells().isEmpty()) {
      warnings.add(
          InlineText.count(facts.lostCells().size(), "cell was", "cells were")
              + " tried and lost without a result ("
              + InlineText.list(facts.lostCells(), EXAMPLES)
              + "); the same run command tries again.");
    }
  }

  private void unsuccessful() {
    List<String> kinds = new ArrayList<>();
    add(kinds, "n_failed", "FAILED");
    add(kinds, "n_stopped", "STOPPED");
    add(kinds, "n_unscored", "DONE without a score that is a number");
    if (!kinds.isEmpty()) {
      warnings.add(
          "Of "
              + InlineText.count(facts.count("n_cells"), "cell", "cells")
              + ", "
              + InlineText.list(kinds, kinds.size())
              + ". They are in no mean; the section on failures lists them.");
    }
  }

  private void add(List<String> kinds, String column, String status) {
    long n = facts.count(column);
    if (n > 0) {
      kinds.add(n + (n == 1 ? " is " : " are ") + status);
    }
  }

  private void groups() {
    List<Group> groups = facts.groups();
    if (groups.size() < 2) {
      return;
    }
    List<String> parts = new ArrayList<>();
    differing(parts, groups.stream().map(Group::sweepId).distinct().count(), "sweeps");
    differing(parts, groups.stream().map(Group::backbone).distinct().count(), "backbones");
    differing(parts, groups.stream().map(Group::precision).distinct().count(), "precisions");
    differing(parts, groups.stream().map(Group::protocol).distinct().count(), "protocols");
    warnings.add(
        "The folder mixes "
            + InlineText.list(parts, parts.size())
            + ". Nothing is averaged or compared across them: each combination has leaderboards of"
            + " its own.");
  }

  private static void differing(List<String> parts, long n, String what) {
    if (n > 1) {
      parts.add(n + " " + what);
    }
  }

  private void seeds() {
    List<Map<String, Object>> settings = facts.rows(ResultView.LEARNING_RATE_SENSITIVITY);
    Map<Group, Long> most =
        settings.stream()
            .collect(Collectors.toMap(Group::of, Warnings::scored, Math::max, HashMap::new));
    List<String> fewer =
        settings.stream()
            .filter(row -> scored(row) < most.get(Group.of(row)))
            .map(row -> setting(row) + " has " + scored(row) + " of " + most.get(Group.of(row)))
            .toList();
    if (!fewer.isEmpty()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Seeds are missing: %d of %s fewer seeds with a score than others (%s). Means of"
                  + " unequal numbers of seeds stand beside each other; a learning rate ranks behind"
                  + " one of its setting that has more of them.",
              fewer.size(),
              InlineText.count(settings.size(), "setting has", "settings have"),
              InlineText.list(fewer, EXAMPLES)));
    }
    passedOver();
    if (most.values().stream().anyMatch(n -> n == 1)) {
      warnings.add(
          "There is a single seed"
              + (most.values().stream().allMatch(n -> n == 1) ? "" : " in a part of the results")
              + ": no spread, no interval and no test. A difference may be the seed's.");
    }
  }

  private void passedOver() {
    List<String> passed =
        facts.rows(ResultView.LEADERBOARD).stream()
            .filter(row -> ((Number) row.get("n_passed_over")).longValue() > 0)
            .map(row -> row.get("method") + " on " + row.get("task"))
            .toList();
    if (!passed.isEmpty()) {
      warnings.add(
          "A learning rate with a higher mean was passed over, because fewer of its seeds have a score, "
              + "for "
              + InlineText.count(passed.size(), "setting", "settings")
              + " ("
              + InlineText.list(passed, EXAMPLES)
              + "); table by-task has the numbers.");
    }
  }

  private static long scored(Map<String, Object> row) {
    return ((Number) row.get("n_seeds")).longValue();
  }

  private static String setting(Map<String, Object> row) {
    return String.format(
        Locale.ROOT,
        "%s on %s, learning rate %s, dropout %s",
        row.get("method"),
        row.get("task"),
        InlineText.number(((Number) row.get("learning_rate")).doubleValue()),
        Boolean.TRUE.equals(row.get("dropout")) ? "on" : "off");
  }

  private void tasks() {
    for (SelectedScores standing : standings) {
      List<String> unranked =
          standing.unranked().stream()
              .map(
                  c ->
                      standing.label(c)
                          + " (tried on "
                          + standing.tried(c)
                          + " of "
                          + InlineText.count(standing.tasks().size(), "task", "tasks")
                          + ")")
              .toList();
      if (!unranked.isEmpty()) {
        warnings.add(
            "No average over tasks for "
                + InlineText.list(unranked, EXAMPLES)
                + ": no seed has a score on every task. They stand at the end, without a place.");
      }
      int left = standing.contenders().stream().mapToInt(standing::incompleteSeeds).sum();
      if (left > 0 && !standing.ranked().isEmpty()) {
        warnings.add(
            InlineText.count(left, "seed of a method is", "seeds of methods are")
                + " left out of averages over tasks, for want of a score on every task; means by"
                + " task have them.");
      }
    }
    if (!facts.selectedOnReported().isEmpty()) {
      warnings.add(
          "Selection and report use the same examples (task.split = whole-validation) on "
              + InlineText.list(facts.selectedOnReported(), 16)
              + ": the scores there are too high, test scores repeat the best validation scores, and"
              + " they are comparable with none but those of papers that did the same.");
    }
    if (!facts.mixedData().isEmpty()) {
      warnings.add(
          "Data or backbone changed between cells that belong together, on "
              + InlineText.list(facts.mixedData(), EXAMPLES)
              + ": means there are over different data. The digests stand under provenance.");
    }
  }

  private void health() {
    Map<String, Long> found =
        facts.cells().stream()
            .filter(cell -> cell.score().isPresent())
            .map(cell -> cell.row().get("health"))
            .filter(Objects::nonNull)
            .map(Object::toString)
            .filter(health -> !health.equals("ok"))
            .collect(Collectors.groupingBy(health -> health, TreeMap::new, Collectors.counting()));
    if (!found.isEmpty()) {
      warnings.add(
          "Training went wrong in the eyes of the health check, and the scores are in the means all"
              + " the same: "
              + InlineText.list(
                  found.entrySet().stream()
                      .map(e -> InlineText.count(e.getValue(), "cell", "cells") + " " + e.getKey())
                      .toList(),
                  found.size())
              + ".");
    }
  }

  private void versions() {
    List<String> codes =
        facts.starts().stream()
            .map(
                row ->
                    row.get("promptsweep_version")
                        + (row.get("git_commit") == null
                            ? ""
                            : " at commit " + row.get("git_commit"))
                        + (row.get("git_dirty_diff") == null ? "" : " with changes"))
            .distinct()
            .toList();
    if (codes.size() > 1) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "The folder was written by %d versions of the program: %s.",
              codes.size(),
              InlineText.list(codes, EXAMPLES)));
    }
  }
}
