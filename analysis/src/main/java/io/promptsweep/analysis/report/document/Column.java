package io.promptsweep.analysis.report.document;

import java.util.Locale;

/**
 * A column of a {@link Table}.
 *
 * @param name for people, and in the files
 * @param format how its values are shown
 */
public record Column(String name, Format format) {
  /** How values are shown. The CSV files have them exactly. */
  public enum Format {
    TEXT,
    /** An id, a digest or a command: fixed width. */
    CODE,
    /** A command that one may want to copy. */
    COMMAND,
    COUNT,
    /** Four digits after the point: scores and their differences, in the unit of the scores. */
    SCORE,
    /** Three significant digits. */
    NUMBER,
    /** A probability or p value: three digits after the point. */
    PROBABILITY;

    public boolean isNumber() {
      return this == COUNT || this == SCORE || this == NUMBER || this == PROBABILITY;
    }
  }

  /** What stands where there is no value. */
  static final String NONE = "–";

  public static Column text(String name) {
    return new Column(name, Format.TEXT);
  }

  public static Column code(String name) {
    return new Column(name, Format.CODE);
  }

  public static Column command(String name) {
    return new Column(name, Format.COMMAND);
  }

  public static Column count(String name) {
    return new Column(name, Format.COUNT);
  }

  public static Column score(String name) {
    return new Column(name, Format.SCORE);
  }

  public static Column number(String name) {
    return new Column(name, Format.NUMBER);
  }

  public static Column probability(String name) {
    return new Column(name, Format.PROBABILITY);
  }

  /** {@code value} for people; {@link #NONE} for what is missing or no finite number. */
  public String shown(Object value) {
    if (value == null) {
      return NONE;
    }
    if (value instanceof Boolean flag) {
      return flag ? "on" : "off";
    }
    if (!(value instanceof Number number) || !format.isNumber()) {
      return value.toString();
    }
    double x = number.doubleValue();
    if (!Double.isFinite(x)) {
      return Double.isNaN(x) ? NONE : x > 0 ? "∞" : "-∞";
    }
    return switch (format) {
      case COUNT -> String.format(Locale.ROOT, "%d", number.longValue());
      case SCORE -> String.format(Locale.ROOT, "%.4f", x);
      case PROBABILITY -> x < 0.0005 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", x);
      default -> InlineText.number(x);
    };
  }
}
