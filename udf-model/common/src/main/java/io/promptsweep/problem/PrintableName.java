package io.promptsweep.problem;

/** Names out of files, made fit to print: a hostile file must not write the terminal full. */
public final class PrintableName {
  private static final int LONGEST = 120;

  private PrintableName() {}

  public static String name(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() > LONGEST ? printable.substring(0, LONGEST) + "…" : printable;
  }
}
