package io.promptsweep.tables;

/** How a finished cell ended. */
public enum CellStatus {
  /** Trained to its end. */
  DONE,
  /** Failed for a reason that trying again would not change. */
  FAILED,
  /** Ended early on purpose; its epochs are real, its best score is not final. */
  STOPPED;

  /** Whether a cell may be tried again on request. */
  boolean retryable() {
    return this != DONE;
  }
}
