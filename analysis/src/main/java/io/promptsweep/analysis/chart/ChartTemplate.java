package io.promptsweep.analysis.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chart without its data: the resource {@code NAME.vl.json}, a specification of Vega-Lite that
 * names its data sets, and {@code theme.json}, the configuration that all share. Both read as they
 * are in Vega's editor.
 *
 * @param name of the resource and of the chart
 * @param title the chart's
 */
record ChartTemplate(String name, String title) {
  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The chart of one data set; empty where that has no rows. */
  Optional<Chart> with(String data, List<Map<String, Object>> rows, String alt) {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(with(Map.of("datasets", Map.of(data, rows)), alt));
  }

  /** The chart with further members of the specification: {@code datasets}, {@code height}. */
  Chart with(Map<String, Object> members, String alt) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("$schema", SCHEMA);
    spec.put("description", alt);
    spec.putAll(resource(name + ".vl.json"));
    spec.putAll(members);
    spec.put("config", resource("theme.json"));
    try {
      return new Chart(name, title, alt, JSON.writeValueAsString(spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows of chart " + name + " cannot be written as JSON", e);
    }
  }

  private static Map<String, Object> resource(String name) {
    try (InputStream in = ChartTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its resource " + name);
      }
      return JSON.readValue(in, new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
