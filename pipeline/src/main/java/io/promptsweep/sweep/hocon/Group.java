package io.promptsweep.sweep.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.promptsweep.problem.Nearest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The keys of one group. A value that cannot be used is reported, and the default takes its place,
 * so that reading goes on to the next problem. Each value read is put into {@code seen} under the
 * path where it was found.
 *
 * @param config the merged, resolved configuration
 * @param defaults the bottom layer alone; holds every key of the group
 * @param paths groups to look in, the first that has the key wins; the last is the group itself
 * @param problems where problems go
 * @param seen what was read: path to plain value
 */
public record Group(
    Config config,
    Config defaults,
    List<String> paths,
    Problems problems,
    Map<String, Object> seen) {

  private static final String OFF = "off";

  /** A whole number of at least {@code least}. */
  public int count(String key, int least) {
    return Math.toIntExact(read(key, v -> whole(v, least, Integer.MAX_VALUE)));
  }

  /** A whole number of at least {@code least}, or {@code off}. */
  public OptionalInt countOrOff(String key, int least) {
    return countOr(key, least, OFF);
  }

  /** A whole number of at least {@code least}, or else this word. */
  public OptionalInt countOr(String key, int least, String word) {
    return read(key, v -> word.equals(v.unwrapped()) ? word : whole(v, least, Integer.MAX_VALUE))
            instanceof Long n
        ? OptionalInt.of(Math.toIntExact(n))
        : OptionalInt.empty();
  }

  /** A whole number of at least {@code least}, or {@code off}. */
  public OptionalLong longOrOff(String key, long least) {
    return read(key, v -> isOff(v) ? OFF : whole(v, least, Long.MAX_VALUE)) instanceof Long n
        ? OptionalLong.of(n)
        : OptionalLong.empty();
  }

  /** Any whole number that fits 64 bits. */
  public long whole(String key) {
    return read(key, v -> whole(v, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  /** Any whole number that fits 64 bits, or else this word. */
  public OptionalLong wholeOr(String key, String word) {
    return read(
                key,
                v ->
                    word.equals(v.unwrapped())
                        ? word
                        : (Object) whole(v, Long.MIN_VALUE, Long.MAX_VALUE))
            instanceof Long n
        ? OptionalLong.of(n)
        : OptionalLong.empty();
  }

  /** Any finite number; whoever takes it checks its range. */
  public double number(String key) {
    return read(key, Group::number);
  }

  /** A length of time with its unit, such as {@code 30 s}, or {@code off}. */
  public Optional<Duration> durationOrOff(String key) {
    String text = read(key, v -> isOff(v) ? OFF : time(v));
    return text.equals(OFF) ? Optional.empty() : Optional.of(lengthOf(text));
  }

  /** A length of time with its unit, such as {@code 30 s}. */
  public Duration duration(String key) {
    return lengthOf(read(key, Group::time));
  }

  /** Whatever {@code parse} makes of the text; what it throws says what would be right. */
  public <T> T parsed(String key, Function<String, T> parse) {
    return parse.apply(read(key, v -> parsable(v, parse)));
  }

  /** A truth value: {@code on off true false yes no}. */
  public boolean flag(String key) {
    return read(key, Group::flag);
  }

  public String text(String key) {
    return read(key, Group::text);
  }

  /** One of {@code known}. */
  public String choice(String key, Collection<String> known) {
    return read(
        key,
        v -> {
          String text = text(v);
          if (!known.contains(text)) {
            throw new Refused("is '" + text + "'" + Nearest.hint(text, known));
          }
          return text;
        });
  }

  /** One constant of an enum, by its name in lower case joined by {@code -}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String name = choice(key, constants.stream().map(Group::kebab).toList());
    return constants.stream().filter(c -> kebab(c).equals(name)).findFirst().orElseThrow();
  }

  /** The elements of a list; a value that is no list counts as a list of one. */
  public List<ConfigValue> elements(String key) {
    ConfigValue value = value(key);
    return value instanceof ConfigList list ? List.copyOf(list) : List.of(value);
  }

  /** Where the key was found, or else where it belongs: {@code train.epochs}. */
  public String path(String key) {
    return where(key).orElseGet(() -> path(own(), key));
  }

  /** The same group as the defaults have it; what is read from it is not noted. */
  public Group ofDefaults() {
    return new Group(defaults, defaults, paths, problems, new HashMap<>());
  }

  /** {@code conf/x.conf: 12: train.epochs}, to begin a sentence about a key. */
  public String place(String key) {
    return Place.of(value(key)) + ": " + path(key);
  }

  /** Reports a problem with the value of a key: the rest of the sentence after its place. */
  public void refuse(String key, String rest) {
    problems.add(place(key) + " " + rest);
  }

  /** How an enum constant is written in a configuration. */
  public static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The number that a value holds, also when it is written as text (environment variables). */
  public static double number(ConfigValue value) {
    try {
      double number =
          value.unwrapped() instanceof Number n ? n.doubleValue() : Double.parseDouble(text(value));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrongType(value, "NUMBER");
    }
    throw new Refused("is " + value.unwrapped() + "; it must be finite.");
  }

  /** The truth value that a value holds. */
  public static boolean flag(ConfigValue value) {
    return switch (String.valueOf(value.unwrapped())) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default -> throw wrongType(value, "BOOLEAN");
    };
  }

  /** The text of a value; a number or truth value is text as well. */
  public static String text(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
      default -> throw wrongType(value, "STRING");
    };
  }

  /** The whole number that a value holds. */
  public static long whole(ConfigValue value, long least, long most) {
    Object plain = value.unwrapped();
    long whole;
    if (plain instanceof Integer || plain instanceof Long) {
      whole = ((Number) plain).longValue();
    } else {
      double number = number(value);
      whole = (long) number;
      if (whole != number) {
        throw new Refused("is " + plain + "; it must be a whole number.");
      }
    }
    if (whole < least || whole > most) {
      throw new Refused(
          "is "
              + plain
              + "; it must be "
              + (whole < least ? "at least " + least : "at most " + most)
              + ".");
    }
    return whole;
  }

  /** The end of a sentence about a value that cannot be used. */
  public static final class Refused extends RuntimeException {
    public Refused(String rest) {
      super(rest, null, false, false);
    }
  }

  private interface Reading<T> {
    public T of(ConfigValue value);
  }

  private <T> T read(String key, Reading<T> reading) {
    T result;
    try {
      result = reading.of(value(key));
    } catch (Refused e) {
      refuse(key, e.getMessage());
      result = reading.of(fallback(key));
    }
    seen.put(path(key), result);
    return result;
  }

  private ConfigValue value(String key) {
    return where(key).flatMap(p -> at(config, p)).orElseGet(() -> fallback(key));
  }

  private ConfigValue fallback(String key) {
    String path = path(own(), key);
    return at(defaults, path)
        .orElseThrow(() -> new IllegalStateException("the defaults lack the key " + path));
  }

  private Optional<String> where(String key) {
    return paths.stream().map(p -> path(p, key)).filter(p -> at(config, p).isPresent()).findFirst();
  }

  private String own() {
    return paths.get(paths.size() - 1);
  }

  private static String path(String group, String key) {
    return group.isEmpty() ? key : group + "." + key;
  }

  private static Optional<ConfigValue> at(Config config, String path) {
    ConfigValue value = config.root();
    for (String key : ConfigUtil.splitPath(path)) {
      value = value instanceof ConfigObject object ? object.get(key) : null;
    }
    return Optional.ofNullable(value);
  }

  private static String parsable(ConfigValue value, Function<String, ?> parse) {
    String text = text(value);
    try {
      Objects.requireNonNull(parse.apply(text));
      return text;
    } catch (IllegalArgumentException e) {
      throw new Refused("is '" + text + "'; " + e.getMessage());
    }
  }

  /** The text of a length of time. */
  private static String time(ConfigValue value) {
    String text = String.valueOf(value.unwrapped());
    try {
      // A bare number would be milliseconds, which nobody means.
      if (text.matches(".*[a-z]") && !lengthOf(text).isNegative()) {
        return text;
      }
    } catch (ConfigException e) {
      // said below
    }
    throw new Refused("is '" + text + "'; it must be a time with its unit, such as 30 s or 2 h.");
  }

  private static Duration lengthOf(String text) {
    String hocon = text.replaceAll("min$", "minutes"); // which HOCON lacks
    return ConfigFactory.parseMap(Map.of("time", hocon)).getDuration("time");
  }

  private static boolean isOff(ConfigValue value) {
    return OFF.equals(value.unwrapped());
  }

  private static Refused wrongType(ConfigValue value, String wanted) {
    String found =
        value.valueType() == ConfigValueType.STRING ? " ('" + value.unwrapped() + "')" : "";
    return new Refused("has type " + value.valueType() + found + " rather than " + wanted + ".");
  }
}
