package io.promptsweep.analysis.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as charts have them. */
final class Numbers {
  /** More digits than a picture shows, and half the text that a double needs. */
  private static final MathContext DIGITS = new MathContext(6);

  private Numbers() {}

  /** A finite number with as many digits as a chart needs. */
  static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** {@code null}, which charts leave out, for an empty number. */
  static Double rounded(OptionalDouble value) {
    return value.isPresent() ? rounded(value.getAsDouble()) : null;
  }

  /** {@code 0.913 ± 0.012 (n = 3)}; a single value has no spread to show. */
  static String score(double mean, OptionalDouble std, long n) {
    return std.isPresent()
        ? String.format(Locale.ROOT, "%s ± %s (n = %d)", text(mean), text(std.getAsDouble()), n)
        : String.format(Locale.ROOT, "%s (n = %d)", text(mean), n);
  }

  /** Three digits behind the point, none for numbers of 100 and more. */
  static String text(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%.0f", value);
  }

  /** As short as it can be written: {@code 0.3}, {@code 1e-05}, {@code 76800}. */
  static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(rounded(value));
  }
}
