package io.promptsweep.notebooks;

import io.promptsweep.analysis.MadeUp;
import io.promptsweep.analysis.ResultViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How complete a sweep is.
 *
 * @param expected cells that it is to have, where that is known
 * @param cells with a result
 * @param failed of them
 * @param stopped of them
 * @param unscored of them: {@code DONE} without a score that is a number
 * @param settings rows of the leaderboard
 * @param singleSeeds of them, with one seed
 * @param incompleteSeeds seeds that the summary leaves out
 */
record SweepState(
    OptionalInt expected,
    long cells,
    long failed,
    long stopped,
    long unscored,
    long settings,
    long singleSeeds,
    long incompleteSeeds,
    boolean madeUp) {
  static SweepState of(ResultViews views, OptionalInt expected) {
    Map<String, Object> cells =
        views
            .rows(
                "SELECT sum(n_seeds + n_failed + n_stopped + n_unscored) AS cells,"
                    + " sum(n_failed) AS failed, sum(n_stopped) AS stopped,"
                    + " sum(n_unscored) AS unscored FROM learning_rate_sensitivity")
            .get(0);
    Map<String, Object> leaders =
        views
            .rows("SELECT count(*) AS settings, count_if(n_seeds = 1) AS single FROM leaderboard")
            .get(0);
    Map<String, Object> summary =
        views.rows("SELECT sum(n_incomplete_seeds) AS incomplete FROM summary").get(0);
    return new SweepState(
        expected,
        number(cells.get("cells")),
        number(cells.get("failed")),
        number(cells.get("stopped")),
        number(cells.get("unscored")),
        number(leaders.get("settings")),
        number(leaders.get("single")),
        number(summary.get("incomplete")),
        MadeUp.isIn(views));
  }

  /** A sum over no rows is NULL. */
  private static long number(Object value) {
    return value == null ? 0 : ((Number) value).longValue();
  }

  /** What a reader should know before the numbers, one sentence each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (madeUp) {
      warnings.add(
          "These are no results: nothing was trained, and promptsweep bench-scheduler made up every"
              + " number.");
    }
    if (cells == 0) {
      warnings.add("The sweep has no result yet; every table below is empty.");
    }
    if (expected.isPresent() && cells < expected.getAsInt()) {
      warnings.add(
          said(
              "The sweep is unfinished: %d of %d cells have a result.",
              cells, expected.getAsInt()));
    }
    add(warnings, failed, "FAILED: %d of %d cells, in no mean; `failures` has the causes.");
    add(warnings, stopped, "STOPPED before their end: %d of %d cells, in no mean.");
    add(warnings, unscored, "DONE without a score that is a number: %d of %d cells, in no mean.");
    if (singleSeeds > 0) {
      warnings.add(
          said(
              "%d of %d settings in `leaderboard` have one seed, which says nothing about their"
                  + " spread.",
              singleSeeds, settings));
    }
    if (incompleteSeeds > 0) {
      warnings.add(
          said(
              "`summary` leaves out %d times a method's seed that lacks a score on some task.",
              incompleteSeeds));
    }
    return warnings;
  }

  private void add(List<String> warnings, long count, String sentence) {
    if (count > 0) {
      warnings.add(said(sentence, count, cells));
    }
  }

  private static String said(String sentence, Object... numbers) {
    return String.format(Locale.ROOT, sentence, numbers);
  }
}
