package io.promptsweep.sweep;

import java.util.List;

/**
 * The cells of a sweep, each once, in reading order: task, method, further axes, learning rate,
 * dropout, seed; within each, as the configuration lists them.
 *
 * @param cells never empty
 */
public record Grid(List<Cell> cells) {
  public Grid {
    cells = List.copyOf(cells);
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("a grid has at least one cell");
    }
  }

  /** The tasks, in order. */
  public List<String> tasks() {
    return cells.stream().map(Cell::task).distinct().toList();
  }

  /** The methods, in order. */
  public List<String> methods() {
    return cells.stream().map(Cell::method).distinct().toList();
  }
}
