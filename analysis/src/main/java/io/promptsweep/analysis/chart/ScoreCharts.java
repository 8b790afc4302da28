package io.promptsweep.analysis.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Charts of one dot a setting. */
final class ScoreCharts {
  private static final Dot.Columns SCORE = new Dot.Columns("mean_score", "std_score", "n_seeds");
  private static final Dot.Columns EFFECT = new Dot.Columns("mean_effect", "std_effect", "n_pairs");

  private ScoreCharts() {}

  static Optional<Chart> leaderboard(List<ViewRow> rows) {
    SettingNames names = SettingNames.among(rows);
    List<Dot> dots = new ArrayList<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (ViewRow row : rows) {
      Dot.of(row, names, SCORE)
          .ifPresent(
              dot -> {
                Map<String, Object> values = dot.values();
                values.put("metric", row.text("score_name"));
                values.put("rate", Numbers.rounded(row.number("learning_rate")));
                values.put("lost", lost(row));
                dots.add(dot);
                data.add(values);
              });
    }
    return new ChartTemplate("leaderboard", "Best score by task")
        .with(
            "settings",
            data,
            "Mean validation score of each method by task, with one standard deviation over seeds: "
                + LeadSentence.highestByTask(dots)
                + ".");
  }

  private static long lost(ViewRow row) {
    return row.count("n_failed") + row.count("n_stopped") + row.count("n_unscored");
  }

  static Optional<Chart> summary(List<ViewRow> rows) {
    SettingNames names = SettingNames.among(rows);
    List<Dot> dots = new ArrayList<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (ViewRow row : rows) {
      Dot.of(row, names, SCORE)
          .ifPresent(
              dot -> {
                Map<String, Object> values = dot.values();
                values.put("tasks", row.count("n_tasks"));
                values.put("lost", row.count("n_incomplete_seeds"));
                dots.add(dot);
                data.add(values);
              });
    }
    if (dots.isEmpty()) {
      return Optional.empty();
    }
    return new ChartTemplate("summary", "Mean score over tasks")
        .with(
            "settings",
            data,
            "Mean over tasks of each method's validation score, with one standard deviation over seeds: "
                + LeadSentence.highest(dots)
                + ".");
  }

  static Optional<Chart> efficiency(List<ViewRow> rows) {
    SettingNames names = SettingNames.among(rows);
    List<Dot> dots = new ArrayList<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (ViewRow row : rows) {
      OptionalDouble parameters = row.number("trainable_parameters");
      if (parameters.isEmpty() || parameters.getAsDouble() <= 0) {
        continue;
      }
      Dot.of(row, names, SCORE)
          .ifPresent(
              dot -> {
                Map<String, Object> values = dot.values();
                values.put("parameters", parameters.getAsDouble());
                values.put("hours", Numbers.rounded(row.number("hours")));
                values.put("seconds", Numbers.rounded(row.number("mean_cell_seconds")));
                values.put("cells", row.count("n_cells"));
                values.put("tasks", row.count("n_tasks"));
                dots.add(dot);
                data.add(values);
              });
    }
    if (dots.isEmpty()) {
      return Optional.empty();
    }
    return new ChartTemplate("efficiency", "Score against trained parameters")
        .with(
            "settings",
            data,
            "Mean score over tasks against the number of trained parameters, on a logarithmic axis: "
                + LeadSentence.highest(dots)
                + ".");
  }

  static Optional<Chart> dropoutEffect(List<ViewRow> rows) {
    SettingNames names = SettingNames.among(rows);
    List<Dot> dots = new ArrayList<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (ViewRow row : rows) {
      Dot.of(row, names, EFFECT)
          .ifPresent(
              dot -> {
                Map<String, Object> values = dot.values();
                values.put("side", side(dot.mean()));
                values.put("seeds", row.count("n_better") + " / " + row.count("n_worse"));
                values.put("metric", row.text("score_name"));
                dots.add(dot);
                data.add(values);
              });
    }
    if (dots.isEmpty()) {
      return Optional.empty();
    }
    return new ChartTemplate("dropout-effect", "What dropout changes")
        .with("settings", data, effectAlt(dots));
  }

  private static String side(double effect) {
    return effect > 0 ? "better" : effect < 0 ? "worse" : "equal";
  }

  private static String effectAlt(List<Dot> dots) {
    Dot low = dots.get(0);
    Dot high = dots.get(0);
    for (Dot dot : dots) {
      low = dot.mean() < low.mean() ? dot : low;
      high = dot.mean() > high.mean() ? dot : high;
    }
    String words =
        "Mean change of the validation score with dropout in the frozen backbone, seed by seed, by"
            + String.format(
                Locale.ROOT,
                " method and task: %d of %d are better with it; ",
                dots.stream().filter(dot -> dot.mean() > 0).count(),
                dots.size());
    return dots.size() == 1
        ? words
            + String.format(
                Locale.ROOT, "%s on %s changes by %s.", low.setting(), low.task(), low.shown())
        : words
            + String.format(
                Locale.ROOT,
                "from %s (%s on %s) to %s (%s on %s).",
                low.shown(),
                low.setting(),
                low.task(),
                high.shown(),
                high.setting(),
                high.task());
  }
}
