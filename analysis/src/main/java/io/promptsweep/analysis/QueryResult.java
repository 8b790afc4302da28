package io.promptsweep.analysis;

import java.util.List;

/**
 * A result as text.
 *
 * @param columns its columns
 * @param rows one value a column, {@code null} for NULL; nested values are JSON
 */
record QueryResult(List<Column> columns, List<List<String>> rows) {
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    JSON
  }

  record Column(String name, Kind kind) {}
}
