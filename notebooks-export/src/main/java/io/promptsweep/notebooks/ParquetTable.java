package io.promptsweep.notebooks;

import io.promptsweep.analysis.PapersView;
import io.promptsweep.analysis.ResultTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A folder of Parquet files as a table.
 *
 * @param name the table's name in SQL, and its folder's
 * @param ddl its columns, {@code name type} separated by commas and line ends
 * @param files the pattern of its files' names; others in the folder are not read
 */
record ParquetTable(String name, String ddl, String files) {
  /** The papers' numbers, which a notebook has beside it. */
  static final ParquetTable PAPERS =
      new ParquetTable(PapersView.SQL_NAME, PapersView.ddl(), "*.parquet");

  /** The tables in every output folder. */
  static List<ParquetTable> ofSweep() {
    return Arrays.stream(ResultTable.values())
        .map(table -> new ParquetTable(table.sqlName(), table.ddl(), table.filePattern()))
        .toList();
  }

  /**
   * The statement that makes the table.
   *
   * @param location its folder inside a text of SQL, see {@link #quoted}
   */
  String statement(String location) {
    return String.format(
        Locale.ROOT,
        "CREATE OR REPLACE TEMPORARY VIEW %s (\n"
            + "%s\n"
            + ")\n"
            + "USING parquet\n"
            + "OPTIONS (path '%s', %s 'false', pathGlobFilter '%s')",
        name,
        ddl.indent(2).stripTrailing(),
        location,
        ResultTable.NO_PATTERN,
        files);
  }

  /** A path between the quotes of a text in Spark's SQL. */
  static String quoted(String path) {
    return path.replace("\\", "\\\\")
        .replace("'", "\\'")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("${", "\\u0024{"); // Spark would put the value of a setting there
  }
}
