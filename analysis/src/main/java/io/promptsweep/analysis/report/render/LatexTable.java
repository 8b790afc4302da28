package io.promptsweep.analysis.report.render;

import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for LaTeX with booktabs. */
public final class LatexTable {
  private LatexTable() {}

  public static String of(Table table) {
    StringBuilder text = new StringBuilder("% \\usepackage{booktabs}\n");
    text.append("\\begin{table}\n\\centering\n\\caption{");
    text.append(escaped(table.caption()));
    text.append(table.cut().isEmpty() ? "" : " " + escaped(table.cut()));
    text.append("}\n\\label{tab:").append(table.name()).append("}\n\\begin{tabular}{");
    table.columns().forEach(column -> text.append(column.format().isNumber() ? 'r' : 'l'));
    text.append("}\n\\toprule\n");
    text.append(line(table.columns().stream().map(Column::name).toList())).append("\\midrule\n");
    for (List<Object> row : table.visible()) {
      text.append(
          line(
              IntStream.range(0, row.size())
                  .mapToObj(i -> table.columns().get(i).shown(row.get(i)))
                  .toList()));
    }
    return text.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(LatexTable::escaped)
        .collect(Collectors.joining(" & ", "", " \\\\\n"));
  }

  /** {@code text} on one line, with every character that LaTeX would act upon written out. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\textbackslash{}");
        case '~' -> escaped.append("\\textasciitilde{}");
        case '^' -> escaped.append("\\textasciicircum{}");
        case '{', '}', '$', '&', '#', '_', '%' -> escaped.append('\\').append(c);
        case '<' -> escaped.append("\\textless{}");
        case '>' -> escaped.append("\\textgreater{}");
        case '|' -> escaped.append("\\textbar{}");
        case '"' -> escaped.append("\\textquotedbl{}");
        // A row that begins with a bracket would be taken for an option of the line before.
        case '[' -> escaped.append("{[}");
        case ']' -> escaped.append("{]}");
        case '–' -> escaped.append("--");
        case '…' -> escaped.append("\\ldots{}");
        case '∞' -> escaped.append("$\\infty$");
        default -> escaped.append(c < ' ' ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
