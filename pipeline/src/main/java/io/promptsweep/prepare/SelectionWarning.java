package io.promptsweep.prepare;

import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.task.SplitProtocol;
import io.promptsweep.task.TaskLibrary;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says where a sweep selects and reports on the same examples. */
public final class SelectionWarning {
  private SelectionWarning() {}

  /**
   * The warning, a sentence or two; empty where every task has examples of its own to report on.
   */
  public static Optional<String> of(SweepConfig config, TaskLibrary library) {
    SortedSet<String> tasks = new TreeSet<>();
    for (Cell cell : config.grid().cells()) {
      if (split(cell, library).reportsOnSelectionData()) {
        tasks.add(cell.task());
      }
    }
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Selection and report use the same examples (split = whole-validation) on "
                + String.join(", ", tasks)
                + ": test scores repeat the best validation scores, are too high, and are comparable"
                + " with none but those of papers that did the same.");
  }

  private static SplitProtocol split(Cell cell, TaskLibrary library) {
    SplitProtocol split = SplitProtocol.named(cell.taskOptions().split());
    return split == SplitProtocol.AUTO ? library.definition(cell.task()).split() : split;
  }
}
