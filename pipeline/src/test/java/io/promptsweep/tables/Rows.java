package io.promptsweep.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;

/** Results with content that follows from their number, and a look into the files written. */
final class Rows {
  static final Instant START = Instant.parse("2026-01-02T03:04:05.000006Z");
  static final SweepRecord SWEEP =
      new SweepRecord("sweep-1", Map.of("seeds", "[1, 2]"), START, "0.1.0");

  private Rows() {}

  static String id(int i) {
    return String.format(Locale.ROOT, "cell-%06d", i);
  }

  static CellResult done(int i) {
    return result(i, CellStatus.DONE);
  }

  static CellResult failed(int i) {
    return result(i, CellStatus.FAILED);
  }

  static int epochCount(int i) {
    return 1 + i % 4;
  }

  private static CellResult result(int i, CellStatus status) {
    boolean done = status == CellStatus.DONE;
    String id = id(i);
    CellRow cell =
        new CellRow(
            id,
            i % 2 == 0 ? "vanilla" : "residual",
            "sst2",
            "t5-small",
            i % 5,
            0.3,
            i % 3 == 0,
            10,
            5120,
            "bf16",
            Map.of("prompt-tokens", "10"),
            Optional.of("paper"),
            "{\"i\":" + i + "}",
            "b0",
            "d0",
            status,
            done ? Optional.empty() : Optional.of("loss is NaN"),
            Optional.of(done ? "ok" : "diverged"),
            done ? OptionalInt.of(0) : OptionalInt.empty(),
            done ? OptionalDouble.of(i / 1000.0) : OptionalDouble.empty(),
            "accuracy",
            done ? Map.of("accuracy", i / 1000.0) : Map.of(),
            OptionalDouble.empty(),
            Map.of(),
            100,
            64,
            32,
            0,
            Optional.of(Map.of("train", 3L)),
            0,
            1.5,
            START,
            START.plusSeconds(i));
    List<EpochRow> epochs =
        IntStream.range(0, done ? epochCount(i) : 1).mapToObj(e -> epoch(i, e, done)).toList();
    return new CellResult(cell, epochs, List.of(attempt(i, 0, done ? "DONE" : "FAILED")));
  }

  private static EpochRow epoch(int i, int epoch, boolean done) {
    return new EpochRow(
        id(i),
        epoch,
        25L * (epoch + 1),
        OptionalDouble.of(done ? 1.0 / (epoch + 1) : Double.NaN),
        OptionalDouble.empty(),
        0.5,
        Map.of("accuracy", 0.5, "f1", 0.25),
        0.3,
        1e-3,
        512.5,
        1L << 30,
        0.75);
  }

  static AttemptRow attempt(int i, int attempt, String outcome) {
    return new AttemptRow(
        id(i),
        attempt,
        "driver",
        "node1",
        Optional.empty(),
        "cpu",
        OptionalInt.empty(),
        OptionalInt.empty(),
        START,
        START.plusSeconds(1),
        outcome,
        Optional.empty());
  }

  static List<Path> files(Path out, RowType<?> type) {
    try (Stream<Path> files = Files.list(Segment.folder(out, type, SWEEP.sweepId()))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Every row that a reader of the table sees now. Fails on a file that cannot be read. */
  static List<Group> read(Path out, RowType<?> type) {
    List<Group> rows = new ArrayList<>();
    for (Path file : files(out, type)) {
      if (!file.getFileName().toString().startsWith(".")) {
        try {
          rows.addAll(RowFile.read(file, type.schema()));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
    return rows;
  }

  static List<String> ids(Path out, RowType<?> type) {
    return read(out, type).stream().map(g -> g.getString("cell_id", 0)).toList();
  }
}
