package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.sweep.hocon.Group.Refused;
import io.promptsweep.sweep.hocon.Place;
import io.promptsweep.sweep.hocon.Problems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code method.NAME}, under {@code tasks.TASK.method.NAME}: the method's settings, and three
 * keys that the sweep keeps for itself.
 */
record MethodSection(
    Config config, MethodCatalog methods, Problems problems, Map<String, Object> seen) {

  /** Keys of a method's section that are the sweep's, not the method's. */
  static final Set<String> OF_THE_SWEEP = Set.of("learning-rates", "dropout", "weight-decay");

  private static final String OFF = "off";

  /**
   * A setting as it was given.
   *
   * @param section the path of the section that has it
   */
  private record Given(String section, ConfigValue value) {}

  /** The section of a method. */
  static String path(String method) {
    return "method." + method;
  }

  /** The section of a method's settings for one task, which override its own. */
  static String inTask(String method, String task) {
    return "tasks." + task + "." + path(method);
  }

  /**
   * The complete settings; where one is refused, all problems are reported and defaults stand in.
   */
  Map<String, Object> settings(String method, String task) {
    Map<String, Object> defaults = methods.settings(method, Map.of(), "");
    SortedMap<String, Given> given = given(method, task);
    Map<String, Object> plain = new TreeMap<>();
    given.forEach(
        (key, setting) -> {
          ConfigValue value = setting.value();
          // A setting without a default is optional; off means not given.
          if (defaults.containsKey(key) || !OFF.equals(value.unwrapped())) {
            plain.put(key, plain(value, defaults.get(key)));
          }
        });
    Map<String, Object> settings;
    try {
      settings = methods.settings(method, plain, place(method, given));
    } catch (InvalidInputException whole) {
      report(method, plain, given, whole);
      return defaults;
    }
    settings.forEach(
        (key, value) -> {
          if (value != null) {
            String section = given.containsKey(key) ? given.get(key).section() : path(method);
            seen.put(section + "." + key, value);
          }
        });
    return settings;
  }

  /** Blames single keys, which have lines, and the whole section only if none is wrong alone. */
  private void report(
      String method,
      Map<String, Object> plain,
      Map<String, Given> given,
      InvalidInputException whole) {
    boolean blamed = false;
    for (var setting : plain.entrySet()) {
      String place = place(given.get(setting.getKey()));
      try {
        methods.settings(method, Map.of(setting.getKey(), setting.getValue()), place);
      } catch (InvalidInputException alone) {
        problems.add(alone.getMessage());
        blamed = true;
      }
    }
    if (!blamed) {
      problems.add(whole.getMessage());
    }
  }

  /** The place of the first key that is not a default. */
  private static String place(String method, SortedMap<String, Given> given) {
    return given.values().stream()
        .filter(setting -> !Place.isIn(setting.value(), SweepConfig.REFERENCE))
        .findFirst()
        .map(MethodSection::place)
        .orElse(SweepConfig.REFERENCE + ": " + path(method));
  }

  private static String place(Given setting) {
    return Place.of(setting.value()) + ": " + setting.section();
  }

  private SortedMap<String, Given> given(String method, String task) {
    SortedMap<String, Given> given = new TreeMap<>();
    for (String section : List.of(path(method), inTask(method, task))) {
      if (at(section) instanceof ConfigObject settings) {
        settings.forEach((key, value) -> given.put(key, new Given(section, value)));
      }
    }
    given.keySet().removeAll(OF_THE_SWEEP);
    return given;
  }

  private ConfigValue at(String path) {
    ConfigValue value = config.root();
    for (String key : ConfigUtil.splitPath(path)) {
      value = value instanceof ConfigObject object ? object.get(key) : null;
    }
    return value;
  }

  /** Text that stands for a number or truth value (an environment variable, {@code on}). */
  private static Object plain(ConfigValue value, Object like) {
    try {
      if (like instanceof Number) {
        return CanonicalJson.normal(
            value.unwrapped() instanceof Number n ? n : (Number) Group.number(value));
      }
      if (like instanceof Boolean) {
        return Group.flag(value);
      }
      return like == null ? value.unwrapped() : Group.text(value);
    } catch (Refused e) {
      // A null would silently empty an optional setting that has a default.
      return value.unwrapped() == null
          ? "null"
          : value.unwrapped(); // the method itself says what is wrong with it
    }
  }
}
