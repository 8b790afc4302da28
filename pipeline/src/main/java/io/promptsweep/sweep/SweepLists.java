package io.promptsweep.sweep;

import com.typesafe.config.ConfigValue;
import io.promptsweep.problem.Nearest;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.sweep.hocon.Group.Refused;
import io.promptsweep.sweep.hocon.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The five lists that every sweep has. A list is never empty unless a problem was reported.
 *
 * @param methods names, in order
 * @param tasks names, in order
 * @param seeds in order
 * @param learningRates how many, for methods that name none themselves
 * @param dropouts how many, for methods that name none themselves
 */
record SweepLists(
    List<String> methods, List<String> tasks, List<Long> seeds, int learningRates, int dropouts) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
  private static final int MOST_SEEDS = 100_000;

  /** The learning rate of a method's paper. */
  private static final String PAPER = "paper";

  static SweepLists read(Group sweep, Collection<String> methods, Collection<String> tasks) {
    return new SweepLists(
        list(sweep, "methods", v -> List.of(name(v, methods, "a method"))),
        list(sweep, "tasks", v -> List.of(name(v, tasks, "a task"))),
        list(sweep, "seeds", SweepLists::seeds),
        list(sweep, "learning-rates", v -> List.of(rate(v))).size(),
        dropouts(sweep).size());
  }

  /**
   * The key {@code learning-rates} of a group: positive numbers, or {@code paper}.
   *
   * @param paper what {@code paper} stands for
   */
  static List<Double> learningRates(Group group, double paper) {
    return list(group, "learning-rates", v -> List.of(rate(v))).stream()
        .map(rate -> rate instanceof Double number ? number : paper)
        .distinct()
        .toList();
  }

  /** The key {@code dropout} of a group: off, on or both. */
  static List<Boolean> dropouts(Group group) {
    return list(group, "dropout", v -> List.of(Group.flag(v)));
  }

  private static <T> List<T> list(Group group, String key, Function<ConfigValue, List<T>> read) {
    List<ConfigValue> elements = group.elements(key);
    if (elements.isEmpty()) {
      group.refuse(key, "is empty; name at least one.");
    }
    Set<T> distinct = new LinkedHashSet<>();
    for (ConfigValue element : elements) {
      try {
        for (T item : read.apply(element)) {
          if (!distinct.add(item)) {
            throw new Refused("holds " + CanonicalJson.of(item) + " twice; remove one.");
          }
        }
      } catch (Refused e) {
        group.problems().add(Place.of(element) + ": " + group.path(key) + " " + e.getMessage());
      }
    }
    List<T> items = new ArrayList<>(distinct);
    group.seen().put(group.path(key), items);
    return items;
  }

  private static String name(ConfigValue value, Collection<String> known, String kind) {
    String name = Group.text(value);
    if (!known.contains(name)) {
      throw new Refused("holds '" + name + "', which is not " + kind + Nearest.hint(name, known));
    }
    return name;
  }

  /** A number, or the word {@link #PAPER}. */
  private static Object rate(ConfigValue value) {
    if (PAPER.equals(value.unwrapped())) {
      return PAPER;
    }
    double rate = Group.number(value);
    if (rate <= 0) {
      throw new Refused("holds " + value.unwrapped() + "; a learning rate must be positive.");
    }
    return rate;
  }

  private static List<Long> seeds(ConfigValue value) {
    if (value.unwrapped() instanceof String text && text.contains("..")) {
      Matcher range = RANGE.matcher(text.strip());
      if (!range.matches()) {
        throw new Refused("holds '" + text + "'; a range is written first..last, as in \"0..4\".");
      }
      long first = Long.parseLong(range.group(1));
      long last = Long.parseLong(range.group(2));
      if (last < first || last - first >= MOST_SEEDS) {
        throw new Refused(
            "holds '" + text + "'; a range goes upwards and has at most " + MOST_SEEDS + " seeds.");
      }
      return LongStream.rangeClosed(first, last).boxed().toList();
    }
    return List.of(Group.whole(value, 0, Long.MAX_VALUE));
  }
}
