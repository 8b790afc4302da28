package io.promptsweep.analysis.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Charts of how training was done and how it went. */
final class TrainingCharts {
  private static final Dot.Columns SCORE = new Dot.Columns("mean_score", "std_score", "n_seeds");
  private static final Dot.Columns STEPS =
      new Dot.Columns("mean_near_step", "std_near_step", "n_seeds");

  private TrainingCharts() {}

  static Optional<Chart> learningRates(List<ViewRow> rows) {
    SettingNames names = SettingNames.among(rows);
    List<Dot> dots = new ArrayList<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (ViewRow row : rows) {
      OptionalDouble rate = row.number("learning_rate");
      if (rate.isEmpty() || rate.getAsDouble() <= 0) {
        continue;
      }
      Dot.of(row, names, SCORE)
          .ifPresent(
              dot -> {
                Map<String, Object> values = dot.values();
                values.put("rate", Numbers.rounded(rate.getAsDouble()));
                values.put("metric", row.text("score_name"));
                values.put(
                    "lost",
                    row.count("n_failed") + row.count("n_stopped") + row.count("n_unscored"));
                dots.add(
                    new Dot(
                        dot.setting() + " at " + Numbers.shortest(rate.getAsDouble()),
                        dot.task(),
                        dot.dropout(),
                        dot.mean(),
                        dot.std(),
                        dot.n()));
                data.add(values);
              });
    }
    return new ChartTemplate("learning-rates", "Score by learning rate")
        .with(
            "rates",
            data,
            "Mean validation score of each method against the learning rate, on a logarithmic axis, with"
                + " one standard deviation over seeds: "
                + LeadSentence.highestByTask(dots)
                + ".");
  }

  static Optional<Chart> convergence(List<ViewRow> rows) {
    SettingNames names = SettingNames.among(rows);
    List<Dot> dots = new ArrayList<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (ViewRow row : rows) {
      Dot.of(row, names, STEPS)
          .ifPresent(
              dot -> {
                Map<String, Object> values = dot.values();
                values.put("seconds", Numbers.rounded(row.number("mean_near_seconds")));
                values.put("rate", Numbers.rounded(row.number("learning_rate")));
                dots.add(dot);
                data.add(values);
              });
    }
    if (dots.isEmpty()) {
      return Optional.empty();
    }
    Dot fastest = dots.stream().min(Comparator.comparingDouble(Dot::mean)).orElseThrow();
    Dot slowest = dots.stream().max(Comparator.comparingDouble(Dot::mean)).orElseThrow();
    return new ChartTemplate("convergence", "Steps until near the best")
        .with(
            "settings",
            data,
            "Steps of training until a cell first had 95 % of its best score, by method and task: from"
                + String.format(
                    Locale.ROOT,
                    " %s (%s on %s) to %s (%s on %s).",
                    fastest.shown(),
                    fastest.who(),
                    fastest.task(),
                    slowest.shown(),
                    slowest.who(),
                    slowest.task()));
  }

  static Optional<Chart> expectedBest(List<ViewRow> rows) {
    List<Map<String, Object>> data = new ArrayList<>();
    SettingNames names = SettingNames.among(rows);
    ViewRow best = null;
    for (ViewRow row : rows) {
      OptionalDouble tries = row.number("tries");
      OptionalDouble score = row.number("score");
      if (tries.isEmpty() || score.isEmpty()) {
        continue;
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("setting", names.of(row));
      values.put("dropout", row.dropout());
      values.put("tries", row.count("tries"));
      values.put("score", Numbers.rounded(score.getAsDouble()));
      data.add(values);
      if (best == null
          || score.getAsDouble() > best.number("score").orElse(Double.NEGATIVE_INFINITY)) {
        best = row;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    return new ChartTemplate("expected-best", "What more tries bring")
        .with(
            "tries",
            data,
            "Expected best validation score against the number of configurations tried at random: the"
                + String.format(
                    Locale.ROOT,
                    " highest is %s, of %s after %d tries.",
                    Numbers.text(best.number("score").orElseThrow()),
                    names.of(best) + (best.dropout().equals("on") ? " with dropout" : ""),
                    best.count("tries")));
  }
}
