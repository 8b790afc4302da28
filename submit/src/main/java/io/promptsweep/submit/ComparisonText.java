package io.promptsweep.submit;

import io.promptsweep.analysis.QueryFormat;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.comparison.Comparison.Line;
import io.promptsweep.analysis.comparison.Comparison.Ours;
import io.promptsweep.analysis.comparison.Difference;
import io.promptsweep.analysis.comparison.Verdict;
import io.promptsweep.analysis.papers.PaperResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A comparison for a terminal, numbers in the paper's own scale. */
final class ComparisonText {
  private static final int DIFFERENCES = 12;

  private ComparisonText() {}

  /**
   * The table, what is missing, and the differences of protocol.
   *
   * @param all printed numbers without one of ours too
   */
  static String of(Comparison comparison, boolean all) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Line line : comparison.lines()) {
      if (all || line.verdict() != Verdict.MISSING) {
        rows.add(row(comparison, line));
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(comparison.table().title()).append('\n');
    if (!rows.isEmpty()) {
      text.append('\n').append(QueryFormat.TABLE.of(rows)).append('\n');
    }
    text.append(sentence(comparison)).append('\n');
    comparison.selectionWarning().ifPresent(warning -> text.append(warning).append('\n'));
    Map<String, Long> missing =
        comparison.lines().stream()
            .filter(line -> line.verdict() == Verdict.MISSING)
            .collect(
                Collectors.groupingBy(Line::because, LinkedHashMap::new, Collectors.counting()));
    if (!all && !missing.isEmpty()) {
      text.append("Missing:\n");
      missing.entrySet().stream()
          .limit(DIFFERENCES)
          .forEach(
              e ->
                  text.append(String.format(Locale.ROOT, "  %4d  %s%n", e.getValue(), e.getKey())));
      more(text, missing.size());
    }
    if (!comparison.differences().isEmpty()) {
      text.append("Differences of protocol, and how many numbers they concern:\n");
      comparison.differences().entrySet().stream()
          .sorted(Map.Entry.<Difference, Long>comparingByValue().reversed())
          .limit(DIFFERENCES)
          .forEach(
              e ->
                  text.append(
                      String.format(Locale.ROOT, "  %4d  %s%n", e.getValue(), e.getKey().words())));
      more(text, comparison.differences().size());
    }
    return text.toString();
  }

  private static void more(StringBuilder text, int size) {
    if (size > DIFFERENCES) {
      text.append("        and ").append(size - DIFFERENCES).append(" more\n");
    }
  }

  /** Counts of verdicts; doubtful numbers apart. */
  static String sentence(Comparison comparison) {
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (comparison.count(verdict) > 0) {
        counts.add(comparison.count(verdict) + " " + verdict.words());
      }
    }
    long doubtful = comparison.doubtful();
    return String.format(
        Locale.ROOT,
        "%d printed numbers: %s%s",
        comparison.lines().size(),
        String.join(", ", counts),
        doubtful == 0 ? "" : "; " + doubtful + " more are doubtful and not counted");
  }

  private static Map<String, Object> row(Comparison comparison, Line line) {
    PaperResult printed = line.printed();
    boolean percent = printed.scale().filter("percent"::equals).isPresent();
    double scale = percent ? 100 : 1;
    int digits = Math.max(0, printed.value().scale()) + (percent ? 1 : 0);
    Map<String, Object> row = new LinkedHashMap<>();
    if (comparison.table().backbones().size() > 1) {
      row.put("backbone", printed.backbone());
    }
    row.put("method", printed.methodId().orElse(printed.method()));
    row.put("dropout", printed.dropout());
    row.put("task", printed.taskId().orElse(printed.task()));
    row.put("metric", printed.metricId().orElse(printed.metric()));
    row.put("printed", printed.value());
    row.put("ours", number(line.ours().map(Ours::mean).orElse(Double.NaN) * scale, digits));
    row.put("std", number(line.ours().map(Ours::std).orElse(Double.NaN) * scale, digits));
    row.put("n", line.ours().map(Ours::nSeeds).orElse(0));
    row.put("low", number(line.ours().map(Ours::low).orElse(Double.NaN) * scale, digits));
    row.put("high", number(line.ours().map(Ours::high).orElse(Double.NaN) * scale, digits));
    row.put("noise", number(line.ours().map(Ours::margin).orElse(Double.NaN) * scale, digits));
    row.put(
        "verdict", line.verdict().words() + (printed.doubtful().isPresent() ? " (doubtful)" : ""));
    return row;
  }

  private static BigDecimal number(double value, int digits) {
    return Double.isNaN(value)
        ? null
        : BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
  }
}
