package io.promptsweep.toy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An example of a task.
 *
 * @param columns texts by the names that the task's file in {@code conf/tasks} gives them
 * @param label the index of the class; for similarities the score
 * @param reason in words of the world, what decides the label; no file shows it
 */
record ToyExample(Map<String, String> columns, int label, String reason) {
  /** The reason where two texts do not differ, or nothing is wrong. */
  static final String NOTHING = "nothing";

  ToyExample {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** An example of columns and their texts by turns. */
  static ToyExample of(int label, String reason, String... columnsAndTexts) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < columnsAndTexts.length; i += 2) {
      columns.put(columnsAndTexts[i], columnsAndTexts[i + 1]);
    }
    return new ToyExample(columns, label, reason);
  }

  String text(String column) {
    String text = columns.get(column);
    if (text == null) {
      throw new IllegalArgumentException("no column " + column + " in " + columns.keySet());
    }
    return text;
  }
}
