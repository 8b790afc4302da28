package io.promptsweep.task.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptsweep.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How an object of an official file holds its rows. Flattened rows have the keys of the Hugging
 * Face copies, so that a task file names the same columns for both.
 */
public enum Nesting {
  /** The object is the row. */
  NONE,
  /**
   * A passage with questions with answers, one row an answer: {@code paragraph}, {@code question},
   * {@code answer}, {@code label}, {@code idx.question}.
   */
  MULTIRC,
  /**
   * A passage with queries, one row a query: {@code passage}, {@code query}, {@code entities} and
   * {@code answers} (both distinct and sorted), {@code idx.query}.
   */
  RECORD;

  List<JsonNode> flatten(Place place, JsonNode object) {
    return switch (this) {
      case NONE -> List.of(object);
      case MULTIRC -> multirc(place, object);
      case RECORD -> record(place, object);
    };
  }

  private static List<JsonNode> multirc(Place place, JsonNode object) {
    JsonNode passage = member(place, "passage", object, "passage");
    String paragraph = text(place, "passage.text", passage, "text");
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode question : list(place, "passage.questions", passage, "questions")) {
      String key = "passage.questions.";
      for (JsonNode answer : list(place, key + "answers", question, "answers")) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("paragraph", paragraph);
        row.put("question", text(place, key + "question", question, "question"));
        row.put("answer", text(place, key + "answers.text", answer, "text"));
        if (answer.path("label").isNull()) {
          row.putNull("label");
        } else {
          row.put("label", text(place, key + "answers.label", answer, "label"));
        }
        row.putObject("idx").put("question", text(place, key + "idx", question, "idx"));
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<JsonNode> record(Place place, JsonNode object) {
    JsonNode passage = member(place, "passage", object, "passage");
    String text = text(place, "passage.text", passage, "text");
    TreeSet<String> entities = new TreeSet<>();
    for (JsonNode entity : list(place, "passage.entities", passage, "entities")) {
      entities.add(span(place, text, entity));
    }
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode query : list(place, "qas", object, "qas")) {
      TreeSet<String> answers = new TreeSet<>();
      for (JsonNode answer : list(place, "qas.answers", query, "answers")) {
        answers.add(text(place, "qas.answers.text", answer, "text"));
      }
      if (answers.isEmpty()) {
        throw new InvalidInputException(
            place + ": key 'qas.answers' is empty, expected an answer.");
      }
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      row.put("passage", text);
      row.put("query", text(place, "qas.query", query, "query"));
      ArrayNode names = row.putArray("entities");
      entities.forEach(names::add);
      ArrayNode accepted = row.putArray("answers");
      answers.forEach(accepted::add);
      row.putObject("idx").put("query", text(place, "qas.idx", query, "idx"));
      rows.add(row);
    }
    return rows;
  }

  /** An entity: characters (code points) from {@code start} to {@code end}, both included. */
  private static String span(Place place, String text, JsonNode entity) {
    int start = entity.path("start").asInt(-1);
    int end = entity.path("end").asInt(-1);
    if (start < 0 || end < start || end >= text.codePointCount(0, text.length())) {
      throw new InvalidInputException(
          place
              + ": key 'passage.entities' has a span from "
              + start
              + " to "
              + end
              + ", expected one inside the passage.");
    }
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start + 1));
  }

  private static JsonNode member(Place place, String path, JsonNode node, String key) {
    JsonNode member = node.path(key);
    if (!member.isObject()) {
      throw new InvalidInputException(
          place + ": key '" + path + "' is " + JsonLines.kind(member) + ", expected an object.");
    }
    return member;
  }

  private static JsonNode list(Place place, String path, JsonNode node, String key) {
    JsonNode list = node.path(key);
    if (!list.isArray()) {
      throw new InvalidInputException(
          place + ": key '" + path + "' is " + JsonLines.kind(list) + ", expected a list.");
    }
    return list;
  }

  private static String text(Place place, String path, JsonNode node, String key) {
    return JsonLines.text(place, path, node.path(key));
  }
}
