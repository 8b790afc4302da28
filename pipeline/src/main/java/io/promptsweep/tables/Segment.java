package io.promptsweep.tables;

import io.promptsweep.files.AtomicFile;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
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
  /** The tables that have a file of each number; cells last, as they are written. */
  static final List<RowType<?>> TABLES = List.of(RowType.EPOCHS, RowType.ATTEMPTS, RowType.CELLS);

  /** What an unusable or missing file leaves to do. */
  static final String REMEDY =
      "; restore it from a copy, or move the segment's files in cells, epochs and attempts away to"
          + " compute its cells again.";

  private static final Pattern NAME = Pattern.compile("segment-(\\d{5,9})\\.parquet");
  private static final MessageType KEYS = columns("cell_id", "status", "best_epoch");
  private static final MessageType STORED =
      columns(
          "cell_id",
          "method",
          "task",
          "backbone",
          "axes",
          "protocol",
          "config_json",
          "backbone_digest",
          "data_digest",
          "status");
  private static final MessageType EPOCH_KEYS =
      new MessageType("epochs", List.of(RowType.EPOCHS.schema().getType("cell_id")));

  private static MessageType columns(String... names) {
    MessageType all = RowType.CELLS.schema();
    return new MessageType("cells", Stream.of(names).map(all::getType).toList());
  }

  static Path folder(Path out, RowType<?> type, String sweepId) {
    return out.resolve(type.table()).resolve("sweep_id=" + sweepId);
  }

  /**
   * Every number that any table of the sweep has a file of, ascending. Files of other names, which
   * other programs leave, are nobody's here.
   *
   * @throws InvalidInputException when a table's folder is missing
   */
  static NavigableSet<Integer> numbers(Path out, String sweepId) throws IOException {
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (RowType<?> type : TABLES) {
      Path folder = folder(out, type, sweepId);
      if (!Files.isDirectory(folder)) {
        throw new InvalidInputException(
            folder + " is missing; restore it from a copy, or name another output folder.");
      }
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(Files::isRegularFile)
            .map(file -> NAME.matcher(file.getFileName().toString()))
            .filter(Matcher::matches)
            .filter(name -> name.group(0).equals(name(Integer.parseInt(name.group(1)))))
            .forEach(name -> numbers.add(Integer.parseInt(name.group(1))));
      }
    }
    return numbers;
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "segment-%05d.parquet", number);
  }

  Path file(RowType<?> type) {
    return folder(out, type, sweepId).resolve(name(number));
  }

  /**
   * Makes sure that the segment, which is closed, is whole. One whose files were all moved away is
   * made again without rows: its cells are computed anew.
   *
   * @throws InvalidInputException when one of its files is missing
   */
  void complete() {
    List<Path> missing = TABLES.stream().map(this::file).filter(f -> !Files.exists(f)).toList();
    if (missing.size() == TABLES.size()) {
      publish(List.of(), List.of());
    } else if (!missing.isEmpty()) {
      throw new InvalidInputException(
          missing.get(0) + " is missing, and other tables have a segment of that number" + REMEDY);
    }
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

  /**
   * Every cell in the segment, with its status.
   *
   * @throws InvalidInputException when the file cannot be read, or has a cell twice
   */
  Map<String, CellStatus> cells() {
    Map<String, CellStatus> cells = new LinkedHashMap<>();
    for (Group row : read(RowType.CELLS, KEYS)) {
      String id = row.getString("cell_id", 0);
      if (cells.put(id, CellStatus.valueOf(row.getString("status", 0))) != null) {
        throw new InvalidInputException(
            file(RowType.CELLS) + " has the cell " + id + " twice" + REMEDY);
      }
    }
    return cells;
  }

  /**
   * Finds that each cell's epochs are there, up to its best one.
   *
   * @throws InvalidInputException when some are missing, or a file cannot be read
   */
  void checkEpochs() {
    Map<String, Integer> claimed = new LinkedHashMap<>();
    for (Group row : read(RowType.CELLS, KEYS)) {
      if (row.getFieldRepetitionCount("best_epoch") > 0) {
        claimed.put(row.getString("cell_id", 0), row.getInteger("best_epoch", 0));
      }
    }
    if (claimed.isEmpty()) {
      return;
    }
    Map<String, Integer> epochs = new HashMap<>();
    for (Group row : read(RowType.EPOCHS, EPOCH_KEYS)) {
      epochs.merge(row.getString("cell_id", 0), 1, Integer::sum);
    }
    claimed.forEach(
        (id, best) -> {
          if (epochs.getOrDefault(id, 0) < best) {
            throw new InvalidInputException(
                file(RowType.EPOCHS)
                    + " has "
                    + epochs.getOrDefault(id, 0)
                    + " epochs of the cell "
                    + id
                    + ", whose best epoch in cells is "
                    + best
                    + REMEDY);
          }
        });
  }

  /** What the rows in {@code cells} say about how each cell came about. */
  void stored(Consumer<StoredCell> receiver) {
    for (Group row : read(RowType.CELLS, STORED)) {
      receiver.accept(
          new StoredCell(
              row.getString("cell_id", 0),
              row.getString("method", 0),
              row.getString("task", 0),
              row.getString("backbone", 0),
              axes(row.getGroup("axes", 0)),
              row.getFieldRepetitionCount("protocol") > 0
                  ? Optional.of(row.getString("protocol", 0))
                  : Optional.empty(),
              row.getString("config_json", 0),
              row.getString("backbone_digest", 0),
              row.getString("data_digest", 0),
              CellStatus.valueOf(row.getString("status", 0))));
    }
  }

  private static Map<String, String> axes(Group map) {
    Map<String, String> axes = new TreeMap<>();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      axes.put(entry.getString(0, 0), entry.getString(1, 0));
    }
    return axes;
  }

  private List<Group> read(RowType<?> type, MessageType columns) {
    Path file = file(type);
    try {
      if (Files.exists(file) && Files.size(file) == 0) {
        throw new InvalidInputException(file + " has 0 bytes" + REMEDY);
      }
      return RowFile.read(file, columns);
    } catch (InvalidInputException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + " is missing" + REMEDY, e);
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + REMEDY, e);
    }
  }

  /**
   * Takes cells out that have a newer result elsewhere; their attempts stay. Epochs go first: if
   * the writer dies in between, the row in {@code cells} still says that there is something to do.
   */
  void remove(Set<String> cellIds) {
    try {
      RowFile.retain(file(RowType.EPOCHS), g -> !cellIds.contains(g.getString("cell_id", 0)));
      RowFile.retain(file(RowType.CELLS), g -> !cellIds.contains(g.getString("cell_id", 0)));
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file(RowType.CELLS), e);
    }
  }
}
