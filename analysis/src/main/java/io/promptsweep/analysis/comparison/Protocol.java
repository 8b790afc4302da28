package io.promptsweep.analysis.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a number depends on beside its seed and its learning rate: every other key of the cell's
 * configuration, in a flat form, and the backbone.
 *
 * @param keys from {@code train.batch-size} to its value as JSON
 */
record Protocol(NavigableMap<String, String> keys) {
  static final String LEARNING_RATE = "learning-rate";
  private static final String NONE = "none";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Seeds are averaged over; the size of an evaluation batch moves no more than rounding. */
  private static final Set<String> LEFT_OUT =
      Set.of("seed", "task.few-shot-seed", LEARNING_RATE, "train.eval-batch-size");

  /**
   * The protocol of a cell.
   *
   * @param trainableParameters tells models apart that bear the same name; empty: not known
   */
  static Protocol of(String configJson, String backbone, Optional<Long> trainableParameters) {
    NavigableMap<String, String> keys = flat(configJson);
    LEFT_OUT.forEach(keys::remove);
    keys.put("backbone.name", text(backbone));
    trainableParameters.ifPresent(n -> keys.put("trainable parameters", n.toString()));
    return new Protocol(keys);
  }

  /** Every value of a configuration by its path. */
  static NavigableMap<String, String> flat(String configJson) {
    NavigableMap<String, String> flat = new TreeMap<>();
    try {
      flatten("", JSON.readValue(configJson, Object.class), flat);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "a config_json of table cells is not JSON: " + e.getOriginalMessage(), e);
    }
    return flat;
  }

  private static void flatten(String path, Object value, NavigableMap<String, String> flat)
      throws JsonProcessingException {
    if (value instanceof Map<?, ?> members) {
      for (Map.Entry<?, ?> member : members.entrySet()) {
        flatten(
            path.isEmpty() ? (String) member.getKey() : path + "." + member.getKey(),
            member.getValue(),
            flat);
      }
    } else if (value instanceof Number number) {
      // 1 and 1.0 are the same setting.
      flat.put(path, Double.toString(number.doubleValue()).replaceAll("\\.0$", ""));
    } else {
      flat.put(path, JSON.writeValueAsString(value));
    }
  }

  private static String text(String value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  String backbone() {
    String quoted = keys.get("backbone.name");
    return quoted.substring(1, quoted.length() - 1);
  }

  /** Whether the score that is reported is of the examples that selected the epoch. */
  boolean reportsOnSelectionData() {
    return "\"whole-validation\"".equals(keys.get("task.split"));
  }

  /** Where this, ours, and a paper's differ, by key. */
  List<Difference> from(Protocol paper) {
    SortedSet<String> all = new TreeSet<>(keys.keySet());
    all.addAll(paper.keys.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String key : all) {
      String ours = keys.getOrDefault(key, NONE);
      String theirs = paper.keys.getOrDefault(key, NONE);
      boolean known = !key.equals("trainable parameters") || !theirs.equals(NONE);
      if (known && !ours.equals(theirs)) {
        differences.add(new Difference(key, ours, theirs));
      }
    }
    return differences;
  }
}
