package io.promptsweep.analysis.report;

/** A word of a command line. */
final class ShellWord {
  private ShellWord() {}

  /** {@code text} so that a shell takes it as one word. */
  static String of(String text) {
    return text.matches("[A-Za-z0-9_./:=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
