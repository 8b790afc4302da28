package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.sweep.hocon.Group.Refused;
import io.promptsweep.sweep.hocon.Place;
import io.promptsweep.sweep.hocon.Problems;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code method.NAME}: the method's settings, and two keys that the sweep keeps for itself.
 */
record MethodSection(
    Config config, MethodCatalog methods, Problems problems, Map<String, Object> seen) {

  /** Keys of a method's section that are the sweep's, not the method's. */
  static final Set<String> OF_THE_SWEEP = Set.of("learning-rates", "weight-decay");

  private static final String OFF = "off";

  /**
   * The complete settings; where one is refused, all problems are reported and defaults stand in.
   */
  Map<String, Object> settings(String method) {
    Map<String, Object> defaults = methods.settings(method, Map.of(), "");
    SortedMap<String, ConfigValue> given = given(method);
    Map<String, Object> plain = new TreeMap<>();
    given.forEach(
        (key, value) -> {
          // A setting without a default is optional; off means not given.
          if (defaults.containsKey(key) || !OFF.equals(value.unwrapped())) {
            plain.put(key, plain(value, defaults.get(key)));
          }
        });
    Map<String, Object> settings;
    try {
      settings = methods.settings(method, plain, place(given) + ": method." + method);
    } catch (InvalidInputException whole) {
      report(method, plain, given, whole);
      return defaults;
    }
    settings.forEach(
        (key, value) -> {
          if (value != null) {
            seen.put("method." + method + "." + key, value);
          }
        });
    return settings;
  }

  /** Blames single keys, which have lines, and the whole section only if none is wrong alone. */
  private void report(
      String method,
      Map<String, Object> plain,
      Map<String, ConfigValue> given,
      InvalidInputException whole) {
    boolean blamed = false;
    for (var setting : plain.entrySet()) {
      String place = Place.of(given.get(setting.getKey())) + ": method." + method;
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
  private static String place(SortedMap<String, ConfigValue> given) {
    return given.values().stream()
        .filter(value -> !Place.isIn(value, SweepConfig.REFERENCE))
        .findFirst()
        .map(Place::of)
        .orElse(SweepConfig.REFERENCE);
  }

  private SortedMap<String, ConfigValue> given(String method) {
    SortedMap<String, ConfigValue> given = new TreeMap<>();
    if (config.root().get("method") instanceof ConfigObject section
        && section.get(method) instanceof ConfigObject settings) {
      given.putAll(settings);
      given.keySet().removeAll(OF_THE_SWEEP);
    }
    return given;
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
