package io.promptsweep.analysis.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.promptsweep.analysis.chart.Chart;
import io.promptsweep.analysis.report.ReportExample;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Report;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.section.ShellWord;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes from the tables stays text in every form that the report has. */
class RenderingTest {
  private static final List<String> HOSTILE =
      List.of(
          ReportExample.HOSTILE,
          "</script><img src=x onerror=alert(1)>",
          "a & b < c > d \"e\" 'f'",
          "\\input{/etc/passwd} $x_1^2$ 50 % #1 ~ {open",
          "two\nlines, a comma, \"quotes\" | and a pipe",
          "*bold* [link](javascript:alert(1)) `code` <b>",
          "[optional] -- – … ∞");

  private static final Table TABLE =
      new Table(
          "hostile",
          "A caption with " + HOSTILE.get(0),
          List.of(Column.text("name"), Column.score("score"), Column.command("again")),
          HOSTILE.stream().map(h -> Arrays.<Object>asList(h, 0.123456789, h)).toList());

  private static Report report(Block... blocks) {
    return new Report(
        HOSTILE.get(0),
        HOSTILE.get(1),
        HOSTILE,
        List.of(new Section("one", HOSTILE.get(2), List.of(blocks))));
  }

  @Test
  void htmlHasNoElementThatATextMade() {
    Chart chart = new Chart("c", HOSTILE.get(0), HOSTILE.get(1), "{\"a\":\"</script><b>\"}");
    Report report =
        report(
            TABLE,
            new Block.Paragraph(HOSTILE.get(1)),
            new Block.Bullets(HOSTILE),
            new Block.Folded(HOSTILE.get(5), HOSTILE.get(1)),
            new Block.Figure(chart, "hostile"));
    String html = HtmlPage.of(report, Map.of("c", "<svg></svg>"), List.of());
    assertThat(html).doesNotContain("<img", "<b>", "<script>alert");
    // The page's own scripts, and the chart's specification.
    assertThat(occurrences(html, "<script")).isEqualTo(3);
    assertThat(occurrences(html, "</script")).isEqualTo(3);
    assertThat(html).contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
    assertThat(html).contains("{\"a\":\"\\u003c/script\\u003e\\u003cb\\u003e\"}");
  }

  @Test
  void theContentSecurityPolicyNamesEveryScriptByItsHashAndAllowsNoConnection() {
    String html = HtmlPage.of(report(new Block.Paragraph("x")), Map.of(), List.of());
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1))
        .startsWith("default-src &#39;none&#39;")
        .doesNotContain("unsafe-eval", "http", "connect-src");
    assertThat(occurrences(policy.group(1), "sha256-")).isEqualTo(occurrences(html, "<script>"));
    assertThat(html).doesNotContain("src=\"", "@import", "url(");
  }

  @Test
  void csvParsesBackToEveryValue() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(false);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    List<String[]> records = new CsvParser(settings).parseAll(new StringReader(CsvFile.of(TABLE)));
    assertThat(List.of(records.get(0))).containsExactly("name", "score", "again");
    assertThat(records.subList(1, records.size()).stream().map(r -> r[0]).toList())
        .isEqualTo(HOSTILE);
    assertThat(Double.parseDouble(records.get(1)[1])).isEqualTo(0.123456789);
  }

  @Test
  void latexIsBalancedAndEveryRowHasItsColumns() {
    String latex = LatexTable.of(TABLE);
    assertThat(occurrences(latex, "\\begin{")).isEqualTo(occurrences(latex, "\\end{"));
    String unescaped = latex.replaceAll("\\\\[\\\\{}$&#_%]", "");
    int depth = 0;
    for (int i = 0; i < unescaped.length(); i++) {
      depth += unescaped.charAt(i) == '{' ? 1 : unescaped.charAt(i) == '}' ? -1 : 0;
      assertThat(depth).isNotNegative();
    }
    assertThat(depth).isZero();
    assertThat(unescaped).doesNotContain("#", "_", "^");
    List<String> lines = latex.lines().filter(line -> line.endsWith("\\\\")).toList();
    assertThat(lines).hasSize(HOSTILE.size() + 1);
    for (String line : lines) {
      assertThat(occurrences(line.replace("\\&", ""), "&")).isEqualTo(2);
      assertThat(line.replaceAll("\\\\%", ""))
          .as("a comment would eat the row")
          .doesNotContain("%");
    }
    assertThat(latex).contains("\\textbackslash{}input\\{/etc/passwd\\}").doesNotContain("\\input");
  }

  @Test
  void markdownKeepsItsTablesAndMakesNoMarkup() {
    String markdown = MarkdownText.of(report(TABLE, new Block.Folded("diff", "```\n```` text")));
    List<String> rows = markdown.lines().filter(line -> line.startsWith("| ")).toList();
    assertThat(rows).hasSize(HOSTILE.size() + 2);
    assertThat(rows).allMatch(row -> occurrences(row.replace("\\|", ""), "|") == 4);
    assertThat(markdown).doesNotContain("<b>", "<img", "<script", "[link](");
    assertThat(markdown).contains("`````\n```\n```` text\n`````");
  }

  @Test
  void numbersAreRoundedForPeopleAndMissingOnesAreNeverZero() {
    assertThat(Column.score("x").shown(0.91234567)).isEqualTo("0.9123");
    assertThat(Column.score("x").shown(null)).isEqualTo("–");
    assertThat(Column.score("x").shown(Double.NaN)).isEqualTo("–");
    assertThat(Column.probability("x").shown(0.0004)).isEqualTo("< 0.001");
    assertThat(Column.probability("x").shown(1.0)).isEqualTo("1.000");
    assertThat(Column.number("x").shown(0.0003)).isEqualTo("0.0003");
    assertThat(Column.number("x").shown(12345.678)).isEqualTo("12300");
    assertThat(Column.number("x").shown(1.5e-7)).isEqualTo("1.50e-07");
    assertThat(Column.text("x").shown(true)).isEqualTo("on");
  }

  @Test
  void aLongTableIsCutForPeopleAndWholeInItsFile() {
    Table table =
        new Table(
            "long",
            "Many.",
            List.of(Column.count("n")),
            IntStream.range(0, 30).mapToObj(i -> List.<Object>of(i)).toList(),
            10);
    assertThat(occurrences(HtmlPage.of(report(table), Map.of(), List.of()), "<th scope=\"row\""))
        .isEqualTo(10);
    assertThat(MarkdownText.of(report(table)))
        .contains("The first 10 of 30 rows; tables/long.csv has all.");
    assertThat(CsvFile.of(table).lines()).hasSize(31);
  }

  @Test
  void aFolderIsOneWordOfACommand() {
    assertThat(ShellWord.of("out/x-1")).isEqualTo("out/x-1");
    assertThat(ShellWord.of("my out; rm 'x'")).isEqualTo("'my out; rm '\\''x'\\'''");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(
            () -> new Table("t", "c", List.of(Column.text("a")), List.of(List.of("1", "2"))))
        .hasMessage("a row of table t has 2 values for 1 columns");
  }

  private static int occurrences(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
