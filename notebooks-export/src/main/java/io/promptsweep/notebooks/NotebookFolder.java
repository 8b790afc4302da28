package io.promptsweep.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.promptsweep.analysis.PapersView;
import io.promptsweep.analysis.Query;
import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.chart.Chart;
import io.promptsweep.problem.FileProblem;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Notebooks of a sweep: for Jupyter, for Zeppelin, the script that both follow, and the papers'
 * numbers as a Parquet folder, so that none of them needs Promptsweep.
 */
public final class NotebookFolder {
  /** Room for the end of a file's name within the 255 bytes that file systems allow. */
  private static final int LONGEST_NAME = 240;

  /** What Spark leaves in a Parquet folder. */
  private static final Pattern OF_PAPERS =
      Pattern.compile("\\.?(_SUCCESS|part-.*\\.parquet)(\\.crc)?|_temporary");

  private NotebookFolder() {}

  /**
   * Writes the notebooks of the results in {@code out} into {@code to}, in place of earlier ones.
   *
   * @param cells of the whole sweep, where that is known
   * @param pictures makes an SVG of a chart, where it can
   * @return the files: Jupyter's, Zeppelin's, the script
   * @throws InvalidInputException when {@code out} is not the output folder of a sweep, or {@code
   *     to} cannot be written
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
    checkPapers(papers);
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
          .parquet(ResultTable.location(to, ParquetTable.PAPERS.name()));
      Files.writeString(jupyter, JupyterNotebook.text(notebook));
      Files.writeString(zeppelin, ZeppelinNote.text(notebook));
    } catch (IOException e) {
      throw cannotWrite(to, e);
    }
    SqlScript.write(out, Optional.of(to), script);
    return List.of(jupyter, zeppelin, script);
  }

  private static InvalidInputException cannotWrite(Path to, IOException e) {
    return new InvalidInputException(
        "cannot write into " + to + " (" + FileProblem.of(e) + "); name another folder with --to.",
        e);
  }

  /** Spark replaces the whole folder, so that nothing but an earlier notebook's may be in it. */
  private static void checkPapers(Path papers) {
    if (!Files.isDirectory(papers)) {
      return;
    }
    try (Stream<Path> files = Files.list(papers)) {
      Optional<String> foreign =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !OF_PAPERS.matcher(name).matches())
              .sorted()
              .findFirst();
      if (foreign.isPresent()) {
        throw new InvalidInputException(
            papers
                + " holds '"
                + foreign.get()
                + "', which no notebook wrote, and a notebook replaces that folder; name another"
                + " folder with --to.");
      }
    } catch (IOException e) {
      throw cannotWrite(papers, e);
    }
  }

  /** The output folder's name without what shells, URLs and other systems make something of. */
  private static String fileName(Path out) {
    String name =
        String.valueOf(out.toAbsolutePath().normalize().getFileName())
            .replaceAll("[^\\p{L}\\p{N}._]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    int end = name.length();
    while (name.substring(0, end).getBytes(UTF_8).length > LONGEST_NAME) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.isEmpty() ? "sweep" : name.substring(0, end);
  }
}
