package io.promptsweep.notebooks;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts as Python's sources have them. */
final class PythonText {
  private PythonText() {}

  /**
   * A literal of {@code text}: between three quotes where that reads well and cannot be misread,
   * otherwise on one line.
   */
  static String literal(String text) {
    boolean plain =
        text.contains("\n")
            && !text.contains("\\")
            && !text.contains("\"\"\"")
            && !text.contains("${")
            && !text.endsWith("\"")
            && text.chars().allMatch(c -> c >= ' ' || c == '\n');
    if (plain) {
      return "\"\"\"" + text + "\"\"\"";
    }
    // JSON's escapes are all Python's too. Zeppelin would take ${...} for a form.
    return '"'
        + new String(JsonStringEncoder.getInstance().quoteAsString(text)).replace("${", "\\x24{")
        + '"';
  }
}
