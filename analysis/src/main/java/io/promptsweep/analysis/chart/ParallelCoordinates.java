package io.promptsweep.analysis.chart;

import io.promptsweep.analysis.statistics.Means;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Parallel coordinates with their axes lying, one below the other: so that names have room on a
 * phone.
 */
final class ParallelCoordinates {
  /** More lines cannot be told apart, and make the page long. */
  static final int MOST_LINES = 250;

  private static final int AXIS_PIXELS = 58;

  private ParallelCoordinates() {}

  /** A setting with its learning rate, and its mean over seeds as column {@code score}. */
  private record Line(ViewRow row, Dot dot) {}

  static Optional<Chart> chart(List<ViewRow> cells) {
    List<ViewRow> usable =
        cells.stream()
            .filter(row -> row.number("best_score").isPresent())
            .filter(row -> row.number("learning_rate").isPresent())
            .filter(row -> row.number("prompt_tokens").isPresent())
            .filter(row -> row.number("trainable_parameters").isPresent())
            .filter(row -> row.text("status").isEmpty() || row.text("status").equals("DONE"))
            .toList();
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    List<Line> all = lines(usable);
    int n = Math.min(all.size(), MOST_LINES);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      lines.add(all.get(n == 1 ? 0 : (int) Math.round(i * (all.size() - 1.0) / (n - 1))));
    }
    List<ParallelAxis> axes = axes(lines.stream().map(Line::row).toList());
    Map<String, Object> datasets = new LinkedHashMap<>();
    datasets.put("axes", axisRows(axes));
    datasets.put("lines", points(lines, axes));
    List<Map<String, Object>> ticks = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      ticks.addAll(axes.get(i).ticks(i));
    }
    datasets.put("ticks", ticks);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("height", AXIS_PIXELS * (axes.size() - 1));
    members.put("datasets", datasets);
    return Optional.of(
        new ChartTemplate("parallel-coordinates", "What makes a score")
            .with(members, alt(all, lines)));
  }

  /** By mean score, the highest first. */
  private static List<Line> lines(List<ViewRow> cells) {
    Map<String, List<ViewRow>> settings = new LinkedHashMap<>();
    for (ViewRow cell : cells) {
      settings.computeIfAbsent(name(cell), name -> new ArrayList<>()).add(cell);
    }
    List<Line> lines = new ArrayList<>();
    settings.forEach(
        (name, seeds) -> {
          double[] scores =
              seeds.stream().mapToDouble(row -> row.number("best_score").orElseThrow()).toArray();
          Map<String, Object> values = new LinkedHashMap<>(seeds.get(0).values());
          values.put("score", Means.mean(scores));
          lines.add(
              new Line(
                  new ViewRow(values),
                  new Dot(
                      name,
                      seeds.get(0).text("task"),
                      seeds.get(0).dropout(),
                      Means.mean(scores),
                      Means.standardDeviation(scores),
                      scores.length)));
        });
    lines.sort(Comparator.comparingDouble((Line line) -> line.dot().mean()).reversed());
    return lines;
  }

  private static String name(ViewRow cell) {
    return String.format(
        Locale.ROOT,
        "%s on %s, dropout %s, rate %s, %s tokens, %s parameters",
        cell.text("method"),
        cell.text("task"),
        cell.dropout(),
        Numbers.shortest(cell.number("learning_rate").orElseThrow()),
        cell.text("prompt_tokens"),
        cell.text("trainable_parameters"));
  }

  /** An axis of a single value says nothing and is left out; the score always has one. */
  private static List<ParallelAxis> axes(List<ViewRow> rows) {
    List<ParallelAxis> axes = new ArrayList<>();
    axes.add(ParallelAxis.ofNames("method", "method", rows));
    axes.add(ParallelAxis.ofNames("task", "task", rows));
    axes.add(ParallelAxis.ofNames("dropout", "dropout", rows));
    axes.add(ParallelAxis.ofNumbers("learning rate", "learning_rate", true, rows));
    axes.add(ParallelAxis.ofNumbers("prompt tokens", "prompt_tokens", true, rows));
    axes.add(ParallelAxis.ofNumbers("trained parameters", "trainable_parameters", true, rows));
    axes.removeIf(axis -> axis.labels().size() < 2);
    axes.add(ParallelAxis.ofNumbers("mean validation score", "score", false, rows));
    return axes;
  }

  private static List<Map<String, Object>> axisRows(List<ParallelAxis> axes) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("title", axes.get(i).title());
      row.put("x", 0);
      row.put("x2", 1);
      row.put("row", i);
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, Object>> points(List<Line> lines, List<ParallelAxis> axes) {
    List<Map<String, Object>> points = new ArrayList<>();
    for (Line line : lines) {
      for (int i = 0; i < axes.size(); i++) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("line", line.dot().setting());
        point.put("row", i);
        point.put("x", Numbers.rounded(axes.get(i).place(line.row())));
        point.put("score", Numbers.rounded(line.dot().mean()));
        point.put("shown", line.dot().shown());
        points.add(point);
      }
    }
    return points;
  }

  private static String alt(List<Line> all, List<Line> drawn) {
    Dot best = all.get(0).dot();
    Dot worst = all.get(all.size() - 1).dot();
    String words =
        "A line for each setting through its method, task, dropout, learning rate and sizes to its mean"
            + String.format(
                Locale.ROOT,
                " validation score over seeds, from %s of %s to %s of %s.",
                best.shown(),
                best.setting(),
                worst.shown(),
                worst.setting());
    return drawn.size() == all.size()
        ? words
        : words
            + String.format(
                Locale.ROOT,
                " %d of %d lines are drawn, evenly from the best to the worst.",
                drawn.size(),
                all.size());
  }
}
