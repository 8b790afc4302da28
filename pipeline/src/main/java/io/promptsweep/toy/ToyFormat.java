package io.promptsweep.toy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The official file formats of GLUE (TABs) and SuperGLUE (an object a line). */
enum ToyFormat {
  COLA,
  SST2,
  MRPC,
  RTE,
  STSB,
  CB,
  BOOLQ,
  WIC,
  WSC;

  private static final ObjectMapper JSON = new ObjectMapper();

  private boolean json() {
    return switch (this) {
      case COLA, SST2, MRPC, RTE, STSB -> false;
      case CB, BOOLQ, WIC, WSC -> true;
    };
  }

  String trainFile() {
    return json() ? "train.jsonl" : "train.tsv";
  }

  String devFile() {
    return json() ? "val.jsonl" : "dev.tsv";
  }

  /** The first line with its line feed; empty where the format has none. */
  String header() {
    return switch (this) {
      case COLA, CB, BOOLQ, WIC, WSC -> "";
      case SST2 -> "sentence\tlabel\n";
      case MRPC -> "Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n";
      case RTE -> "index\tsentence1\tsentence2\tlabel\n";
      case STSB ->
          "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore\n";
    };
  }

  /**
   * One example with its line feed.
   *
   * @param label the class or score as the file writes it
   * @param index the example's number in the file
   */
  String line(ToyExample e, String label, int index) {
    String first = Integer.toString(index);
    return switch (this) {
      case COLA -> tabs("toy", label, label.equals("1") ? "" : "*", e.text("sentence"));
      case SST2 -> tabs(e.text("sentence"), label);
      case MRPC ->
          tabs(
              label,
              Integer.toString(2 * index),
              Integer.toString(2 * index + 1),
              e.text("sentence1"),
              e.text("sentence2"));
      case RTE -> tabs(first, e.text("sentence1"), e.text("sentence2"), label);
      case STSB ->
          tabs(
              first,
              "toy",
              "toy",
              "none",
              first,
              "none",
              "none",
              e.text("sentence1"),
              e.text("sentence2"),
              label);
      case CB, BOOLQ, WIC, WSC -> json(object(e, label, index));
    };
  }

  private Map<String, Object> object(ToyExample e, String label, int index) {
    Map<String, Object> object = new LinkedHashMap<>();
    switch (this) {
      case CB -> put(object, e, List.of("premise", "hypothesis"));
      case BOOLQ -> put(object, e, List.of("question", "passage"));
      case WIC -> {
        put(object, e, List.of("word", "sentence1", "sentence2"));
        place(object, e, "1");
        place(object, e, "2");
      }
      case WSC -> {
        put(object, e, List.of("text"));
        Map<String, Object> target = new LinkedHashMap<>();
        for (String span : List.of("span1", "span2")) {
          target.put(span + "_index", Integer.valueOf(e.text(span + "_index")));
          target.put(span + "_text", e.text(span + "_text"));
        }
        object.put("target", target);
      }
      case COLA, SST2, MRPC, RTE, STSB -> throw new IllegalStateException(this + " is no JSON");
    }
    object.put("idx", index);
    object.put("label", this == CB ? label : (Object) Boolean.valueOf(label));
    return object;
  }

  private static void put(Map<String, Object> object, ToyExample e, List<String> columns) {
    columns.forEach(column -> object.put(column, e.text(column)));
  }

  /** The characters at which the word stands in a sentence. */
  private static void place(Map<String, Object> object, ToyExample e, String sentence) {
    String word = e.text("word");
    int start = (" " + e.text("sentence" + sentence) + " ").indexOf(" " + word + " ");
    object.put("start" + sentence, start);
    object.put("end" + sentence, start + word.length());
  }

  private static String tabs(String... fields) {
    return String.join("\t", fields) + "\n";
  }

  private static String json(Map<String, Object> object) {
    try {
      return JSON.writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
