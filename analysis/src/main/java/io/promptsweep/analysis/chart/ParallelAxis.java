package io.promptsweep.analysis.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * An axis of parallel coordinates, from 0 to 1: names at equal distances, numbers where they lie.
 */
abstract class ParallelAxis {
  /** Of the axis; a label's width is guessed from its letters. */
  private static final double LETTER = 0.019;

  private static final int LEVELS = 2;

  private final String title;

  private ParallelAxis(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Where a row lies, between 0 and 1. */
  abstract double place(ViewRow row);

  /** Labels and their places, in the order of the places. */
  abstract Map<String, Double> labels();

  /** A dot for each label, on two levels; a label that would run into its neighbour is left out. */
  List<Map<String, Object>> ticks(int index) {
    List<Map<String, Object>> ticks = new ArrayList<>();
    double[] taken = new double[LEVELS];
    Arrays.fill(taken, Double.NEGATIVE_INFINITY);
    labels()
        .forEach(
            (label, place) -> {
              Map<String, Object> tick = new LinkedHashMap<>();
              tick.put("x", Numbers.rounded(place));
              tick.put("row", index);
              double half = label.length() * LETTER / 2;
              for (int level = 0; level < LEVELS && !tick.containsKey("label"); level++) {
                if (place - half > taken[level]) {
                  taken[level] = place + half;
                  tick.put("label", label);
                  tick.put("level", level);
                }
              }
              ticks.add(tick);
            });
    return ticks;
  }

  static ParallelAxis ofNames(String title, String column, List<ViewRow> rows) {
    List<String> names = rows.stream().map(row -> text(row, column)).distinct().sorted().toList();
    return new ParallelAxis(title) {
      @Override
      double place(ViewRow row) {
        return (names.indexOf(text(row, column)) + 0.5) / names.size();
      }

      @Override
      Map<String, Double> labels() {
        Map<String, Double> labels = new LinkedHashMap<>();
        names.forEach(name -> labels.put(name, (names.indexOf(name) + 0.5) / names.size()));
        return labels;
      }
    };
  }

  private static String text(ViewRow row, String column) {
    return column.equals("dropout") ? row.dropout() : row.text(column);
  }

  /** Logarithmic where all numbers are above 0 and {@code logarithmic}. */
  static ParallelAxis ofNumbers(
      String title, String column, boolean logarithmic, List<ViewRow> rows) {
    TreeSet<Double> values = new TreeSet<>();
    rows.forEach(row -> row.number(column).ifPresent(values::add));
    boolean log = logarithmic && values.first() > 0;
    double first = scaled(values.first(), log);
    double width = scaled(values.last(), log) - first;
    return new ParallelAxis(title) {
      @Override
      double place(ViewRow row) {
        return place(row.number(column).orElseThrow());
      }

      private double place(double value) {
        // Not quite to the ends, where half of a label would be cut off.
        return width == 0 ? 0.5 : 0.06 + 0.88 * (scaled(value, log) - first) / width;
      }

      @Override
      Map<String, Double> labels() {
        Map<String, Double> labels = new LinkedHashMap<>();
        (values.size() <= 12 ? values : List.of(values.first(), values.last()))
            .forEach(value -> labels.put(label(value), place(value)));
        return labels;
      }
    };
  }

  private static double scaled(double value, boolean log) {
    return log ? Math.log(value) : value;
  }

  private static String label(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return String.format(Locale.ROOT, "%.3gM", value / 1e6);
    }
    return size >= 1e4
        ? String.format(Locale.ROOT, "%.3gK", value / 1e3)
        : Numbers.shortest(Math.round(value * 1e6) / 1e6);
  }
}
