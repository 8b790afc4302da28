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
          // An optional setting that is off is one that is not given.
          if (!value.unwrapped().equals(OFF) || defaults.containsKey(key)) {
            plain.put(key, plain(value, defaults.get(key)));
          }
        });
    Map<String, Object> settings;
    try {
      settings = methods.settings(method, plain, "method." + method);
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
    int before = problems.sentences().size();
    plain.forEach(
        (key, value) -> {
          String place = Place.of(given.get(key)) + ": method." + method;
          try {
            methods.settings(method, Map.of(key, value), place);
          } catch (InvalidInputException alone) {
            problems.add(alone.getMessage());
          }
        });
    if (problems.sentences().size() == before) {
      problems.add(Place.of(config.getValue("method." + method)) + ": " + whole.getMessage());
    }
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
      return like instanceof Boolean ? (Object) Group.flag(value) : value.unwrapped();
    } catch (Refused e) {
      return value.unwrapped(); // the method itself says what is wrong with it
    }
  }
}
