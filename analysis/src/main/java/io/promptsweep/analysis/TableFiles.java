package io.promptsweep.analysis;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of an output folder's tables: those that its writer wrote, by their exact names. What
 * else lies among them, such as the copies of a program that keeps folders alike, is never read.
 */
public final class TableFiles {
  /** The tables that have a file of each number; cells are written last. */
  static final List<ResultTable> NUMBERED =
      List.of(ResultTable.EPOCHS, ResultTable.ATTEMPTS, ResultTable.CELLS);

  private static final Pattern PARTITION =
      Pattern.compile("sweep_id=([A-Za-z][A-Za-z0-9._-]{0,199})");
  private static final Pattern OPEN = Pattern.compile("open-(\\d{5,9})");

  /** What a writer that lives, or was killed, has half written. */
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.(segment|start)-\\d+\\.parquet\\.tmp");

  private static final int SHOWN = 3;
  private static final int TRIES = 3;

  private final Path out;
  private final Map<ResultTable, SortedMap<String, SortedMap<Integer, Path>>> files =
      new EnumMap<>(ResultTable.class);
  private final List<Path> foreignFiles = new ArrayList<>();

  private TableFiles(Path out) throws IOException {
    this.out = out;
    for (ResultTable table : ResultTable.values()) {
      files.put(table, list(table));
    }
  }

  /**
   * The files in {@code out}, none missing and none damaged.
   *
   * @throws InvalidInputException naming the file, when one is missing, empty or damaged, or a cell
   *     is there twice or without its epochs
   */
  public static TableFiles of(Path out) {
    for (int attempt = 1; ; attempt++) {
      try {
        TableFiles files = new TableFiles(out);
        new TableCheck(files).check();
        return files;
      } catch (InvalidInputException e) {
        // A writer that lives replaces one file after the other; only what stays so is so.
        if (attempt == TRIES) {
          throw e;
        }
      } catch (IOException e) {
        throw unreadable(out, e);
      }
    }
  }

  /**
   * One sentence about what lies among the tables and is not read, if there is anything.
   *
   * @throws InvalidInputException if the folder cannot be read
   */
  public static Optional<String> foreignFiles(Path out) {
    try {
      return new TableFiles(out).sentence();
    } catch (IOException e) {
      throw unreadable(out, e);
    }
  }

  private static InvalidInputException unreadable(Path out, IOException e) {
    return new InvalidInputException(out + " cannot be read: " + e.getMessage() + ".", e);
  }

  private Optional<String> sentence() {
    if (foreignFiles.isEmpty()) {
      return Optional.empty();
    }
    String names =
        foreignFiles.stream()
            .limit(SHOWN)
            .map(file -> out.relativize(file).toString())
            .collect(Collectors.joining(", "));
    int more = foreignFiles.size() - SHOWN;
    return Optional.of(
        "not read, because the sweep did not write it: "
            + names
            + (more > 0 ? " and " + more + " more" : "")
            + " in "
            + out
            + ".");
  }

  /** Folders among the foreign files, into which readers that take a whole folder would look. */
  public List<Path> strangeFolders() {
    return foreignFiles.stream().filter(Files::isDirectory).toList();
  }

  Path out() {
    return out;
  }

  /** Every sweep that has a folder in some table. */
  List<String> sweepIds() {
    return files.values().stream()
        .flatMap(table -> table.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The files of a sweep in a table by number; none where it has no folder there. */
  SortedMap<Integer, Path> files(ResultTable table, String sweepId) {
    return files.get(table).getOrDefault(sweepId, Collections.emptySortedMap());
  }

  /** Whether a sweep has a folder in a table. */
  boolean hasFolder(ResultTable table, String sweepId) {
    return files.get(table).containsKey(sweepId);
  }

  /** Where a table has, or would have, the file of a number. */
  Path file(ResultTable table, String sweepId, int number) {
    return out.resolve(table.sqlName())
        .resolve("sweep_id=" + sweepId)
        .resolve(table.fileName(number));
  }

  /** The segment that a journal is the truth of; its files may not all be there yet. */
  OptionalInt open() throws IOException {
    Path journal = out.resolve("_journal");
    if (!Files.isDirectory(journal)) {
      return OptionalInt.empty();
    }
    try (Stream<Path> entries = Files.list(journal)) {
      return entries
          .map(entry -> OPEN.matcher(entry.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(name -> Integer.parseInt(name.group(1)))
          .max();
    }
  }

  private SortedMap<String, SortedMap<Integer, Path>> list(ResultTable table) throws IOException {
    SortedMap<String, SortedMap<Integer, Path>> sweeps = new TreeMap<>();
    for (Path folder : entries(out.resolve(table.sqlName()))) {
      Matcher name = PARTITION.matcher(folder.getFileName().toString());
      if (name.matches() && Files.isDirectory(folder)) {
        sweeps.put(name.group(1), numbered(table, folder));
      } else {
        foreignFiles.add(folder);
      }
    }
    return sweeps;
  }

  private SortedMap<Integer, Path> numbered(ResultTable table, Path folder) throws IOException {
    SortedMap<Integer, Path> numbered = new TreeMap<>();
    for (Path file : entries(folder)) {
      String name = file.getFileName().toString();
      OptionalInt number = table.number(name);
      if (number.isPresent() && Files.isRegularFile(file)) {
        numbered.put(number.getAsInt(), file);
      } else if (!TEMPORARY.matcher(name).matches()) {
        foreignFiles.add(file);
      }
    }
    return numbered;
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
