package io.promptsweep.tables;

import java.util.List;

/**
 * All that is committed at once when a cell finishes.
 *
 * @param cell its row
 * @param epochs its epochs, all of this cell, each epoch once
 * @param attempts its tries, all of this cell
 */
public record CellResult(CellRow cell, List<EpochRow> epochs, List<AttemptRow> attempts) {
  public CellResult {
    epochs = List.copyOf(epochs);
    attempts = List.copyOf(attempts);
    String id = cell.cellId();
    for (EpochRow row : epochs) {
      RowCheck.that(
          row.cellId().equals(id), "an epoch of cell %s came with cell %s", row.cellId(), id);
    }
    for (AttemptRow row : attempts) {
      RowCheck.that(
          row.cellId().equals(id), "an attempt of cell %s came with cell %s", row.cellId(), id);
    }
    RowCheck.that(
        epochs.stream().map(EpochRow::epoch).distinct().count() == epochs.size(),
        "cell %s has an epoch twice",
        id);
  }
}
