package io.promptsweep.task;

import io.promptsweep.task.source.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with placeholders: {@code {column}}, or {@code {column joined by '; '}} for a column that
 * holds a list. <code>{{</code> and <code>}}</code> are literal braces.
 */
final class Template {
  private static final Pattern TOKEN =
      Pattern.compile("\\{\\{|\\}\\}|\\{([\\w-]+)(?: joined by '([^']*)')?\\}|[{}]");

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Column(String name, Optional<String> separator) implements Part {}
  }

  /**
   * Parses a template.
   *
   * @throws IllegalArgumentException if a brace stands alone
   */
  static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find()) {
      parts.add(new Part.Literal(text.substring(end, token.start())));
      end = token.end();
      if (token.group(1) != null) {
        parts.add(new Part.Column(token.group(1), Optional.ofNullable(token.group(2))));
      } else if (token.group().length() == 2) {
        parts.add(new Part.Literal(token.group().substring(1)));
      } else {
        throw new IllegalArgumentException(
            "a '"
                + token.group()
                + "' at character "
                + (token.start() + 1)
                + " begins or ends no {column}; write it twice for a literal brace");
      }
    }
    parts.add(new Part.Literal(text.substring(end)));
    return new Template(List.copyOf(parts));
  }

  /** The columns that it needs. */
  SortedSet<String> columns() {
    TreeSet<String> columns = new TreeSet<>();
    for (Part part : parts) {
      if (part instanceof Part.Column column) {
        columns.add(column.name());
      }
    }
    return columns;
  }

  /** The text for one row. */
  String render(Row row) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Literal literal) {
        text.append(literal.text());
      } else if (part instanceof Part.Column column) {
        text.append(
            column.separator().isPresent()
                ? String.join(column.separator().get(), row.list(column.name()))
                : row.text(column.name()));
      }
    }
    return text.toString();
  }
}
