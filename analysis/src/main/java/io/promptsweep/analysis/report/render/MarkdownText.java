package io.promptsweep.analysis.report.render;

import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Report;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.document.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The whole report as Markdown with pipe tables. */
public final class MarkdownText {
  private static final String SPECIAL = "\\`*_{}[]<>()#+-!|~$&";

  private MarkdownText() {}

  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(escaped(report.title())).append("\n\n");
    text.append(escaped(report.about())).append("\n\n");
    if (!report.warnings().isEmpty()) {
      text.append("**Before you read the numbers**\n\n");
      report.warnings().forEach(w -> text.append("* ").append(escaped(w)).append('\n'));
      text.append('\n');
    }
    for (Section section : report.sections()) {
      text.append("## ").append(escaped(section.heading())).append("\n\n");
      section.blocks().forEach(block -> text.append(block(block)).append('\n'));
    }
    return text.toString();
  }

  private static String block(Block block) {
    if (block instanceof Block.Heading heading) {
      return "### " + escaped(heading.text()) + "\n";
    }
    if (block instanceof Block.Paragraph paragraph) {
      return escaped(paragraph.text()) + "\n";
    }
    if (block instanceof Block.Bullets bullets) {
      return bullets.items().stream()
          .map(item -> "* " + escaped(item) + "\n")
          .collect(Collectors.joining());
    }
    if (block instanceof Block.Figure figure) {
      return String.format(
          Locale.ROOT,
          "![%s](charts/%s.svg)\n\n*%s.* The numbers are in table %s.\n",
          escaped(figure.chart().alt()),
          figure.chart().name(),
          escaped(figure.chart().title()),
          figure.table());
    }
    if (block instanceof Block.Folded folded) {
      String fence = fence(folded.text());
      return escaped(folded.summary())
          + ":\n\n"
          + fence
          + "\n"
          + folded.text()
          + "\n"
          + fence
          + "\n";
    }
    return table((Table) block);
  }

  private static String table(Table table) {
    StringBuilder text = new StringBuilder();
    text.append("**Table ").append(table.name()).append(".** ").append(escaped(table.caption()));
    text.append(table.cut().isEmpty() ? "" : " " + escaped(table.cut())).append("\n\n");
    text.append(line(table.columns().stream().map(Column::name).toList()));
    text.append(
        table.columns().stream()
            .map(column -> column.format().isNumber() ? "---:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    for (List<Object> row : table.visible()) {
      text.append(
          line(
              IntStream.range(0, row.size())
                  .mapToObj(i -> table.columns().get(i).shown(row.get(i)))
                  .toList()));
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(MarkdownText::escaped)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** A fence that is longer than any run of its character in {@code text}. */
  private static String fence(String text) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return "`".repeat(longest + 1);
  }

  /** {@code text} on one line, with nothing that Markdown or HTML would act upon. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        escaped.append(' ');
      } else if (c == '<') {
        escaped.append("&lt;");
      } else if (c == '&') {
        escaped.append("&amp;");
      } else if (SPECIAL.indexOf(c) >= 0 && !harmless(text, i)) {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Hyphens, dots, signs and brackets inside a line mean nothing, and read better plain. */
  private static boolean harmless(String text, int at) {
    return at > 0 && "-+()!#{}".indexOf(text.charAt(at)) >= 0 && !text.contains("](");
  }
}
