package io.promptsweep.notebooks;

import io.promptsweep.analysis.PapersView;
import io.promptsweep.analysis.Query;
import io.promptsweep.analysis.UnusableResultsException;
import io.promptsweep.analysis.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Notebooks of a sweep: for Jupyter, for Zeppelin, the script that both follow, and the papers'
 * numbers as a Parquet folder, so that none of them needs Promptsweep.
 */
public final class NotebookFolder {
  private NotebookFolder() {}

  /**
   * Writes the notebooks of the results in {@code out} into {@code to}, in place of earlier ones.
   *
   * @param cells of the whole sweep, where that is known
   * @param pictures makes an SVG of a chart, where it can
   * @return the files: Jupyter's, Zeppelin's, the script
   * @throws UnusableResultsException when {@code out} is not the output folder of a sweep, or
   *     {@code to} cannot be written
   */
  public static List<Path> write(
      SparkSession spark,
      Path out,
      Path to,
      OptionalInt cells,
      Function<Chart, Optional<String>> pictures) {
    Path papers = to.resolve(ParquetTable.PAPERS.name());
    String name = fileName(out);
    Path jupyter = to.resolve(name + ".ipynb");
    Path zeppelin = to.resolve(name + ".zpln");
    Path script = to.resolve(name + ".sql");
    // Refuses a folder that lacks a table before anything is written.
    SqlScript.check(out);
    Notebook notebook =
        new Query(spark, out)
            .ask(views -> SweepNotebook.of(spark, views, out, papers, cells, pictures));
    try {
      Files.createDirectories(to);
      spark
          .table(PapersView.SQL_NAME)
          .coalesce(1)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(papers.toAbsolutePath().normalize().toString());
      Files.writeString(jupyter, JupyterNotebook.text(notebook));
      Files.writeString(zeppelin, ZeppelinNote.text(notebook));
    } catch (IOException e) {
      throw new UnusableResultsException(
          "cannot write into " + to + " (" + e.getMessage() + "); name another folder with --to.",
          e);
    }
    SqlScript.write(out, Optional.of(to), script);
    return List.of(jupyter, zeppelin, script);
  }

  /** The output folder's name without what shells, URLs and other systems make something of. */
  private static String fileName(Path out) {
    String name =
        String.valueOf(out.toAbsolutePath().normalize().getFileName())
            .replaceAll("[^\\p{L}\\p{N}._]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    return name.isEmpty() ? "sweep" : name;
  }
}
