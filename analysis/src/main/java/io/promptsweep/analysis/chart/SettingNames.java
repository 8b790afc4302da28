package io.promptsweep.analysis.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names of settings that are as short as they can be: the method, and of the other keys only those
 * in which the method's own settings differ.
 */
final class SettingNames {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEYS =
      List.of("sweep_id", "backbone", "precision", "protocol", "prompt_tokens", "axes");

  private final Map<String, List<String>> differing;

  private SettingNames(Map<String, List<String>> differing) {
    this.differing = differing;
  }

  static SettingNames among(List<ViewRow> rows) {
    Map<String, List<ViewRow>> methods =
        rows.stream().collect(Collectors.groupingBy(row -> row.text("method")));
    Map<String, List<String>> differing = new HashMap<>();
    methods.forEach((method, own) -> differing.put(method, differing(own)));
    return new SettingNames(differing);
  }

  private static List<String> differing(List<ViewRow> rows) {
    return KEYS.stream()
        .filter(key -> rows.stream().map(row -> row.text(key)).distinct().count() > 1)
        .toList();
  }

  /** {@code vanilla}, or {@code vanilla, 50 tokens, batch-size 8}. */
  String of(ViewRow row) {
    List<String> parts = new ArrayList<>();
    parts.add(row.text("method"));
    for (String key : differing.getOrDefault(row.text("method"), List.of())) {
      String value = row.text(key);
      if (key.equals("prompt_tokens")) {
        parts.add(value + " tokens");
      } else if (key.equals("axes")) {
        parts.addAll(axes(value));
      } else if (!value.isEmpty()) {
        parts.add(value);
      }
    }
    return String.join(", ", parts);
  }

  private static List<String> axes(String json) {
    if (json.isEmpty()) {
      return List.of();
    }
    try {
      Map<String, Object> axes =
          new TreeMap<>(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}));
      return axes.entrySet().stream()
          .map(axis -> lastWord(axis.getKey()) + " " + axis.getValue())
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("column axes is " + json + ", which is no JSON object", e);
    }
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
