package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One layout in which a task's data may lie under the data directory.
 *
 * @param reader how files are read
 * @param folders where they may be, relative to the data directory, most likely first
 * @param files for each split the file name patterns, of which the first that matches anything is
 *     read, whole and in name order
 * @param columns where each column is found in a file
 * @param classes how the files write each class, in class order; empty if {@code label} is no class
 */
public record Source(
    RowReader reader,
    List<String> folders,
    SortedMap<OfficialSplit, List<String>> files,
    SortedMap<String, String> columns,
    List<String> classes) {

  public Source {
    folders = List.copyOf(folders);
    files = new TreeMap<>(files);
    columns = new TreeMap<>(columns);
    classes = List.copyOf(classes);
  }

  /** The folder under {@code dataDir} that has any of this source's files. */
  public Optional<Path> folder(Path dataDir) {
    return folders.stream()
        .map(dataDir::resolve)
        .filter(folder -> files.keySet().stream().anyMatch(s -> !files(folder, s).isEmpty()))
        .findFirst();
  }

  /** The files of a split in {@code folder}, in name order; empty if there are none. */
  public List<Path> files(Path folder, OfficialSplit split) {
    for (String pattern : files.getOrDefault(split, List.of())) {
      List<Path> found = matches(folder, pattern);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /**
   * The rows of a split, the class in column {@code label} as its index.
   *
   * @throws InvalidInputException naming file and line of what cannot be used
   */
  public List<Row> read(Path folder, OfficialSplit split) {
    List<Row> rows = new ArrayList<>();
    for (Path file : files(folder, split)) {
      for (Row row : reader.read(file, columns)) {
        rows.add(classes.isEmpty() ? row : row.with(Row.LABEL, classIndex(row)));
      }
    }
    return rows;
  }

  private String classIndex(Row row) {
    String label = row.text(Row.LABEL);
    int index = classes.indexOf(label);
    if (index >= 0) {
      return String.valueOf(index);
    }
    String hidden = label.equals("-1") ? "-1, the mark of a hidden label" : "'" + label + "'";
    throw new InvalidInputException(
        row.place()
            + ": label is "
            + hidden
            + ", expected one of "
            + String.join(", ", classes)
            + ".");
  }

  private static List<Path> matches(Path folder, String pattern) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> matcher.matches(p.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": cannot be listed (" + e + ").", e);
    }
  }
}
