package io.promptsweep.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One text for one value: keys sorted, no white space, one spelling a number.
 *
 * <p>Digests are taken over this text, so it must not change between releases. Doubles are written
 * with the fewest digits that read back as the same double, found here rather than by {@link
 * Double#toString}, whose output differs between Java releases.
 */
final class CanonicalJson {
  private static final double LARGEST_WHOLE = 1L << 53;

  private CanonicalJson() {}

  /** The canonical text of maps, lists, strings, numbers and truth values. */
  static String of(Object value) {
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach((k, v) -> sorted.put((String) k, v));
      return sorted.entrySet().stream()
          .map(e -> quote(e.getKey()) + ":" + of(e.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(CanonicalJson::of).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof String text) {
      return quote(text);
    }
    throw new IllegalArgumentException("no JSON for " + value);
  }

  /** A number in its one type: {@link Integer} or else {@link Long} if whole, else double. */
  static Number normal(Number number) {
    double value = number.doubleValue();
    boolean whole = value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE;
    if (number instanceof Integer || number instanceof Long || whole) {
      long integer = number.longValue();
      if (integer == (int) integer) {
        return (int) integer;
      }
      return integer;
    }
    return value;
  }

  private static String number(Number number) {
    Number normal = normal(number);
    if (!(normal instanceof Double value)) {
      return normal.toString();
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("no JSON for " + value);
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal shorter = exact.round(new MathContext(digits));
      if (shorter.doubleValue() == value) {
        return shorter.stripTrailingZeros().toString();
      }
    }
    return exact.round(new MathContext(17)).stripTrailingZeros().toString();
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
