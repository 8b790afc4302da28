package io.promptsweep.analysis.chart;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A mean with its spread.
 *
 * @param setting the method's name, or more where that would not tell settings apart
 * @param task empty for an average over tasks
 * @param std empty for a single value
 * @param n values in the mean
 */
record Dot(String setting, String task, String dropout, double mean, OptionalDouble std, long n) {
  /** The columns with a mean, its deviation and its number of values. */
  record Columns(String mean, String std, String n) {}

  static Optional<Dot> of(ViewRow row, SettingNames names, Columns columns) {
    OptionalDouble mean = row.number(columns.mean());
    return mean.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Dot(
                names.of(row),
                row.text("task"),
                row.dropout(),
                mean.getAsDouble(),
                row.number(columns.std()),
                row.count(columns.n())));
  }

  /** {@code vanilla}, or {@code vanilla with dropout}. */
  String who() {
    return dropout.equals("on") ? setting + " with dropout" : setting;
  }

  String shown() {
    return Numbers.score(mean, std, n);
  }

  /** What the templates call it; more may be put in. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("setting", setting);
    values.put("task", task);
    values.put("dropout", dropout);
    values.put("mean", Numbers.rounded(mean));
    if (std.isPresent()) {
      values.put("low", Numbers.rounded(mean - std.getAsDouble()));
      values.put("high", Numbers.rounded(mean + std.getAsDouble()));
    }
    values.put("shown", shown());
    return values;
  }
}
