package io.promptsweep.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTablesTest {
  private static final ResultTables.Options AT_ONCE =
      new ResultTables.Options(4, Duration.ZERO, false);
  private static final ResultTables.Options AT_CLOSE =
      new ResultTables.Options(4, Duration.ofHours(1), false);

  @TempDir Path out;

  private ResultTables open(ResultTables.Options options) {
    return ResultTables.open(out, Rows.SWEEP, options);
  }

  @Test
  void committedCellsAreInTheTables() {
    try (ResultTables tables = open(AT_ONCE)) {
      for (int i = 0; i < 10; i++) {
        assertThat(tables.commit(Rows.done(i))).isTrue();
        assertThat(Rows.ids(out, RowType.CELLS)).hasSize(i + 1).doesNotHaveDuplicates();
        assertThat(Rows.ids(out, RowType.EPOCHS))
            .hasSize(IntStream.rangeClosed(0, i).map(Rows::epochCount).sum());
      }
      assertThat(tables.finished()).hasSize(10);
    }
    assertThat(Rows.files(out, RowType.CELLS))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("segment-00000.parquet", "segment-00001.parquet", "segment-00002.parquet");
    assertThat(Rows.ids(out, RowType.ATTEMPTS)).hasSize(10);
  }

  @Test
  void secondCommitOfACellChangesNothing() {
    try (ResultTables tables = open(AT_ONCE)) {
      assertThat(tables.commit(Rows.done(1))).isTrue();
      assertThat(tables.commit(Rows.failed(1))).isFalse();
      assertThat(Rows.read(out, RowType.CELLS).get(0).getString("status", 0)).isEqualTo("DONE");
    }
    try (ResultTables tables = open(AT_ONCE)) {
      assertThat(tables.commit(Rows.done(1))).isFalse();
    }
    assertThat(Rows.ids(out, RowType.CELLS)).containsExactly(Rows.id(1));
  }

  @Test
  void goesOnAfterReopening() {
    try (ResultTables tables = open(AT_CLOSE)) {
      IntStream.range(0, 6).forEach(i -> tables.commit(Rows.done(i)));
    }
    try (ResultTables tables = open(AT_CLOSE)) {
      assertThat(tables.missing(List.of(Rows.id(7), Rows.id(5), Rows.id(0), Rows.id(6))))
          .containsExactly(Rows.id(7), Rows.id(6));
      tables.commit(Rows.done(6));
    }
    assertThat(Rows.ids(out, RowType.CELLS)).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void failedCellsAreFinishedUnlessTheyAreToBeRetried() {
    try (ResultTables tables = open(AT_ONCE)) {
      IntStream.range(0, 6).forEach(i -> tables.commit(i % 2 == 0 ? Rows.failed(i) : Rows.done(i)));
    }
    try (ResultTables tables = open(AT_ONCE)) {
      assertThat(tables.finished()).hasSize(6);
      assertThat(tables.commit(Rows.done(0))).isFalse();
    }
    List<String> retried = List.of(Rows.id(0), Rows.id(2), Rows.id(4));
    try (ResultTables tables = open(AT_ONCE.retryingFailed())) {
      assertThat(tables.missing(IntStream.range(0, 6).mapToObj(Rows::id).toList()))
          .isEqualTo(retried);
      // 0 and 2 are in a closed segment, 4 is in the open one; 2 fails again.
      assertThat(tables.commit(Rows.done(0))).isTrue();
      assertThat(tables.commit(Rows.failed(2))).isTrue();
      assertThat(tables.commit(Rows.done(4))).isTrue();
      assertThat(tables.missing(retried)).isEmpty();
      assertThat(tables.commit(Rows.done(2))).isFalse();
    }
    assertThat(Rows.ids(out, RowType.CELLS)).hasSize(6).doesNotHaveDuplicates();
    assertThat(Rows.read(out, RowType.CELLS))
        .filteredOn(row -> row.getString("status", 0).equals("FAILED"))
        .extracting(row -> row.getString("cell_id", 0))
        .containsExactly(Rows.id(2));
    assertEpochsAreComplete();
    assertThat(Rows.ids(out, RowType.ATTEMPTS)).as("every try is kept").hasSize(9);
  }

  @Test
  void replacementOutlivesACrashBeforeItIsPublished() throws IOException {
    try (ResultTables tables = open(AT_ONCE)) {
      IntStream.range(0, 4).forEach(i -> tables.commit(Rows.failed(i)));
    }
    Journal.open(out.resolve("_journal"), 1).add(Rows.done(3));
    try (ResultTables tables = open(AT_ONCE)) {
      assertThat(tables.commit(Rows.done(3))).isFalse();
    }
    assertThat(Rows.ids(out, RowType.CELLS))
        .containsExactly(Rows.id(0), Rows.id(1), Rows.id(2), Rows.id(3));
    assertThat(Rows.ids(out, RowType.EPOCHS)).hasSize(3 + Rows.epochCount(3));
  }

  @Test
  void crashBetweenPublishingAndClosingASegmentNeitherDoublesNorLoses() throws IOException {
    Journal journal;
    try (ResultTables tables = open(AT_CLOSE)) {
      IntStream.range(0, 3).forEach(i -> tables.commit(Rows.done(i)));
      tables.publish();
      journal = Journal.open(out.resolve("_journal"), 0);
      journal.add(Rows.done(3));
    }
    new Segment(out, "sweep-1", 0).publish(journal.cells().values(), List.of());
    try (ResultTables tables = open(AT_CLOSE)) {
      assertThat(tables.finished()).hasSize(4);
      assertThat(Rows.ids(out, RowType.CELLS)).hasSize(4).doesNotHaveDuplicates();
    }
    assertThat(entries("_journal")).containsExactly("open-00001");
  }

  @Test
  void crashWhileAClosedJournalIsDeletedNeitherDoublesNorLoses() throws IOException {
    try (ResultTables tables = open(AT_CLOSE)) {
      IntStream.range(0, 3).forEach(i -> tables.commit(Rows.done(i)));
    }
    Files.move(out.resolve("_journal/open-00000"), out.resolve("_journal/closed-00000"));
    Files.delete(out.resolve("_journal/closed-00000/cell-" + Rows.id(1) + ".json"));
    try (ResultTables tables = open(AT_CLOSE)) {
      assertThat(tables.finished()).hasSize(3);
      tables.commit(Rows.done(3));
    }
    assertThat(Rows.ids(out, RowType.CELLS)).hasSize(4).doesNotHaveDuplicates();
    assertThat(entries("_journal")).containsExactly("open-00001");
  }

  @Test
  void removesWhatAKilledWriterLeftHalfWritten() throws IOException {
    open(AT_CLOSE).close();
    Path epochs = Segment.folder(out, RowType.EPOCHS, "sweep-1");
    List<Path> rubbish =
        List.of(
            out.resolve(".sweep.json.tmp"),
            epochs.resolve(".segment-00000.parquet.tmp"),
            out.resolve("_journal/open-00000/.cell-a.json.tmp"));
    for (Path file : rubbish) {
      Files.writeString(file, "half");
    }
    open(AT_CLOSE).close();
    assertThat(rubbish).allSatisfy(file -> assertThat(file).doesNotExist());
  }

  @Test
  void attemptsWithoutAResultAreKept() {
    try (ResultTables tables = open(AT_CLOSE)) {
      tables.recordAttempt(Rows.attempt(1, 0, "LOST"));
      tables.recordAttempt(Rows.attempt(1, 1, "LOST"));
      assertThat(tables.finished()).isEmpty();
    }
    try (ResultTables tables = open(AT_CLOSE)) {
      tables.recordAttempt(Rows.attempt(1, 2, "LOST"));
      IntStream.range(0, 5).forEach(i -> tables.commit(Rows.done(i)));
    }
    assertThat(Rows.read(out, RowType.ATTEMPTS))
        .filteredOn(row -> row.getString("outcome", 0).equals("LOST"))
        .extracting(row -> row.getInteger("attempt", 0))
        .containsExactly(0, 1, 2);
  }

  @Test
  void publishesTheLastCommitWithoutWaitingForAnother() throws Exception {
    try (WatchService watch = out.getFileSystem().newWatchService();
        ResultTables tables = open(new ResultTables.Options(100, Duration.ofMillis(300), false))) {
      tables.commit(Rows.done(0));
      Segment.folder(out, RowType.CELLS, "sweep-1")
          .register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      tables.commit(Rows.done(1));
      while (Rows.ids(out, RowType.CELLS).size() < 2) {
        WatchKey renamed = watch.poll(30, TimeUnit.SECONDS);
        assertThat(renamed).as("a publication within 30 s").isNotNull();
        renamed.reset();
      }
    }
  }

  @Test
  void refusesTheFolderOfAnotherSweep() {
    open(AT_CLOSE).close();
    SweepRecord other =
        new SweepRecord("sweep-2", Map.of("seeds", "[3]", "task", "rte"), Rows.START, "0.1.0");
    assertThatThrownBy(() -> ResultTables.open(out, other, AT_CLOSE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            out
                + "/sweep.json belongs to sweep 'sweep-1', not to 'sweep-2' (seeds is [1, 2] there"
                + " and [3] here, task is absent there and rte here); give this sweep another"
                + " output folder, or restore that configuration.");
    open(AT_CLOSE).close();
  }

  @Test
  void refusesASecondWriterInTheSameProcess() {
    try (ResultTables tables = open(AT_CLOSE)) {
      assertThatThrownBy(() -> open(AT_CLOSE))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching(
              "\\Q"
                  + out
                  + "\\E is being written by process "
                  + ProcessHandle.current().pid()
                  + " on \\S+ since \\S+Z; wait for that sweep to end, or give this one another"
                  + " output folder\\.");
      tables.commit(Rows.done(0));
    }
    open(AT_CLOSE).close();
  }

  @Test
  void fullDiskFailsTheCommitAndNothingElse() throws IOException {
    assumeThat(Path.of("/dev/full")).as("a device that is always full").exists();
    ResultTables tables = open(AT_ONCE);
    tables.commit(Rows.done(0));
    Path entry = out.resolve("_journal/open-00000/cell-" + Rows.id(1) + ".json");
    Files.createSymbolicLink(
        entry.resolveSibling("." + entry.getFileName() + ".tmp"), Path.of("/dev/full"));
    assertThatThrownBy(() -> tables.commit(Rows.done(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "cannot write "
                + entry
                + ": No space left on device; finished cells so far are safe; free space and run"
                + " the same command again");
    assertThat(entries("_journal/open-00000")).containsExactly("cell-" + Rows.id(0) + ".json");
    assertThat(Rows.ids(out, RowType.CELLS)).containsExactly(Rows.id(0));
    assertThat(tables.missing(List.of(Rows.id(0), Rows.id(1)))).containsExactly(Rows.id(1));
    assertThat(tables.commit(Rows.done(1))).as("once there is space again").isTrue();
    tables.close();
    assertThat(Rows.ids(out, RowType.CELLS)).containsExactly(Rows.id(0), Rows.id(1));
  }

  @Test
  void fullDiskWhilePublishingLosesNothing() throws IOException {
    assumeThat(Path.of("/dev/full")).as("a device that is always full").exists();
    ResultTables tables = open(AT_CLOSE);
    tables.commit(Rows.done(0));
    tables.commit(Rows.done(1));
    Path segment = new Segment(out, "sweep-1", 0).file(RowType.EPOCHS);
    Files.createSymbolicLink(
        segment.resolveSibling("." + segment.getFileName() + ".tmp"), Path.of("/dev/full"));
    assertThatThrownBy(tables::close)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cannot write " + segment + ": No space left on device;");
    assertThat(Rows.ids(out, RowType.CELLS)).containsExactly(Rows.id(0));
    open(AT_CLOSE).close();
    assertThat(Rows.ids(out, RowType.CELLS)).containsExactly(Rows.id(0), Rows.id(1));
  }

  private void assertEpochsAreComplete() {
    List<String> epochs = Rows.ids(out, RowType.EPOCHS);
    assertThat(Rows.read(out, RowType.CELLS))
        .allSatisfy(
            cell -> {
              String id = cell.getString("cell_id", 0);
              boolean done = cell.getString("status", 0).equals("DONE");
              int number = Integer.parseInt(id.substring("cell-".length()));
              assertThat(epochs.stream().filter(id::equals).count())
                  .isEqualTo(done ? Rows.epochCount(number) : 1);
            });
  }

  private List<String> entries(String folder) throws IOException {
    try (Stream<Path> files = Files.list(out.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
