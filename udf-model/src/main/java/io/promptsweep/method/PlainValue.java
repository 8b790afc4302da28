package io.promptsweep.method;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A configuration's plain value as the type that a setting has.
 *
 * <p>A text that reads as a number or as true or false counts as one, as in Typesafe Config: an
 * environment variable can't be anything but text.
 */
final class PlainValue {
  private PlainValue() {}

  /**
   * @param at the key with its place, which begins an error
   */
  static Object read(Class<?> type, Object value, String at) {
    if (type == int.class) {
      return (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, at);
    } else if (type == long.class) {
      return whole(value, Long.MIN_VALUE, Long.MAX_VALUE, at);
    } else if (type == double.class) {
      return real(value, at);
    } else if (type == boolean.class) {
      return truth(value, at);
    } else if (type == String.class) {
      return text(value, at);
    } else if (type.isEnum()) {
      return constant(type, text(value, at), at);
    } else if (type == OptionalInt.class) {
      return value == null
          ? OptionalInt.empty()
          : OptionalInt.of((int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, at));
    } else if (type == OptionalLong.class) {
      return value == null
          ? OptionalLong.empty()
          : OptionalLong.of(whole(value, Long.MIN_VALUE, Long.MAX_VALUE, at));
    } else if (type == OptionalDouble.class) {
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(real(value, at));
    }
    throw new IllegalStateException(at + " has type " + type + ", which no setting may have");
  }

  /** {@code sampleFrom} as {@code sample-from}. */
  static String kebab(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** {@code RANDOM_UNIFORM} as {@code random-uniform}. */
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long whole(Object value, long least, long most, String at) {
    BigDecimal number =
        number(value).orElseThrow(() -> refused(value, at, "a whole number is expected"));
    try {
      long whole = number.longValueExact();
      if (whole >= least && whole <= most) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // Falls through to the sentence below: a fraction, or beyond 64 bits.
    }
    throw refused(value, at, "a whole number from " + least + " to " + most + " is expected");
  }

  private static double real(Object value, String at) {
    double real =
        number(value).orElseThrow(() -> refused(value, at, "a number is expected")).doubleValue();
    if (Double.isInfinite(real)) {
      throw refused(value, at, "a number that fits 64-bit floating point is expected");
    }
    return real;
  }

  private static Optional<BigDecimal> number(Object value) {
    if (!(value instanceof Number || value instanceof String)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(value.toString().strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean truth(Object value, String at) {
    if (value instanceof Boolean b) {
      return b;
    } else if ("true".equals(value) || "false".equals(value)) {
      return "true".equals(value);
    }
    throw refused(value, at, "true or false is expected");
  }

  private static String text(Object value, String at) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw refused(value, at, "a text is expected");
  }

  private static Object constant(Class<?> type, String name, String at) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList();
    return constants.stream()
        .filter(c -> kebab(c).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    at
                        + " is '"
                        + name
                        + "'"
                        + Nearest.hint(name, constants.stream().map(PlainValue::kebab).toList())));
  }

  private static InvalidInputException refused(Object value, String at, String expected) {
    String found = String.valueOf(value);
    if (value instanceof String) {
      found = "'" + value + "'";
    } else if (value instanceof Map) {
      found = "a group of keys";
    } else if (value instanceof List) {
      found = "a list";
    }
    return new InvalidInputException(at + " is " + found + "; " + expected + ".");
  }
}
