package io.promptsweep.task.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * SuperGLUE's official files: one JSON object a line. A column is found by its key, or by keys
 * joined with dots inside nested objects.
 *
 * @param nesting how an object holds its rows
 */
public record JsonLines(Nesting nesting) implements RowReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @Override
  public List<Row> read(Path file, Map<String, String> columns) {
    List<String> lines = TextLines.of(file);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      Place place = new Place(file, "line", i + 1);
      for (JsonNode flat : nesting.flatten(place, object(place, lines.get(i)))) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        columns.forEach(
            (column, path) -> {
              // A row whose label is null has no label; what becomes of it is the source's choice.
              if (!column.equals(Row.LABEL) || !at(flat, path).isNull()) {
                values.put(column, texts(place, flat, path));
              }
            });
        rows.add(new Row(place, values));
      }
    }
    return rows;
  }

  private static JsonNode object(Place place, String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + ": is not one JSON object (" + e.getOriginalMessage() + ").", e);
    }
    if (!node.isObject()) {
      throw new InvalidInputException(place + ": is " + kind(node) + ", expected one JSON object.");
    }
    return node;
  }

  private static List<String> texts(Place place, JsonNode object, String path) {
    JsonNode node = at(object, path);
    if (!node.isArray()) {
      return List.of(text(place, path, node));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node) {
      texts.add(text(place, path, item));
    }
    return texts;
  }

  private static JsonNode at(JsonNode object, String path) {
    JsonNode node = object;
    for (String key : path.split("\\.", -1)) {
      node = node.path(key);
    }
    return node;
  }

  /** The text, number or truth value {@code node} as text. */
  static String text(Place place, String path, JsonNode node) {
    if (node.isMissingNode()) {
      throw new InvalidInputException(place + ": key '" + path + "' is missing.");
    }
    if (!node.isValueNode() || node.isNull()) {
      throw new InvalidInputException(
          place + ": key '" + path + "' is " + kind(node) + ", expected text or a number.");
    }
    return node.asText();
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "text";
      case NUMBER -> "a number";
      case MISSING -> "nothing";
      default -> node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
