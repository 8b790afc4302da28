package io.promptsweep.analysis.report.document;

import io.promptsweep.analysis.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Numbers and lists inside sentences. */
public final class InlineText {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private InlineText() {}

  /** {@code 1 cell}, {@code 2 cells}. */
  public static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  /** Four digits after the point. */
  public static String score(double x) {
    return String.format(Locale.ROOT, "%.4f", x);
  }

  /** With its sign. */
  public static String signed(double x) {
    return String.format(Locale.ROOT, "%+.4f", x);
  }

  /** {@code p = 0.012}, {@code p < 0.001}. */
  public static String p(double p) {
    return p < 0.0005 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
  }

  /** {@code 0.5123 to 0.6012}. */
  public static String ends(Interval interval) {
    return score(interval.low()) + " to " + score(interval.high());
  }

  /** Hours, or minutes of less than one. */
  public static String time(double hours) {
    return hours < 1 ? number(60 * hours) + " minutes" : number(hours) + " hours";
  }

  /** Three significant digits, without an exponent where that is short. */
  public static String number(double x) {
    if (x == 0) {
      return "0";
    }
    if (x == Math.rint(x) && Math.abs(x) < 1e9) {
      return String.format(Locale.ROOT, "%d", (long) x);
    }
    double size = Math.abs(x);
    BigDecimal rounded = BigDecimal.valueOf(x).round(THREE_DIGITS);
    return size >= 1e-4 && size < 1e9
        ? rounded.stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.2e", x);
  }

  /** {@code a, b and c}; after {@code most} of them {@code and 7 more}. */
  public static String list(List<String> items, int most) {
    if (items.size() > most) {
      return String.join(", ", items.subList(0, most)) + " and " + (items.size() - most) + " more";
    }
    int last = items.size() - 1;
    return last < 1
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }
}
