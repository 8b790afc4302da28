package io.promptsweep.notebooks;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.TableFiles;
import io.promptsweep.problem.FileProblem;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One output folder as a script for {@code spark-sql -f}: the tables over their Parquet folders,
 * the documented views, and one question to each.
 */
public final class SqlScript {
  private SqlScript() {}

  /**
   * Writes the script over {@code out} to {@code target}, in place of what was there.
   *
   * @throws InvalidInputException when {@code out} lacks a table or {@code target} cannot be
   *     written
   */
  public static void write(Path out, Path target) {
    write(out, Optional.empty(), target);
  }

  /** The same with the papers' numbers, the folder {@code papers} in {@code beside}. */
  static void write(Path out, Optional<Path> beside, Path target) {
    String head =
        "-- The results in "
            + oneLine(out.toAbsolutePath().normalize())
            + "\n-- Run with: spark-sql -f "
            + oneLine(target.getFileName())
            + "\n\n";
    String text = head + String.join(";\n\n", statements(out, beside)) + ";\n";
    try {
      Files.writeString(target, text);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write " + target + " (" + FileProblem.of(e) + "); name another --to.", e);
    }
  }

  private static String oneLine(Path path) {
    return path.toString().replaceAll("\\R", " ");
  }

  /**
   * The script's statements, in order, without their ends.
   *
   * @throws InvalidInputException when {@code out} lacks a table
   */
  static List<String> statements(Path out, Optional<Path> beside) {
    check(out);
    List<String> statements = new ArrayList<>();
    ParquetTable.ofSweep().forEach(table -> statements.add(statement(table, out)));
    beside.ifPresent(folder -> statements.add(statement(ParquetTable.PAPERS, folder)));
    for (ResultView view : ResultView.values()) {
      statements.add(view.statement());
    }
    for (ResultView view : ResultView.values()) {
      statements.add("SELECT * FROM " + view.sqlName() + " LIMIT 20");
    }
    return statements;
  }

  /**
   * Does nothing for an output folder.
   *
   * @throws InvalidInputException when {@code out} lacks a table, files or rows, or has folders
   *     among its tables that are none of its own
   */
  static void check(Path out) {
    for (ParquetTable table : ParquetTable.ofSweep()) {
      if (!Files.isDirectory(out.resolve(table.name()))) {
        throw new InvalidInputException(
            out
                + " has no folder '"
                + table.name()
                + "'; expected the output folder of a sweep, which 'promptsweep run' makes.");
      }
    }
    List<Path> strange = TableFiles.of(out).strangeFolders();
    if (!strange.isEmpty()) {
      throw new InvalidInputException(
          strange.get(0)
              + " is a folder that the sweep did not make, and Spark would read what is in it; move it"
              + " out of the tables.");
    }
  }

  private static String statement(ParquetTable table, Path folder) {
    return table.statement(ParquetTable.quoted(ResultTable.location(folder, table.name())));
  }
}
