package io.promptsweep.analysis.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Scores by epoch, a panel for each task and method, small enough for a page. */
final class LearningCurves {
  /** Points that a line keeps: its panel is not much wider in pixels. */
  static final int MOST_EPOCHS = 60;

  static final int MOST_PANELS = 48;

  private static final Dot.Columns SCORE = new Dot.Columns("mean_score", "std_score", "n_seeds");

  private LearningCurves() {}

  /** What one line is of; its learning rate was chosen. */
  private record Line(String task, String setting, String dropout) {}

  static Optional<Chart> chart(List<ViewRow> rows) {
    SettingNames names = SettingNames.among(rows);
    Map<String, Map<Line, Map<Double, List<ViewRow>>>> tasks = new TreeMap<>();
    for (ViewRow row : rows) {
      if (row.number("epoch").isPresent()) {
        tasks
            .computeIfAbsent(row.text("task"), task -> new LinkedHashMap<>())
            .computeIfAbsent(
                new Line(row.text("task"), names.of(row), row.dropout()), line -> new TreeMap<>())
            .computeIfAbsent(row.number("learning_rate").orElse(0), rate -> new ArrayList<>())
            .add(row);
      }
    }
    List<Map<String, Object>> data = new ArrayList<>();
    List<Dot> peaks = new ArrayList<>();
    int panels = 0;
    int drawn = 0;
    for (Map<Line, Map<Double, List<ViewRow>>> lines : tasks.values()) {
      panels += (int) lines.keySet().stream().map(Line::setting).distinct().count();
      if (drawn > 0 && panels > MOST_PANELS) {
        break;
      }
      drawn++;
      lines.forEach(
          (line, rates) ->
              rates.values().stream()
                  .filter(curve -> peak(curve) > Double.NEGATIVE_INFINITY)
                  .max(Comparator.comparingDouble(LearningCurves::peak))
                  .ifPresent(
                      curve -> {
                        data.addAll(points(line, curve));
                        peaks.add(highest(line, curve));
                      }));
    }
    if (data.isEmpty()) {
      return Optional.empty();
    }
    String left =
        drawn == tasks.size()
            ? ""
            : String.format(
                Locale.ROOT, " Only the first %d of %d tasks are drawn.", drawn, tasks.size());
    return new ChartTemplate("learning-curves", "Learning curves")
        .with(
            "epochs",
            data,
            "Mean validation score by epoch with one standard deviation over seeds, a panel for each task"
                + " and method, each at the learning rate whose curve comes highest: at its peak, "
                + LeadSentence.highestByTask(peaks)
                + "."
                + left
                + String.format(
                    Locale.ROOT, " A line has at most %d epochs, evenly spread.", MOST_EPOCHS));
  }

  private static double peak(List<ViewRow> curve) {
    return curve.stream()
        .mapToDouble(row -> row.number("mean_score").orElse(Double.NEGATIVE_INFINITY))
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private static Dot highest(Line line, List<ViewRow> curve) {
    ViewRow at =
        curve.stream()
            .max(
                Comparator.comparingDouble(
                    row -> row.number("mean_score").orElse(Double.NEGATIVE_INFINITY)))
            .orElseThrow();
    return new Dot(
        line.setting(),
        line.task(),
        line.dropout(),
        peak(curve),
        at.number(SCORE.std()),
        at.count(SCORE.n()));
  }

  private static List<Map<String, Object>> points(Line line, List<ViewRow> curve) {
    List<ViewRow> epochs =
        curve.stream().sorted(Comparator.comparingLong(row -> row.count("epoch"))).toList();
    int n = Math.min(epochs.size(), MOST_EPOCHS);
    List<Map<String, Object>> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      // The first and the last are always among them.
      ViewRow row = epochs.get(n == 1 ? 0 : (int) Math.round(i * (epochs.size() - 1.0) / (n - 1)));
      OptionalDouble mean = row.number(SCORE.mean());
      Map<String, Object> point =
          mean.isPresent()
              ? new Dot(
                      line.setting(),
                      line.task(),
                      line.dropout(),
                      mean.getAsDouble(),
                      row.number(SCORE.std()),
                      row.count(SCORE.n()))
                  .values()
              : gap(line);
      point.put("panel", line.task() + " · " + line.setting());
      point.put("epoch", row.count("epoch"));
      point.put("rate", Numbers.rounded(row.number("learning_rate")));
      points.add(point);
    }
    return points;
  }

  /** An epoch without a score: the line breaks there instead of passing over it. */
  private static Map<String, Object> gap(Line line) {
    Map<String, Object> gap = new LinkedHashMap<>();
    gap.put("setting", line.setting());
    gap.put("task", line.task());
    gap.put("dropout", line.dropout());
    gap.put("mean", null);
    return gap;
  }
}
