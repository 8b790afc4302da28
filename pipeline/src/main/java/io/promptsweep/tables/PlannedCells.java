package io.promptsweep.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.promptsweep.files.AtomicFile;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The cells of every configuration that a folder was run with: {@code OUT/_cells.tsv}, a line a
 * cell, its id, the id of the configuration that named it first, and its place in the grid.
 *
 * <p>A place has one cell. A later configuration that has another one there takes the place of an
 * unfinished one; in the place of a finished one it is never let in.
 */
public final class PlannedCells {
  /**
   * A cell that is to be trained, or was.
   *
   * @param configurationId the configuration that named it first
   * @param place method, task, seed and the rest of its place in the grid, for people
   */
  public record Planned(String configurationId, String place) {}

  private final Map<String, Planned> cells;

  private PlannedCells(Map<String, Planned> cells) {
    this.cells = cells;
  }

  static PlannedCells none() {
    return new PlannedCells(Map.of());
  }

  private static Path file(Path out) {
    return out.resolve("_cells.tsv");
  }

  /**
   * What {@code out} has; nothing in a folder of an older version, and lines that no version wrote
   * are passed over: only counts hang on them.
   */
  public static PlannedCells read(Path out) {
    Map<String, Planned> cells = new LinkedHashMap<>();
    if (Files.exists(file(out))) {
      try {
        for (String line : new String(Files.readAllBytes(file(out)), UTF_8).split("\n", -1)) {
          String[] columns = line.split("\t", -1);
          if (columns.length == 3) {
            cells.put(columns[0], new Planned(columns[1], columns[2]));
          }
        }
      } catch (IOException e) {
        throw new InvalidInputException(file(out) + " cannot be read: " + e.getMessage() + ".", e);
      }
    }
    return new PlannedCells(cells);
  }

  /**
   * The same with the cells of a configuration.
   *
   * @param places cell id to place
   * @param finished cells with a result, which keep their place
   */
  PlannedCells with(
      String configurationId, Map<String, String> places, Collection<String> finished) {
    Map<String, String> idAt = new HashMap<>();
    places.forEach((id, place) -> idAt.put(place, id));
    Map<String, Planned> all = new LinkedHashMap<>(cells);
    all.entrySet()
        .removeIf(
            cell -> {
              String here = idAt.get(cell.getValue().place());
              return here != null
                  && !here.equals(cell.getKey())
                  && !finished.contains(cell.getKey());
            });
    places.forEach((id, place) -> all.putIfAbsent(id, new Planned(configurationId, place)));
    return new PlannedCells(all);
  }

  void write(Path out) {
    StringBuilder text = new StringBuilder();
    cells.forEach(
        (id, cell) ->
            text.append(id)
                .append('\t')
                .append(cell.configurationId())
                .append('\t')
                .append(cell.place())
                .append('\n'));
    AtomicFile.write(file(out), path -> Files.write(path, text.toString().getBytes(UTF_8)));
  }

  /** The cells' ids, in the order that they were named in. */
  public Set<String> ids() {
    return cells.keySet();
  }

  /** Which cells each of these ids is; by id, in order. */
  public Map<String, Planned> cells() {
    return cells;
  }
}
