package io.promptsweep.task.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads one file of a layout into rows. */
public sealed interface RowReader permits GlueTsv, JsonLines, ParquetRows {

  /**
   * All rows of {@code file}, in its order. A row whose label is null has no column {@link
   * Row#LABEL}.
   *
   * @param columns where each column of the rows is found in the file
   * @throws io.promptsweep.problem.InvalidInputException naming file and line for anything that is
   *     not a row with these columns
   */
  List<Row> read(Path file, Map<String, String> columns);

  /** What the file itself calls the classes of a column, in class order; empty if it does not. */
  default List<String> classNames(Path file, String column) {
    return List.of();
  }
}
