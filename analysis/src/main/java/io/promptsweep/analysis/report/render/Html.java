package io.promptsweep.analysis.report.render;

/**
 * Builds HTML: what is given as text or as an attribute is escaped, and only {@link #raw} is not.
 */
final class Html {
  private final StringBuilder html = new StringBuilder();

  /** A start tag; attributes are names and values in turn, a {@code null} value leaves one out. */
  Html open(String tag, Object... attributes) {
    html.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        html.append(' ').append(attributes[i]).append("=\"");
        html.append(escaped(attributes[i + 1].toString())).append('"');
      }
    }
    html.append('>');
    return this;
  }

  Html close(String tag) {
    html.append("</").append(tag).append('>');
    return this;
  }

  /** Ends an element after which a line may end. */
  Html closeLine(String tag) {
    close(tag);
    html.append('\n');
    return this;
  }

  Html text(String text) {
    html.append(escaped(text));
    return this;
  }

  /** An element that holds nothing but text. */
  Html element(String tag, String text, Object... attributes) {
    return open(tag, attributes).text(text).closeLine(tag);
  }

  /** Markup that is ours, or that is known to be escaped. */
  Html raw(String markup) {
    html.append(markup);
    return this;
  }

  @Override
  public String toString() {
    return html.toString();
  }

  /** {@code text} with every character replaced that means something in HTML. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        // Characters that no document may have.
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return escaped.toString();
  }

  /** JSON so that it may stand in a script element: no character of it can end the element. */
  static String scriptJson(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
