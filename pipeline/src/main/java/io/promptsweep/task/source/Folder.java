package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder with data, in which names that begin with a dot or an underscore are not seen. */
record Folder(Path path) {
  private static final int LISTED = 8;

  /** What lies in it, by name; nothing if there is no such folder. */
  List<Path> entries() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(entry -> visible(name(entry))).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be listed (" + e + ").", e);
    }
  }

  /**
   * The entry called {@code name}, or else the one that differs from it only in case.
   *
   * @throws InvalidInputException if several do
   */
  Optional<Path> entry(String name) {
    Path exact = path.resolve(name);
    if (Files.exists(exact)) {
      return Optional.of(exact);
    }
    List<Path> alike = entries().stream().filter(e -> name(e).equalsIgnoreCase(name)).toList();
    if (alike.size() > 1) {
      throw new InvalidInputException(
          path
              + ": holds "
              + alike.stream().map(Folder::name).collect(Collectors.joining(" and "))
              + ", which differ only in case; leave one of them.");
    }
    return alike.stream().findFirst();
  }

  /** The entry at a path with slashes, each name of which may differ in case. */
  Optional<Path> at(String names) {
    Optional<Path> found = Optional.of(path);
    for (String name : names.split("/", -1)) {
      found = found.flatMap(folder -> new Folder(folder).entry(name));
    }
    return found;
  }

  /** The entries that a pattern of names matches; in another case if none does in its own. */
  List<Path> matches(String pattern) {
    PathMatcher exact = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    List<Path> found =
        entries().stream().filter(entry -> exact.matches(entry.getFileName())).toList();
    if (!found.isEmpty()) {
      return found;
    }
    PathMatcher folded =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.toLowerCase(Locale.ROOT));
    return entries().stream()
        .filter(entry -> folded.matches(Path.of(name(entry).toLowerCase(Locale.ROOT))))
        .toList();
  }

  /** What lies in it, for a sentence: {@code holds dev.tsv, train.tsv}. */
  String holds() {
    if (!Files.isDirectory(path)) {
      return Files.exists(path) ? "is a file" : "does not exist";
    }
    List<String> names = entries().stream().map(Folder::name).toList();
    if (names.isEmpty()) {
      return "is empty";
    }
    String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
    return "holds " + String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + more;
  }

  private static boolean visible(String name) {
    return !name.startsWith(".") && !name.startsWith("_");
  }

  static String name(Path entry) {
    return entry.getFileName().toString();
  }
}
