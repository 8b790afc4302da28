package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One layout in which a task's data may lie under the data directory.
 *
 * @param reader how files are read
 * @param folders where they may be, relative to the data directory, most likely first
 * @param files for each split the file name patterns, of which the first that matches anything is
 *     read, whole and in the order of the files' numbers
 * @param columns where each column is found in a file
 * @param labels what the label is and how files write it
 */
public record Source(
    RowReader reader,
    List<String> folders,
    SortedMap<OfficialSplit, List<String>> files,
    SortedMap<String, String> columns,
    Labels labels) {

  public Source {
    folders = List.copyOf(folders);
    files = new TreeMap<>(files);
    columns = new TreeMap<>(columns);
  }

  /**
   * Rows of a split.
   *
   * @param rows those that have a label, or need none
   * @param unlabelled how many others were left out
   */
  public record Rows(List<Row> rows, long unlabelled) {
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  /** How the files write each class, in class order; empty if {@code label} is no class. */
  public List<String> classes() {
    return labels.classes();
  }

  /**
   * The files of a split in {@code folder}, in the order of their numbers; empty if there are none.
   *
   * @throws InvalidInputException if they are not one whole set
   */
  public List<Path> files(Path folder, OfficialSplit split) {
    for (String pattern : files.getOrDefault(split, List.of())) {
      List<Path> found = SplitFiles.find(folder, split, pattern);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** The names of a split's files, for sentences. */
  public String lookedFor(OfficialSplit split) {
    return SplitFiles.lookedFor(files.getOrDefault(split, List.of("none is known")));
  }

  /**
   * The rows of a split, the class in column {@code label} as its index.
   *
   * @param others the task's other sources, whose names of the classes are understood too
   * @throws InvalidInputException naming file and line of what cannot be used
   */
  public Rows read(Path folder, OfficialSplit split, List<Source> others) {
    Set<List<String>> names = new HashSet<>();
    others.stream().map(Source::classes).filter(c -> !c.isEmpty()).forEach(names::add);
    List<Row> rows = new ArrayList<>();
    long unlabelled = 0;
    for (Path file : files(folder, split)) {
      checkClassNames(file, names);
      for (Row row : reader.read(file, columns)) {
        Optional<Row> labelled =
            columns.containsKey(Row.LABEL) ? labels.of(row, names) : Optional.of(row);
        labelled.ifPresent(rows::add);
        unlabelled += labelled.isPresent() ? 0 : 1;
      }
    }
    return new Rows(rows, unlabelled);
  }

  /** Refuses a file that says of itself that its numbers mean other classes than the task's. */
  private void checkClassNames(Path file, Set<List<String>> known) {
    if (classes().isEmpty()) {
      return;
    }
    List<String> own = folded(reader.classNames(file, columns.get(Row.LABEL)));
    for (List<String> names : known) {
      List<String> expected = folded(names);
      if (!own.equals(expected) && new TreeSet<>(own).equals(new TreeSet<>(expected))) {
        throw new InvalidInputException(
            file
                + ": says that its classes are "
                + String.join(", ", own)
                + " in this order, expected "
                + String.join(", ", expected)
                + "; write the labels in the task's order.");
      }
    }
  }

  private static List<String> folded(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }
}
