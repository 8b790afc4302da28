package io.promptsweep.analysis;

import static io.promptsweep.analysis.GoldenTables.done;
import static io.promptsweep.analysis.GoldenTables.epoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs leave among the tables, and what a copy in part lacks. */
class TableFilesTest {
  private static final SparkSession SPARK = GoldenTables.spark();
  private static final String REMEDY =
      "; restore it from a copy, or move the segment's files in cells, epochs and attempts away and"
          + " run the sweep again to compute its cells again.";

  @TempDir Path out;
  private Path cells;
  private Path epochs;
  private Path starts;

  /** Two segments of a cell with two epochs each, and two starts. */
  @BeforeEach
  void twoSegments() throws IOException {
    cells = out.resolve("cells/sweep_id=s");
    epochs = out.resolve("epochs/sweep_id=s");
    starts = out.resolve("environment/sweep_id=s");
    for (int seed = 1; seed <= 2; seed++) {
      String id = "a-rte-0.3-" + seed;
      GoldenTables.write(
          SPARK,
          out,
          ResultTable.CELLS,
          done("a", "rte", 0.3, seed, "0.5")
              .replace("\"best_epoch\":1", "\"best_epoch\":2,\"trained_steps\":20"));
      Files.delete(epochs.resolve(ResultTable.EPOCHS.fileName(seed - 1))); // it has no rows
      GoldenTables.write(
          SPARK,
          out,
          ResultTable.EPOCHS,
          epoch(id, 1, "\"score\":0.4"),
          epoch(id, 2, "\"score\":0.5"));
      GoldenTables.write(
          SPARK, out, ResultTable.ENVIRONMENT, "{\"sweep_id\":\"s\",\"cores\":" + seed + "}");
    }
  }

  private String counts() {
    ResultViews.over(SPARK, out);
    return SPARK
        .sql(
            "SELECT (SELECT count(*) FROM cells), (SELECT count(*) FROM epochs),"
                + " (SELECT count(*) FROM environment), (SELECT count(*) FROM attempts)")
        .head()
        .toString();
  }

  private void refused(String sentence) {
    assertThatThrownBy(this::counts).isInstanceOf(InvalidInputException.class).hasMessage(sentence);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatOtherProgramsLeaveIsNotReadAndNamed() throws IOException {
    assertThat(counts()).isEqualTo("[2,4,2,0]");
    assertThat(TableFiles.foreignFiles(out)).isEmpty();
    Path first = cells.resolve("segment-00000.parquet");
    for (String name :
        new String[] {
          "segment-00000 (1).parquet",
          "segment-00000.parquet~",
          "segment-00000.sync-conflict-20260101-120000-ABCDEFG.parquet",
          "segment-000000.parquet",
          "segment-0.parquet",
          "Segment-00002.parquet",
          "segment-00002.parquet.part",
          "start-0.parquet",
          "copy/segment-00000.parquet",
          "part-00000-a.snappy.parquet",
          ".segment-00000.parquet.crc",
          "._segment-00000.parquet",
        }) {
      copy(first, cells.resolve(name));
    }
    copy(first, out.resolve("cells/segment-00000.parquet"));
    copy(first, out.resolve("cells/sweep_id=s (1)/segment-00000.parquet"));
    copy(epochs.resolve("segment-00000.parquet"), epochs.resolve("segment-00000 copy.parquet"));
    copy(starts.resolve("start-0.parquet"), starts.resolve("start-0 (1).parquet"));
    // Checksums of what the file was once, as Hadoop's own copies have them beside.
    byte[] sums = new byte[8 + 4 * (int) (Files.size(first) / 512 + 1)];
    System.arraycopy(new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0}, 0, sums, 0, 8);
    Files.write(cells.resolve(".segment-00000.parquet.crc"), sums);
    Files.writeString(cells.resolve("desktop.ini"), "");
    Files.createDirectory(cells.resolve("segment-00002.parquet"));
    // A writer's own, half written.
    Files.writeString(cells.resolve(".segment-00002.parquet.tmp"), "");
    assertThat(counts()).isEqualTo("[2,4,2,0]");
    assertThat(TableFiles.foreignFiles(out))
        .hasValue(
            "not read, because the sweep did not write it: cells/segment-00000.parquet,"
                + " cells/sweep_id=s/._segment-00000.parquet,"
                + " cells/sweep_id=s/.segment-00000.parquet.crc and 15 more in "
                + out
                + ".");
    assertThat(TableFiles.of(out).strangeFolders())
        .containsExactlyInAnyOrder(
            out.resolve("cells/sweep_id=s (1)"),
            cells.resolve("copy"),
            cells.resolve("segment-00002.parquet"));
  }

  @Test
  void twoSweepsInOneFolderAreBothRead() throws IOException {
    for (ResultTable table : ResultTable.values()) {
      Path other = out.resolve(table.sqlName()).resolve("sweep_id=other");
      Files.createDirectories(other);
      Path first = out.resolve(table.sqlName()).resolve("sweep_id=s").resolve(table.fileName(0));
      if (Files.exists(first)) {
        copy(first, other.resolve(table.fileName(0)));
      }
    }
    assertThat(counts()).isEqualTo("[3,6,3,0]");
  }

  @Test
  void emptyAndDamagedFilesAreNamed() throws IOException {
    Path file = cells.resolve("segment-00001.parquet");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[0]);
    refused(file + " has 0 bytes" + REMEDY);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(this::counts)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + " cannot be read: ")
        .hasMessageEndingWith(REMEDY)
        .hasMessageNotContaining("\n");
    Files.write(file, whole);
    Path attempts = out.resolve("attempts/sweep_id=s/segment-00000.parquet");
    Files.writeString(attempts, "PAR1 it is not");
    assertThatThrownBy(this::counts).hasMessageStartingWith(attempts + " cannot be read: ");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Path last = epochs.resolve("segment-00001.parquet");
    byte[] whole = Files.readAllBytes(last);
    Files.delete(last);
    refused(last + " is missing, though there is one in cells and attempts" + REMEDY);
    Files.write(last, whole);

    Path lastCells = cells.resolve("segment-00001.parquet");
    byte[] rows = Files.readAllBytes(lastCells);
    Files.delete(lastCells);
    refused(lastCells + " is missing, though there is one in epochs and attempts" + REMEDY);
    // A writer that lives, or was killed, says of which segment its journal is the truth.
    Path open = Files.createDirectories(out.resolve("_journal/open-00001"));
    assertThat(counts()).isEqualTo("[1,4,2,0]");
    Files.move(open, open.resolveSibling("open-00002"));
    refused(lastCells + " is missing, though there is one in epochs and attempts" + REMEDY);
    Files.write(lastCells, rows);
    assertThat(counts()).isEqualTo("[2,4,2,0]");
    Files.move(out.resolve("_journal/open-00002"), out.resolve("_journal/open-00003"));
    refused(
        epochs.resolve("segment-00002.parquet")
            + " is missing, as in every table, and the sweep wrote it; restore it from a copy, or run"
            + " the sweep again to compute its cells again.");
    Files.delete(out.resolve("_journal/open-00003"));

    Files.move(starts.resolve("start-0.parquet"), starts.resolve("start-2.parquet"));
    refused(
        starts.resolve("start-0.parquet")
            + " is missing, though there is start-2.parquet; restore it from a copy, or run the"
            + " sweep again.");
  }

  @Test
  void aMissingFolderIsNamed() throws IOException {
    Path away = Files.move(epochs, out.resolve("away"));
    refused(epochs + " is missing, though other tables have rows; restore the folder from a copy.");
    Files.delete(out.resolve("epochs"));
    refused(
        out.resolve("epochs")
            + " is missing, though other tables have rows; restore the folder from a copy.");
    Files.createDirectory(out.resolve("epochs"));
    Files.move(away, epochs);
    assertThat(counts()).isEqualTo("[2,4,2,0]");
  }

  @Test
  void aCellThatIsThereTwiceOrLacksEpochsIsNamed() throws IOException {
    Path second = cells.resolve("segment-00001.parquet");
    byte[] whole = Files.readAllBytes(second);
    copy(cells.resolve("segment-00000.parquet"), second);
    refused(
        second
            + " has the cell a-rte-0.3-1, which segment-00000.parquet has too; move the file"
            + " away that the sweep did not write, and the files of the same number in epochs and"
            + " attempts.");
    Files.write(second, whole);
    Path newer = epochs.resolve("segment-00001.parquet");
    byte[] rows = Files.readAllBytes(newer);
    copy(out.resolve("attempts/sweep_id=s/segment-00000.parquet"), newer);
    refused(
        newer + " has 0 epochs of the cell a-rte-0.3-2, whose best epoch in cells is 2" + REMEDY);
    copy(epochs.resolve("segment-00000.parquet"), newer);
    refused(newer + " has epoch 1 of the cell a-rte-0.3-1 again" + REMEDY);
    Files.write(newer, rows);
    assertThat(counts()).isEqualTo("[2,4,2,0]");
  }
}
