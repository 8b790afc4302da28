package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the files of a split by the pattern that a task's file gives. {@code train-*.parquet}
 * stands for every way in which the Parquet files of a split commonly lie: shards, one file, a
 * folder {@code train} or {@code train.parquet} of files, each also below {@code data}.
 */
final class SplitFiles {
  private static final String PARQUET = "-*.parquet";

  private SplitFiles() {}

  /**
   * The files, in the order of their numbers; empty if there are none.
   *
   * @throws InvalidInputException if they are not one whole set, or lie there in several ways
   */
  static List<Path> find(Path folder, OfficialSplit split, String pattern) {
    Map<String, List<Path>> ways = new LinkedHashMap<>();
    if (pattern.endsWith(PARQUET)) {
      String stem = pattern.substring(0, pattern.length() - PARQUET.length());
      parquet(new Folder(folder), split, stem, "", ways);
      new Folder(folder)
          .entry("data")
          .filter(Files::isDirectory)
          .ifPresent(data -> parquet(new Folder(data), split, stem, "data/", ways));
    } else {
      put(ways, pattern, files(new Folder(folder), split, pattern));
    }
    if (ways.size() > 1) {
      throw new InvalidInputException(
          folder
              + ": holds split '"
              + split.key()
              + "' in more than one way ("
              + String.join(" and ", ways.keySet())
              + "); leave one of them.");
    }
    return ways.values().stream().findFirst().orElse(List.of());
  }

  private static void parquet(
      Folder folder,
      OfficialSplit split,
      String stem,
      String prefix,
      Map<String, List<Path>> ways) {
    Pattern numbered =
        Pattern.compile(
            Pattern.quote(stem) + "(-.*|[_.]?\\d+)\\.parquet", Pattern.CASE_INSENSITIVE);
    List<Path> shards =
        folder.entries().stream()
            .filter(entry -> numbered.matcher(Folder.name(entry)).matches())
            .toList();
    put(ways, prefix + stem + PARQUET, set(folder.path(), split, shards));
    for (String name : List.of(stem + ".parquet", stem)) {
      folder
          .entry(name)
          .filter(entry -> name.endsWith(".parquet") || Files.isDirectory(entry))
          .ifPresent(entry -> put(ways, prefix + Folder.name(entry), opened(entry, split)));
    }
  }

  private static List<Path> files(Folder folder, OfficialSplit split, String pattern) {
    List<Path> found = folder.matches(pattern);
    boolean named = pattern.equals(pattern.replaceAll("[*?\\[{]", ""));
    return found.size() == 1 && named && !Files.isDirectory(found.get(0))
        ? found // the task's file means this one
        : set(folder.path(), split, found);
  }

  private static List<Path> set(Path folder, OfficialSplit split, List<Path> found) {
    for (Path entry : found) {
      if (Files.isDirectory(entry) && found.size() > 1) {
        throw new InvalidInputException(
            entry + ": is a folder among the files of split '" + split.key() + "'; move it away.");
      }
    }
    return found.size() == 1 && Files.isDirectory(found.get(0))
        ? opened(found.get(0), split)
        : WholeSet.of(folder, split.key(), found);
  }

  /** A file, or the Parquet files in a folder. */
  private static List<Path> opened(Path entry, OfficialSplit split) {
    if (!Files.isDirectory(entry)) {
      return WholeSet.of(entry.getParent(), split.key(), List.of(entry));
    }
    if (Files.exists(entry.resolve("_temporary"))) {
      throw new InvalidInputException(
          entry + ": holds _temporary: Spark did not finish writing it; write it again.");
    }
    List<Path> entries = new Folder(entry).entries();
    List<Path> folders = entries.stream().filter(Files::isDirectory).toList();
    List<Path> files =
        entries.stream()
            .filter(file -> Folder.name(file).toLowerCase(Locale.ROOT).endsWith(".parquet"))
            .filter(file -> !Files.isDirectory(file))
            .toList();
    if (folders.size() > (files.isEmpty() ? 1 : 0)) {
      throw new InvalidInputException(
          entry
              + ": holds folders ("
              + folders.stream().map(Folder::name).limit(3).collect(Collectors.joining(", "))
              + ") where the files of split '"
              + split.key()
              + "' are looked for; put all rows into files, without folders.");
    }
    return WholeSet.of(entry, split.key(), files);
  }

  private static void put(Map<String, List<Path>> ways, String way, List<Path> files) {
    if (!files.isEmpty()) {
      ways.put(way, files);
    }
  }

  /** What is looked for, for sentences: the patterns of a split, the first of which counts. */
  static String lookedFor(List<String> patterns) {
    List<String> names = new ArrayList<>();
    for (String pattern : patterns) {
      if (pattern.endsWith(PARQUET)) {
        String stem = pattern.substring(0, pattern.length() - PARQUET.length());
        Stream.of(pattern, stem + ".parquet", stem + "/*.parquet").forEach(names::add);
      } else {
        names.add(pattern);
      }
    }
    return String.join(" or ", names);
  }
}
