package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Files that make up one split: all of them, each once. One file is a set; several are one if their
 * names number them, {@code train-00000-of-00002} to {@code train-00001-of-00002} or {@code 0000},
 * {@code 0001} and so on, or if Spark wrote them as parts of one folder.
 */
final class WholeSet {
  private static final int LISTED = 6;

  /** {@code train-00000-of-00002.parquet}, with or without a hash before the ending. */
  private static final Pattern SHARD =
      Pattern.compile("(.*?)(\\d{1,9})-of-(\\d{1,9})(-[0-9A-Za-z]+)?(\\.[A-Za-z.]+)");

  /** {@code 0000.parquet}, {@code train-00000.parquet}, {@code train_0.parquet}. */
  private static final Pattern NUMBERED =
      Pattern.compile("((?:.*[^0-9])?)(\\d{1,9})(\\.[A-Za-z.]+)");

  /** {@code part-00000-9f0c…-c000.snappy.parquet}, of which Spark leaves out empty ones. */
  private static final Pattern PART =
      Pattern.compile("part-\\d+-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}).*");

  /** A file alone whose number says that others were there: {@code 0001}, {@code train_1}. */
  private static final Pattern LATER =
      Pattern.compile("(?:.*[-_.])?(0\\d*[1-9]\\d*|[1-9]\\d?)\\.[A-Za-z.]+");

  private final Path folder;
  private final String split;
  private final List<Path> files;

  private WholeSet(Path folder, String split, List<Path> files) {
    this.folder = folder;
    this.split = split;
    this.files = files;
  }

  /**
   * The files in the order of their numbers.
   *
   * @param folder where they lie
   * @param split what they should hold, for the sentence
   * @throws InvalidInputException naming what lies there if they are not one whole set
   */
  static List<Path> of(Path folder, String split, List<Path> files) {
    return new WholeSet(folder, split, files.stream().sorted().toList()).ordered();
  }

  private List<Path> ordered() {
    if (files.stream().anyMatch(file -> name(file).matches(".*\\d-of-\\d.*"))) {
      return shards();
    }
    if (!files.isEmpty() && files.stream().allMatch(f -> PART.matcher(name(f)).matches())) {
      return parts();
    }
    if (files.size() == 1 && !LATER.matcher(name(files.get(0))).matches()) {
      return files;
    }
    if (files.stream().allMatch(file -> NUMBERED.matcher(name(file)).matches())) {
      return numbered();
    }
    if (files.size() > 1) {
      throw broken(
          "their names do not number them",
          "leave one file, or name them " + example() + " and so on");
    }
    return files;
  }

  private List<Path> parts() {
    TreeSet<String> runs = new TreeSet<>();
    for (Path file : files) {
      Matcher part = PART.matcher(name(file));
      if (part.matches()) {
        runs.add(part.group(1));
      }
    }
    if (runs.size() > 1) {
      throw broken("Spark wrote them in " + runs.size() + " runs", "leave those of one run");
    }
    return files;
  }

  private List<Path> shards() {
    TreeMap<Integer, Path> byNumber = new TreeMap<>();
    TreeSet<Integer> counts = new TreeSet<>();
    TreeSet<String> forms = new TreeSet<>();
    for (Path file : files) {
      Matcher shard = SHARD.matcher(name(file));
      if (!shard.matches()) {
        throw broken(
            "'" + name(file) + "' is not named as a file of a set", "rename it or take it away");
      }
      int number = Integer.parseInt(shard.group(2));
      counts.add(Integer.parseInt(shard.group(3)));
      forms.add(shard.group(1) + (shard.group(4) == null ? "" : "#") + shard.group(5));
      if (counts.size() > 1) {
        throw broken(
            "some are of a set of " + counts.first() + " and some of a set of " + counts.last(),
            "leave one whole set");
      }
      if (byNumber.put(number, file) != null) {
        throw broken("number " + number + " is there twice", "leave one whole set");
      }
    }
    if (forms.size() > 1) {
      throw broken("their names differ in more than the number", "leave one whole set");
    }
    int count = counts.first();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < count && missing.size() < LISTED; i++) {
      if (!byNumber.containsKey(i)) {
        missing.add(String.valueOf(i));
      }
    }
    if (!missing.isEmpty()) {
      throw broken(
          "of " + count + " files, numbered from 0, " + String.join(", ", missing) + " is missing",
          "add what is missing");
    }
    if (byNumber.lastKey() >= count) {
      throw broken(
          "number " + byNumber.lastKey() + " is beyond a set of " + count, "leave one whole set");
    }
    return List.copyOf(byNumber.values());
  }

  private List<Path> numbered() {
    TreeMap<Integer, Path> byNumber = new TreeMap<>();
    TreeSet<String> forms = new TreeSet<>();
    for (Path file : files) {
      Matcher name = NUMBERED.matcher(name(file));
      if (!name.matches()) {
        throw new IllegalStateException(file + " was numbered before");
      }
      int number = Integer.parseInt(name.group(2));
      forms.add(name.group(1) + "#" + name.group(3));
      if (byNumber.put(number, file) != null || forms.size() > 1) {
        throw broken("their names do not number them alike", "leave one whole set");
      }
    }
    for (int i = 0; i < byNumber.size(); i++) {
      if (!byNumber.containsKey(i)) {
        throw broken(
            "they are numbered from 0, and number " + i + " is missing", "add what is missing");
      }
    }
    return List.copyOf(byNumber.values());
  }

  private String example() {
    Optional<String> first = files.stream().map(WholeSet::name).min(Comparator.naturalOrder());
    String ending = first.map(n -> n.replaceFirst("^[^.]*", "")).orElse("");
    return split + "-00000-of-0000" + files.size() % 10 + ending;
  }

  private InvalidInputException broken(String why, String remedy) {
    String listed =
        files.stream().limit(LISTED).map(WholeSet::name).collect(Collectors.joining(", "));
    String more = files.size() > LISTED ? " and " + (files.size() - LISTED) + " more" : "";
    return new InvalidInputException(
        folder
            + ": the files of split '"
            + split
            + "' are no whole set ("
            + listed
            + more
            + "): "
            + why
            + "; "
            + remedy
            + ".");
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
