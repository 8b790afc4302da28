package io.promptsweep.notebooks;

/** Plain text in Markdown. */
final class MarkdownText {
  private MarkdownText() {}

  /** {@code text} on one line, so that it is shown as it is: no markup, links, HTML or formulas. */
  static String escaped(String text) {
    return text.replaceAll("\\R", " ").replaceAll("[\\\\`*_{}\\[\\]<>#$&~|^]", "\\\\$0");
  }
}
