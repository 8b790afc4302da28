package io.promptsweep.analysis.report.section;

/** A word of a command line. */
public final class ShellWord {
  private ShellWord() {}

  /** {@code text} so that a shell takes it as one word. */
  public static String of(String text) {
    return text.matches("[A-Za-z0-9_./:=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
