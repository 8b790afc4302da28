package io.promptsweep.submit;

/** What the exit status tells; the table stands in {@code docs/operations.md}. */
final class ExitCode {
  /** Everything asked for is done. */
  static final int DONE = 0;

  /** The run ended, and some cells FAILED, or some quantity is out of tolerance. */
  static final int SOME_FAILED = 1;

  /** What the user gave cannot be used. */
  static final int INVALID_INPUT = 2;

  /** Interrupted, or cells were lost with their executors; running again goes on. */
  static final int INTERRUPTED = 3;

  /** An error of the program itself, which shows its stack; the number is that of sysexits. */
  static final int BUG = 70;

  private ExitCode() {}
}
