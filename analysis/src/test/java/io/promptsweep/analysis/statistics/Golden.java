package io.promptsweep.analysis.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/**
 * Golden values: the shared ones from the folder that {@code parity.dir} names or else this
 * module's copy, and this module's own, which {@code src/test/python/more_statistics.py} makes.
 */
final class Golden {
  private Golden() {}

  static JsonNode statistics() {
    return shared("statistics.json");
  }

  static JsonNode metrics() {
    return shared("metrics.json");
  }

  static JsonNode more(String section) {
    JsonNode cases = onClassPath("more_statistics.json").get(section);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException(section + " has no cases");
    }
    return cases;
  }

  static double[] numbers(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  static double[][] rows(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .map(Golden::numbers)
        .toArray(double[][]::new);
  }

  static double number(JsonNode node, String name) {
    return node.get(name).doubleValue();
  }

  private static JsonNode shared(String file) {
    String given = System.getProperty("parity.dir", "");
    if (given.isBlank()) {
      return onClassPath(file);
    }
    try (InputStream in = Files.newInputStream(Path.of(given, file))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("golden file " + file + " cannot be read", e);
    }
  }

  private static JsonNode onClassPath(String file) {
    try (InputStream in = Golden.class.getResourceAsStream("/parity/" + file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("golden file " + file + " cannot be read", e);
    }
  }
}
