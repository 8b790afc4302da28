package io.promptsweep.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.problem.InvalidInputException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What cells that differ only in seed, learning rate and dropout have in common.
 *
 * @param method name of the prompt method
 * @param task name of the task
 * @param axes the place on further axes
 * @param values the keys of {@code config_json}, flat: {@code train.epochs} to {@code 10}, without
 *     those three and the seed of few examples
 */
record CellSetting(
    String method, String task, Map<String, String> axes, SortedMap<String, String> values) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FEW_SHOT_SEED = "task.few-shot-seed";
  private static final String WEIGHT_DECAY = "optimizer.weight-decay";

  /** Keys that the view of a task's data does not depend on. */
  private static final Set<String> OF_TOKENS =
      Set.of("task.max-input-tokens", "task.on-long-input", "task.on-long-target");

  /** What {@code config_json} leaves out while it has its default. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "train.z-loss", "0",
          "train.shuffle", "each-epoch",
          "task.invalid", "count-as-wrong",
          "task.score", "task",
          "task.judged-by", "task",
          "task.on-long-target", "fail",
          "optimizer.formula", "pytorch",
          "optimizer.factored", "true",
          "schedule.warmup-rounding", "up");

  /**
   * A cell taken apart.
   *
   * @param setting what it shares with other cells
   * @param seed its seed
   * @param fewShotSeed the seed that drew its few examples; empty without them
   * @param view the keys that decide which examples it sees, as text
   */
  record Parts(CellSetting setting, String seed, String fewShotSeed, String view) {
    /** Whether the cell's own seed may have drawn its few examples. */
    boolean drawnBySeed() {
      return !fewShotSeed.isEmpty() && fewShotSeed.equals(seed);
    }
  }

  /** Takes a cell apart by its {@code config_json}. */
  static Parts parts(String configJson, Map<String, String> axes) {
    TreeMap<String, String> values = new TreeMap<>();
    try {
      flatten("", JSON.readTree(configJson), values);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "config_json of a cell is not JSON (" + e.getOriginalMessage() + ").", e);
    }
    String seed = values.remove("seed");
    values.remove("learning-rate");
    values.remove("dropout");
    TreeMap<String, String> view = new TreeMap<>(values.subMap("task.", "task/"));
    view.keySet().removeAll(OF_TOKENS);
    String fewShotSeed = values.remove(FEW_SHOT_SEED);
    return new Parts(
        new CellSetting(
            values.getOrDefault("method.name", ""),
            values.getOrDefault("task.name", ""),
            new TreeMap<>(axes),
            values),
        String.valueOf(seed),
        fewShotSeed == null ? "" : fewShotSeed,
        view.toString());
  }

  private static void flatten(String path, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              e ->
                  flatten(
                      path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), values));
    } else {
      values.put(path, node.asText());
    }
  }

  /**
   * The keys in which the two settings differ and that cause it: without those of an axis, those
   * that a method has to itself where the methods differ, and what follows from another key.
   */
  Set<String> differences(CellSetting other) {
    Set<String> keys = differencesInPlace(other);
    if (!method.equals(other.method)) {
      keys.removeIf(key -> key.startsWith("method.") || key.equals(WEIGHT_DECAY));
    }
    keys.remove("task.name");
    keys.removeIf(
        key ->
            axes.keySet().stream().anyMatch(axis -> isOn(axis, key))
                || other.axes.keySet().stream().anyMatch(axis -> isOn(axis, key)));
    return keys;
  }

  /** The same for two settings of one place in the grid: keys of axes count too. */
  Set<String> differencesInPlace(CellSetting other) {
    Set<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(other.values.keySet());
    keys.removeIf(key -> value(key).equals(other.value(key)));
    boolean optimizer = keys.contains("optimizer.name");
    boolean schedule = keys.contains("schedule.name");
    keys.removeIf(
        key ->
            (optimizer && key.startsWith("optimizer.") && !key.equals("optimizer.name"))
                || (schedule && key.startsWith("schedule.") && !key.equals("schedule.name")));
    return keys;
  }

  /** A key's value as a configuration has it. */
  String value(String key) {
    return values.getOrDefault(key, DEFAULTS.getOrDefault(key, "off"));
  }

  /** Whether a key of {@code config_json} is the axis, or follows from it. */
  private static boolean isOn(String axis, String key) {
    String[] names = axis.split("\\.", 3);
    if (names[0].equals("method") && names.length == 3) {
      return key.equals(
          names[2].equals("weight-decay") ? WEIGHT_DECAY : "method.settings." + names[2]);
    }
    if (names[0].equals("tasks") && names.length == 3) {
      return isOn(names[2].startsWith("train.") ? names[2] : "task." + names[2], key);
    }
    if (axis.equals("optimizer.name") || axis.equals("schedule.name")) {
      return key.startsWith(names[0] + ".");
    }
    if (names[0].equals("optimizer") && names.length == 3) {
      return key.equals("optimizer." + names[2]);
    }
    return key.equals(axis);
  }

  /**
   * The configuration's name of a key of {@code config_json}.
   *
   * @param resolved the configuration's keys, to find the section that the key was read from
   */
  String configKey(String key, Set<String> resolved) {
    if (key.startsWith("method.settings.")) {
      String setting = key.substring("method.settings.".length());
      return nearest(resolved, method + "." + setting, "method." + method + "." + setting);
    }
    if (key.equals(WEIGHT_DECAY)) {
      return nearest(
          resolved,
          method + ".weight-decay",
          resolved.contains("method." + method + ".weight-decay")
              ? "method." + method + ".weight-decay"
              : "optimizer." + value("optimizer.name") + ".weight-decay");
    }
    if (key.startsWith("optimizer.") && !key.equals("optimizer.name")) {
      return "optimizer." + value("optimizer.name") + key.substring("optimizer".length());
    }
    String ofTask =
        "tasks." + task + "." + (key.startsWith("task.") ? key.substring("task.".length()) : key);
    return resolved.contains(ofTask) ? ofTask : key;
  }

  /** Whether the key was read from the task's own section. */
  boolean isTasksOwn(String key, Set<String> resolved) {
    return configKey(key, resolved).startsWith("tasks.");
  }

  private String nearest(Set<String> resolved, String inTask, String general) {
    String ofTask = "tasks." + task + ".method." + inTask;
    return resolved.contains(ofTask) ? ofTask : general;
  }
}
