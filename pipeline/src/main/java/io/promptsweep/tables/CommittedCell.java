package io.promptsweep.tables;

import java.util.OptionalInt;

/**
 * What the writer of the tables knows of a cell that has a result.
 *
 * @param status how it ended last
 * @param byThisWriter whether the result came since the tables were opened; such a cell is not
 *     tried again before they are opened again
 * @param oldRow the closed segment with a FAILED or STOPPED row of the cell, the only kind of row
 *     that a later result may replace
 */
record CommittedCell(CellStatus status, boolean byThisWriter, OptionalInt oldRow) {
  /** A cell whose result stands in a closed segment. */
  static CommittedCell inSegment(CellStatus status, int segment) {
    return before(status).closedIn(segment);
  }

  /** A cell whose result stands in the journal of an earlier writer. */
  static CommittedCell before(CellStatus status) {
    return new CommittedCell(status, false, OptionalInt.empty());
  }

  /** A cell whose result this writer commits. */
  static CommittedCell now(CellStatus status) {
    return new CommittedCell(status, true, OptionalInt.empty());
  }

  /** The cell with a newer result; the old row stays until the next publication removes it. */
  CommittedCell replacedBy(CommittedCell newer) {
    return new CommittedCell(newer.status, newer.byThisWriter, oldRow);
  }

  CommittedCell withoutOldRow() {
    return new CommittedCell(status, byThisWriter, OptionalInt.empty());
  }

  /** The cell after the segment that holds its result was closed. */
  CommittedCell closedIn(int segment) {
    return status.retryable()
        ? new CommittedCell(status, byThisWriter, OptionalInt.of(segment))
        : this;
  }

  /** Whether the cell is to be tried again where failed cells are. */
  boolean toRetry(boolean retryFailed) {
    return retryFailed && !byThisWriter && status.retryable();
  }
}
