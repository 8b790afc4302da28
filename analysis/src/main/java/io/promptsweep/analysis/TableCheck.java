package io.promptsweep.analysis;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import org.apache.parquet.example.data.Group;

/**
 * Finds what an output folder lacks, such as one that was copied in part: files, and epochs of
 * cells. A table that is short of rows looks like a result, so nobody is shown one.
 */
record TableCheck(TableFiles files) {
  private static final String REMEDY =
      "; restore it from a copy, or move the segment's files in cells, epochs and attempts away and"
          + " run the sweep again to compute its cells again.";

  void check() throws IOException {
    List<String> sweeps = files.sweepIds();
    for (String sweepId : sweeps) {
      // A journal belongs to one sweep; tables that were put together by hand have none.
      check(sweepId, sweeps.size() == 1 ? files.open() : OptionalInt.empty());
    }
  }

  private void check(String sweepId, OptionalInt open) throws IOException {
    int last = open.orElse(0) - 1;
    for (ResultTable table : TableFiles.NUMBERED) {
      SortedMap<Integer, Path> segments = files.files(table, sweepId);
      last = segments.isEmpty() ? last : Math.max(last, segments.lastKey());
    }
    if (last < 0) {
      return; // nothing is finished yet
    }
    checkFolders(sweepId);
    for (ResultTable table : TableFiles.NUMBERED) {
      for (int number = 0; number <= last; number++) {
        boolean being = open.isPresent() && open.getAsInt() == number;
        if (!being && !files.files(table, sweepId).containsKey(number)) {
          throw missing(table, sweepId, number);
        }
      }
    }
    checkStarts(sweepId);
    checkRows(sweepId);
  }

  private void checkFolders(String sweepId) {
    for (ResultTable table : ResultTable.values()) {
      Path folder = files.out().resolve(table.sqlName());
      if (!Files.isDirectory(folder)) {
        throw new InvalidInputException(
            folder + " is missing, though other tables have rows; restore the folder from a copy.");
      }
      if (TableFiles.NUMBERED.contains(table) && !files.hasFolder(table, sweepId)) {
        throw new InvalidInputException(
            folder.resolve("sweep_id=" + sweepId)
                + " is missing, though other tables have rows; restore the folder from a copy.");
      }
    }
  }

  private InvalidInputException missing(ResultTable table, String sweepId, int number) {
    List<String> having =
        Arrays.stream(ResultTable.values())
            .filter(TableFiles.NUMBERED::contains)
            .filter(other -> files.files(other, sweepId).containsKey(number))
            .map(ResultTable::sqlName)
            .toList();
    return new InvalidInputException(
        files.file(table, sweepId, number)
            + " is missing"
            + (having.isEmpty()
                ? ", as in every table, and the sweep wrote it; restore it from a copy, or run the"
                    + " sweep again to compute its cells again."
                : ", though there is one in " + String.join(" and ", having) + REMEDY));
  }

  private void checkStarts(String sweepId) throws IOException {
    SortedMap<Integer, Path> starts = files.files(ResultTable.ENVIRONMENT, sweepId);
    for (int number = 0; number < starts.size(); number++) {
      if (!starts.containsKey(number)) {
        throw new InvalidInputException(
            files.file(ResultTable.ENVIRONMENT, sweepId, number)
                + " is missing, though there is "
                + starts.get(starts.lastKey()).getFileName()
                + "; restore it from a copy, or run the sweep again.");
      }
    }
    for (Path start : starts.values()) {
      read(start, Set.of(), "; restore it from a copy, or delete it and run the sweep again.");
    }
  }

  private void checkRows(String sweepId) {
    for (Path file : files.files(ResultTable.ATTEMPTS, sweepId).values()) {
      read(file, Set.of(), REMEDY);
    }
    Map<String, Integer> epochs = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Path file : files.files(ResultTable.EPOCHS, sweepId).values()) {
      for (Group row : read(file, Set.of("cell_id", "epoch"), REMEDY)) {
        String cell = text(row, file);
        epochs.merge(cell, 1, Integer::sum);
        if (!seen.add(cell + " " + number(row, "epoch"))) {
          throw new InvalidInputException(
              file
                  + " has epoch "
                  + number(row, "epoch")
                  + " of the cell "
                  + cell
                  + " again"
                  + REMEDY);
        }
      }
    }
    Map<String, Path> cells = new HashMap<>();
    files
        .files(ResultTable.CELLS, sweepId)
        .forEach((number, file) -> checkCells(sweepId, number, file, epochs, cells));
  }

  private void checkCells(
      String sweepId, int number, Path file, Map<String, Integer> epochs, Map<String, Path> cells) {
    for (Group row : read(file, Set.of("cell_id", "best_epoch", "trained_steps"), REMEDY)) {
      String cell = text(row, file);
      Path other = cells.put(cell, file);
      if (other != null) {
        throw new InvalidInputException(
            file
                + " has the cell "
                + cell
                + ", which "
                + other.getFileName()
                + " has too; move the file away that the sweep did not write, and the files of the"
                + " same number in epochs and attempts.");
      }
      // Whoever took steps has epochs, at least up to the best one.
      if (number(row, "trained_steps") > 0
          && epochs.getOrDefault(cell, 0) < number(row, "best_epoch")) {
        throw new InvalidInputException(
            files.file(ResultTable.EPOCHS, sweepId, number)
                + " has "
                + epochs.getOrDefault(cell, 0)
                + " epochs of the cell "
                + cell
                + ", whose best epoch in cells is "
                + number(row, "best_epoch")
                + REMEDY);
      }
    }
  }

  private static List<Group> read(Path file, Set<String> columns, String remedy) {
    try {
      if (Files.size(file) == 0) {
        throw new InvalidInputException(file + " has 0 bytes" + remedy);
      }
      return new ParquetFile(file).rows(columns);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          file
              + " cannot be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("it is damaged")
              + remedy,
          e);
    }
  }

  private static String text(Group row, Path file) {
    if (!row.getType().containsField("cell_id") || row.getFieldRepetitionCount("cell_id") == 0) {
      throw new InvalidInputException(file + " has no column cell_id" + REMEDY);
    }
    return row.getString("cell_id", 0);
  }

  /** A whole number; 0 where there is none. */
  private static long number(Group row, String column) {
    if (!row.getType().containsField(column) || row.getFieldRepetitionCount(column) == 0) {
      return 0;
    }
    return Long.parseLong(row.getValueToString(row.getType().getFieldIndex(column), 0));
  }
}
