package io.promptsweep.task.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds a task's data under a data folder: first in the very folders that the task's sources name,
 * in their order; then under other names of these folders.
 */
public final class DataSearch {
  /** What the folders of the benchmarks are also called. */
  private static final Map<String, List<String>> ALIASES =
      Map.of(
          "glue", List.of("glue", "glue_data", "nyu-mll/glue"),
          "superglue", List.of("superglue", "super_glue", "superglue_data", "aps/super_glue"),
          "super_glue", List.of("super_glue"));

  private final Path dataDir;
  private final List<Source> sources;

  /** A search for the data of a task that has these sources. */
  public DataSearch(Path dataDir, List<Source> sources) {
    this.dataDir = dataDir;
    this.sources = List.copyOf(sources);
  }

  /** Where a task's data lies. */
  public record Found(Source source, Path folder) {
    /** The files of a split, in order; empty if there are none. */
    public List<Path> files(OfficialSplit split) {
      return source.files(folder, split);
    }

    /** What lies in the folder, for sentences: {@code holds dev.tsv, train.tsv}. */
    public String holds() {
      return new Folder(folder).holds();
    }
  }

  /**
   * The first place that has every split that is needed; if there is none, the first that has any
   * split.
   */
  public Optional<Found> first(Set<OfficialSplit> needed) {
    return whole(named(), needed)
        .or(() -> whole(places(), needed))
        .or(
            () ->
                places().stream()
                    .filter(p -> needed.stream().anyMatch(split -> !p.files(split).isEmpty()))
                    .findFirst());
  }

  private static Optional<Found> whole(List<Found> places, Set<OfficialSplit> needed) {
    return places.stream()
        .filter(p -> needed.stream().noneMatch(split -> p.files(split).isEmpty()))
        .findFirst();
  }

  /** The files that {@link #first} looks for, as the task's sources name them. */
  public String lookedFor() {
    return sources.stream()
        .flatMap(
            s -> s.folders().stream().map(f -> f + "/" + s.files().get(OfficialSplit.TRAIN).get(0)))
        .collect(Collectors.joining(", "));
  }

  /** What lies where it looked, for sentences. */
  public String lies() {
    List<String> lies = new ArrayList<>();
    lies.add("it " + new Folder(dataDir).holds());
    places().stream()
        .map(Found::folder)
        .distinct()
        .filter(folder -> !folder.equals(dataDir))
        .limit(2)
        .forEach(folder -> lies.add(dataDir.relativize(folder) + " " + new Folder(folder).holds()));
    return String.join("; ", lies);
  }

  /** The folders that the sources name, as far as they are there. */
  private List<Found> named() {
    List<Found> named = new ArrayList<>();
    for (Source source : sources) {
      source.folders().stream()
          .map(dataDir::resolve)
          .filter(Files::isDirectory)
          .forEach(folder -> named.add(new Found(source, folder)));
    }
    return named;
  }

  /** Every folder in which a source may lie, the most likely first. */
  private List<Found> places() {
    Set<Found> places = new LinkedHashSet<>(named());
    for (Source source : sources) {
      for (String folder : source.folders()) {
        others(folder).forEach(other -> places.add(new Found(source, other)));
      }
    }
    return List.copyOf(places);
  }

  /**
   * Other places of a folder: in another case, under other names, below data, or data.dir itself.
   */
  private List<Path> others(String folder) {
    int slash = folder.indexOf('/');
    String first = slash < 0 ? "" : folder.substring(0, slash);
    String rest = folder.substring(slash + 1);
    List<Path> found = new ArrayList<>();
    for (String prefix : List.of("", "data/")) {
      List<String> names =
          slash < 0
              ? List.of(folder)
              : ALIASES.getOrDefault(first, List.of(first)).stream()
                  .map(alias -> alias + "/" + rest)
                  .toList();
      names.forEach(name -> new Folder(dataDir).at(prefix + name).ifPresent(found::add));
    }
    String own = folder.substring(folder.lastIndexOf('/') + 1);
    Path here = dataDir.toAbsolutePath().normalize().getFileName();
    if (here != null && here.toString().equalsIgnoreCase(own)) {
      found.add(dataDir);
    }
    return found.stream().filter(Files::isDirectory).toList();
  }
}
