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
import java.util.stream.Collectors;

/** A paper's numbers and ours. */
final class PaperComparison {
  private PaperComparison() {}

  static Optional<Chart> chart(List<ViewRow> rows) {
    List<ViewRow> shown =
        rows.stream()
            .filter(row -> row.number("printed").isPresent() && row.number("mean").isPresent())
            .toList();
    SettingNames names = SettingNames.among(shown);
    boolean metrics =
        shown.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.text("task"),
                    Collectors.mapping(row -> row.text("metric"), Collectors.toSet())))
            .values()
            .stream()
            .anyMatch(ofTask -> ofTask.size() > 1);
    boolean dropouts = shown.stream().map(ViewRow::dropout).distinct().count() > 1;
    List<Map<String, Object>> data = new ArrayList<>();
    for (ViewRow row : shown) {
      double mean = row.number("mean").orElseThrow();
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("setting", names.of(row) + (dropouts ? ", dropout " + row.dropout() : ""));
      values.put("task", row.text("task") + (metrics ? " · " + row.text("metric") : ""));
      values.put("printed", Numbers.rounded(row.number("printed")));
      values.put("printedShown", printedText(row));
      values.put("mean", Numbers.rounded(mean));
      values.put("low", Numbers.rounded(row.number("low")));
      values.put("high", Numbers.rounded(row.number("high")));
      values.put(
          "shown",
          Numbers.score(mean, row.number("std"), row.count("n_seeds"))
              + (row.text("split").isEmpty() ? "" : ", " + row.text("split")));
      values.put("verdict", row.text("verdict"));
      values.put("because", row.text("because"));
      values.put("doubtful", row.text("doubtful").isEmpty() ? "no" : row.text("doubtful"));
      data.add(values);
    }
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    return new ChartTemplate("paper-comparison", "The paper's numbers and ours")
        .with("numbers", data, alt(rows, shown, names));
  }

  private static String printedText(ViewRow row) {
    String value = Numbers.shortest(row.number("printed").orElseThrow());
    OptionalDouble std = row.number("printed_std");
    OptionalDouble seeds = row.number("printed_seeds");
    return value
        + (std.isPresent() ? " ± " + Numbers.shortest(std.getAsDouble()) : "")
        + (seeds.isPresent() ? String.format(Locale.ROOT, " (n = %.0f)", seeds.getAsDouble()) : "");
  }

  private static String alt(List<ViewRow> rows, List<ViewRow> both, SettingNames names) {
    String verdicts =
        both.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.text("verdict"), TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    ViewRow farthest =
        both.stream().max(Comparator.comparingDouble(PaperComparison::apart)).orElseThrow();
    double ours = farthest.number("mean").orElseThrow();
    double printed = farthest.number("printed").orElseThrow();
    return String.format(
        Locale.ROOT,
        "Printed numbers and our means with Student's 95 %% interval, by task and method: %d of %d"
            + " printed numbers have a result of ours beside them (%s); farthest apart are %s printed and"
            + " %s of ours (n = %d) for %s on %s.",
        both.size(),
        rows.size(),
        verdicts,
        Numbers.shortest(printed),
        Numbers.text(ours),
        farthest.count("n_seeds"),
        names.of(farthest),
        farthest.text("task"));
  }

  private static double apart(ViewRow row) {
    return Math.abs(row.number("mean").orElse(0) - row.number("printed").orElse(0));
  }
}
