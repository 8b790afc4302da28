package io.promptsweep.analysis.chart;

import java.util.Map;
import java.util.OptionalDouble;

/** A row of a view, read by column. What is NULL, missing or no finite number is empty. */
record ViewRow(Map<String, Object> values) {
  OptionalDouble number(String column) {
    return values.get(column) instanceof Number number && Double.isFinite(number.doubleValue())
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** A number that counts; 0 without one. */
  long count(String column) {
    return (long) number(column).orElse(0);
  }

  /** Empty without a value. */
  String text(String column) {
    Object value = values.get(column);
    return value == null ? "" : value.toString();
  }

  /** {@code on} or {@code off}; what a paper says in words stays as it is. */
  String dropout() {
    return switch (text("dropout")) {
      case "true" -> "on";
      case "false" -> "off";
      default -> text("dropout");
    };
  }
}
