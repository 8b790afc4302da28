package io.promptsweep.notebooks;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.UnusableResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One output folder as a script for {@code spark-sql -f}: the tables over their Parquet folders,
 * the documented views, and one question to each.
 */
public final class SqlScript {
  private SqlScript() {}

  /**
   * Writes the script over {@code out} to {@code target}, in place of what was there.
   *
   * @throws UnusableResultsException when {@code out} lacks a table or {@code target} cannot be
   *     written
   */
  public static void write(Path out, Path target) {
    String head =
        "-- The results in "
            + out.toAbsolutePath().normalize().toString().replace('\n', ' ')
            + "\n-- Run with: spark-sql -f "
            + target.getFileName()
            + "\n\n";
    try {
      Files.writeString(target, head + String.join(";\n\n", statements(out)) + ";\n");
    } catch (IOException e) {
      throw new UnusableResultsException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  /** The script's statements, in order, without their ends. */
  public static List<String> statements(Path out) {
    List<String> statements = new ArrayList<>();
    for (ResultTable table : ResultTable.values()) {
      if (!Files.isDirectory(out.resolve(table.sqlName()))) {
        throw new UnusableResultsException(
            out
                + " has no folder '"
                + table.sqlName()
                + "'; expected the output folder of a sweep, which 'promptsweep run' makes.");
      }
      statements.add(
          "CREATE OR REPLACE TEMPORARY VIEW %s (\n%s\n)\nUSING parquet\nOPTIONS (path '%s')"
              .formatted(
                  table.sqlName(),
                  table.ddl().indent(2).stripTrailing(),
                  table.location(out).replace("\\", "\\\\").replace("'", "\\'")));
    }
    for (ResultView view : ResultView.values()) {
      statements.add(view.statement());
    }
    for (ResultView view : ResultView.values()) {
      statements.add("SELECT * FROM " + view.sqlName() + " LIMIT 20");
    }
    return statements;
  }
}
