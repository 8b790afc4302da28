package io.promptsweep.tables;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;

/**
 * The files of one number in the tables of one sweep: {@code
 * cells/sweep_id=ID/segment-00000.parquet} and its fellows in {@code epochs} and {@code attempts}.
 */
record Segment(Path out, String sweepId, int number) {
  private static final Pattern NAME = Pattern.compile("segment-(\\d+)\\.parquet");
  private static final MessageType KEYS =
      new MessageType(
          "cells",
          List.of(
              RowType.CELLS.schema().getType("cell_id"), RowType.CELLS.schema().getType("status")));

  static Path folder(Path out, RowType<?> type, String sweepId) {
    return out.resolve(type.table()).resolve("sweep_id=" + sweepId);
  }

  /** Every number that any table of the sweep has a file of, ascending. */
  static NavigableSet<Integer> numbers(Path out, String sweepId) throws IOException {
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (RowType<?> type : List.of(RowType.CELLS, RowType.EPOCHS, RowType.ATTEMPTS)) {
      try (Stream<Path> files = Files.list(folder(out, type, sweepId))) {
        files
            .map(file -> NAME.matcher(file.getFileName().toString()))
            .filter(Matcher::matches)
            .forEach(name -> numbers.add(Integer.parseInt(name.group(1))));
      }
    }
    return numbers;
  }

  Path file(RowType<?> type) {
    return folder(out, type, sweepId)
        .resolve(String.format(Locale.ROOT, "segment-%05d.parquet", number));
  }

  /** Replaces the segment's files. Cells come last: a row in {@code cells} has all its epochs. */
  void publish(Collection<CellResult> cells, List<AttemptRow> looseAttempts) {
    RowFile.write(
        file(RowType.EPOCHS),
        RowType.EPOCHS,
        cells.stream().flatMap(c -> c.epochs().stream()).toList());
    RowFile.write(
        file(RowType.ATTEMPTS),
        RowType.ATTEMPTS,
        Stream.concat(cells.stream().flatMap(c -> c.attempts().stream()), looseAttempts.stream())
            .toList());
    RowFile.write(
        file(RowType.CELLS), RowType.CELLS, cells.stream().map(CellResult::cell).toList());
  }

  /** Every cell in the segment, with its status. */
  Map<String, CellStatus> cells() {
    Path file = file(RowType.CELLS);
    Map<String, CellStatus> cells = new LinkedHashMap<>();
    try {
      for (Group row : RowFile.read(file, KEYS)) {
        cells.put(row.getString("cell_id", 0), CellStatus.valueOf(row.getString("status", 0)));
      }
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          file
              + " cannot be read: "
              + e.getMessage()
              + "; restore it from a copy, or move the segment's files in cells, epochs and attempts"
              + " away to compute its cells again.",
          e);
    }
    return cells;
  }

  /**
   * Takes cells out that have a newer result elsewhere; their attempts stay. Epochs go first: if
   * the writer dies in between, the row in {@code cells} still says that there is something to do.
   */
  void remove(Set<String> cellIds) {
    try {
      RowFile.retain(
          file(RowType.EPOCHS), RowType.EPOCHS, g -> !cellIds.contains(g.getString("cell_id", 0)));
      RowFile.retain(
          file(RowType.CELLS), RowType.CELLS, g -> !cellIds.contains(g.getString("cell_id", 0)));
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file(RowType.CELLS), e);
    }
  }
}
