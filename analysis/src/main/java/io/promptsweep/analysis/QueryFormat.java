package io.promptsweep.analysis;

import io.promptsweep.analysis.QueryResult.Column;
import io.promptsweep.analysis.QueryResult.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** How an answer is printed. */
public enum QueryFormat {
  /** Aligned columns for people: fractions to six digits, {@code NULL} for nothing. */
  TABLE {
    @Override
    String render(QueryResult result) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(result.columns().stream().map(Column::name).toList());
      result.rows().forEach(row -> lines.add(shown(result.columns(), row)));
      int[] widths = new int[result.columns().size()];
      for (List<String> line : lines) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], width(line.get(i)));
        }
      }
      StringBuilder text = new StringBuilder();
      for (int n = 0; n < lines.size(); n++) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
          String pad = " ".repeat(widths[i] - width(lines.get(n).get(i)));
          boolean right = result.columns().get(i).kind() == Kind.NUMBER;
          cells.add(right ? pad + lines.get(n).get(i) : lines.get(n).get(i) + pad);
        }
        text.append(String.join("  ", cells).stripTrailing()).append('\n');
        if (n == 0) {
          List<String> rule = new ArrayList<>();
          for (int width : widths) {
            rule.add("-".repeat(width));
          }
          text.append(String.join("  ", rule)).append('\n');
        }
      }
      int rows = result.rows().size();
      return text.append("(").append(rows).append(rows == 1 ? " row)\n" : " rows)\n").toString();
    }
  },

  /** RFC 4180 with a header and exact values; NULL is empty, an empty text is quoted. */
  CSV {
    @Override
    String render(QueryResult result) {
      StringBuilder text = new StringBuilder();
      text.append(
          result.columns().stream().map(c -> csv(c.name())).collect(Collectors.joining(",")));
      text.append('\n');
      for (List<String> row : result.rows()) {
        text.append(row.stream().map(QueryFormat::csv).collect(Collectors.joining(",")));
        text.append('\n');
      }
      return text.toString();
    }
  },

  /** One object a line with exact values; NaN and infinities, which JSON lacks, as texts. */
  JSON {
    @Override
    String render(QueryResult result) {
      StringBuilder text = new StringBuilder();
      for (List<String> row : result.rows()) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          Column column = result.columns().get(i);
          members.add(quoted(column.name()) + ":" + json(column.kind(), row.get(i)));
        }
        text.append('{').append(String.join(",", members)).append("}\n");
      }
      return text.toString();
    }
  };

  private static final MathContext SIX_DIGITS = new MathContext(6);

  abstract String render(QueryResult result);

  /** Rows as text that ends with a line end; the first row's keys are the columns. */
  public String of(List<Map<String, Object>> rows) {
    if (rows.isEmpty()) {
      return render(new QueryResult(List.of(), List.of()));
    }
    List<Column> columns =
        rows.get(0).keySet().stream().map(name -> new Column(name, kind(rows, name))).toList();
    List<List<String>> values = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      List<String> line = new ArrayList<>();
      columns.forEach(
          column -> line.add(row.get(column.name()) == null ? null : text(row.get(column.name()))));
      values.add(line);
    }
    return render(new QueryResult(columns, values));
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static Kind kind(List<Map<String, Object>> rows, String name) {
    Object some =
        rows.stream().map(row -> row.get(name)).filter(Objects::nonNull).findFirst().orElse("");
    return some instanceof Number
        ? Kind.NUMBER
        : some instanceof Boolean ? Kind.BOOLEAN : Kind.TEXT;
  }

  private static List<String> shown(List<Column> columns, List<String> row) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String value = row.get(i);
      boolean fraction =
          value != null
              && columns.get(i).kind() == Kind.NUMBER
              && isNumber(value)
              && (value.contains(".") || value.contains("E"));
      if (value == null) {
        shown.add("NULL");
      } else if (fraction) {
        shown.add(sixDigits(value));
      } else {
        shown.add(value.lines().collect(Collectors.joining(" ")));
      }
    }
    return shown;
  }

  /** A finite number for people: six significant digits, no zeros at its end. */
  public static String sixDigits(String fraction) {
    BigDecimal value = new BigDecimal(fraction).round(SIX_DIGITS).stripTrailingZeros();
    boolean plain = value.signum() == 0 || Math.abs(Math.log10(value.abs().doubleValue())) < 7;
    return plain ? value.toPlainString() : value.toString();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isNumber(String value) {
    char last = value.charAt(value.length() - 1);
    return last >= '0' && last <= '9';
  }

  /** One value of a line of CSV; {@code null} is nothing, an empty text is quoted. */
  public static String csv(String value) {
    if (value == null) {
      return "";
    }
    boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> ",\"\n\r".indexOf(c) >= 0);
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static String json(Kind kind, String value) {
    if (value == null) {
      return "null";
    }
    boolean bare =
        kind == Kind.JSON || kind == Kind.BOOLEAN || (kind == Kind.NUMBER && isNumber(value));
    return bare ? value : quoted(value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
