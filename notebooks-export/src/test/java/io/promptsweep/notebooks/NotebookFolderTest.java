package io.promptsweep.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SparkSession SPARK = SmallSweep.spark();
  private static final Pattern ROW = Pattern.compile("<tr>(<td.*?)</tr>", Pattern.DOTALL);
  private static final Pattern VALUE = Pattern.compile("<td[^>]*>(.*?)</td>", Pattern.DOTALL);
  private static final String PICTURE =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20.5\"/>";

  @TempDir static Path folder;
  private static Path out;
  private static JsonNode jupyter;
  private static JsonNode zeppelin;

  @BeforeAll
  static void writeNotebooks() throws IOException {
    out = SmallSweep.write(SPARK, folder.resolve(SmallSweep.HOSTILE));
    List<Path> files =
        NotebookFolder.write(
            SPARK, out, out.resolve("notebook"), OptionalInt.of(9), c -> Optional.of(PICTURE));
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "it-s-q-a-b-c-41-spark.app.name-script-alert-1-script-x-é.ipynb",
            "it-s-q-a-b-c-41-spark.app.name-script-alert-1-script-x-é.zpln",
            "it-s-q-a-b-c-41-spark.app.name-script-alert-1-script-x-é.sql");
    jupyter = JSON.readTree(Files.readString(files.get(0)));
    zeppelin = JSON.readTree(Files.readString(files.get(1)));
  }

  @AfterAll
  static void stop() throws IOException {
    SPARK.close();
  }

  private static String joined(JsonNode lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  private static JsonNode cell(JsonNode notebook, String id) {
    for (JsonNode cell : notebook.get("cells")) {
      if (cell.get("id").asText().equals(id)) {
        return cell;
      }
    }
    throw new AssertionError("no cell " + id);
  }

  private static JsonNode paragraph(String id) {
    for (JsonNode paragraph : zeppelin.get("paragraphs")) {
      if (paragraph.get("id").asText().equals("paragraph_" + id)) {
        return paragraph;
      }
    }
    throw new AssertionError("no paragraph " + id);
  }

  /** The question in a cell's call of {@code show}. */
  private static String question(String source) {
    return source.replaceAll("(?s)^show\\(\"\"\"\n|\n\"\"\"\\)$", "");
  }

  private static List<List<String>> htmlRows(String html) {
    List<List<String>> rows = new ArrayList<>();
    ROW.matcher(html)
        .results()
        .forEach(
            row ->
                rows.add(
                    VALUE
                        .matcher(row.group(1))
                        .results()
                        .map(
                            value ->
                                value
                                    .group(1)
                                    .replace("&lt;", "<")
                                    .replace("&gt;", ">")
                                    .replace("&quot;", "\"")
                                    .replace("&#x27;", "'")
                                    .replace("&amp;", "&"))
                        .toList()));
    return rows;
  }

  @Test
  void aNotebookOfJupyterHasTheStructureOfNbformat() {
    assertThat(jupyter.get("nbformat").asInt()).isEqualTo(4);
    assertThat(jupyter.get("nbformat_minor").asInt()).isEqualTo(5);
    assertThat(jupyter.at("/metadata/kernelspec/name").asText()).isEqualTo("python3");
    List<String> ids = new ArrayList<>();
    int executions = 0;
    for (JsonNode cell : jupyter.get("cells")) {
      ids.add(cell.get("id").asText());
      assertThat(cell.get("metadata").isObject()).isTrue();
      assertThat(joined(cell.get("source"))).isNotBlank();
      if (cell.get("cell_type").asText().equals("code")) {
        assertThat(cell.get("execution_count").asInt()).isEqualTo(++executions);
        cell.get("outputs")
            .forEach(
                output -> {
                  assertThat(output.get("output_type").asText()).isEqualTo("display_data");
                  assertThat(output.get("metadata").isObject()).isTrue();
                  assertThat(joined(output.at("/data/text~1plain"))).isNotBlank();
                });
      } else {
        assertThat(cell.get("cell_type").asText()).isEqualTo("markdown");
        assertThat(cell.has("outputs")).isFalse();
      }
    }
    assertThat(executions).isGreaterThan(ResultView.values().length);
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9-]{1,64}"));
  }

  @Test
  void everyViewIsShownWithItsRows() {
    ResultViews views = ResultViews.over(SPARK.newSession(), out);
    for (ResultView view : ResultView.values()) {
      JsonNode cell = cell(jupyter, view.sqlName().replace('_', '-'));
      String sql = question(joined(cell.get("source")));
      assertThat(sql).contains("FROM " + view.sqlName());
      List<Map<String, Object>> expected = views.rows(sql);
      List<List<String>> shown = htmlRows(joined(cell.at("/outputs/0/data/text~1html")));
      assertThat(shown).as(view.sqlName()).hasSameSizeAs(expected);
      assertThat(expected.size()).isEqualTo(views.rows(view).size());
      for (int i = 0; i < shown.size(); i++) {
        List<Object> values = new ArrayList<>(expected.get(i).values());
        assertThat(shown.get(i)).hasSameSizeAs(values);
        for (int k = 0; k < values.size(); k++) {
          equal(shown.get(i).get(k), values.get(k));
        }
      }
      String text = joined(cell.at("/outputs/0/data/text~1plain"));
      assertThat(text.lines().count()).isEqualTo(expected.size() + 2);
    }
  }

  private static void equal(String shown, Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      assertThat(Double.parseDouble(shown)).isCloseTo(number, within(1e-5 * Math.abs(number)));
    } else {
      assertThat(shown).isEqualTo(value == null ? "NULL" : value.toString());
    }
  }

  @Test
  void numbersAreShownToSixDigitsAndNothingIsTakenForZero() {
    AnswerTable table =
        new AnswerTable(
            List.of("a", "b"),
            List.of(
                Arrays.asList(117.0 / 128 + 1e-9, null),
                List.of(0.0000005, Double.NaN),
                List.of(-0.0, 123456789L)));
    assertThat(table.text())
        .isEqualTo(
            """
            a          b
            0.914063   NULL
            0.0000005  NaN
            0          123456789
            3 rows""");
  }

  @Test
  void theStatementsAreTheViewsSqlByteForByte() {
    String tables = joined(cell(jupyter, "tables").get("source"));
    String pyspark = paragraph("tables").get("text").asText();
    for (ResultView view : ResultView.values()) {
      assertThat(tables).contains("view(\n    \"\"\"" + view.statement() + "\"\"\"\n)");
      assertThat(pyspark).contains("view(\n    \"\"\"" + view.statement() + "\"\"\"\n)");
    }
    for (ResultTable table : ResultTable.values()) {
      String statement =
          new ParquetTable(table.sqlName(), table.ddl(), table.filePattern())
              .statement("{location}");
      assertThat(tables).contains("\"\"\"" + statement + "\"\"\"");
      assertThat(SqlScript.statements(out, Optional.empty()))
          .contains(statement.replace("{location}", ParquetTable.quoted(table.location(out))));
    }
  }

  @Test
  void chartsHaveTheirDataAndTheirSpecificationOnce() throws IOException {
    List<String> drawn = new ArrayList<>();
    ResultViews views = ResultViews.over(SPARK.newSession(), out);
    for (JsonNode cell : jupyter.get("cells")) {
      if (!cell.get("id").asText().endsWith("-chart")) {
        continue;
      }
      drawn.add(cell.get("id").asText());
      JsonNode data = cell.at("/outputs/0/data");
      JsonNode spec = data.get("application/vnd.vegalite.v5+json");
      assertThat(joined(data.get("image/svg+xml")))
          .isEqualTo(PICTURE.replace("<svg", "<svg width=\"40\" height=\"20.5\""));
      List<String> texts = List.of(joined(cell.get("source")).split("\"\"\"", -1));
      assertThat(spec.at("/data/values").size()).isPositive();
      assertThat(spec.at("/data/values"))
          .isEqualTo(JSON.readTree(JSON.writeValueAsString(views.rows(texts.get(1)))));
      JsonNode template = JSON.readTree(texts.get(3));
      assertThat(template.has("data")).isFalse();
      template
          .fieldNames()
          .forEachRemaining(
              name -> assertThat(spec.get(name)).as(name).isEqualTo(template.get(name)));
      assertThat(spec.size()).isEqualTo(template.size() + 1);
      assertThat(joined(data.get("text/plain"))).isEqualTo(spec.get("description").asText());
    }
    assertThat(drawn)
        .containsExactly(
            "summary-chart",
            "leaderboard-chart",
            "dropout-effect-chart",
            "learning-curves-chart",
            "efficiency-chart");
  }

  @Test
  void whatTheReaderMustKnowStandsAtTheTop() {
    assertThat(joined(jupyter.at("/cells/0/source")))
        .contains("**The sweep is unfinished: 7 of 9 cells have a result.**")
        .contains("**FAILED: 1 of 7 cells, in no mean; `failures` has the causes.**")
        .contains("**STOPPED before their end: 1 of 7 cells, in no mean.**")
        .contains("**DONE without a score that is a number: 1 of 7 cells, in no mean.**")
        .contains("**2 of 3 settings in `leaderboard` have one seed")
        .contains("**`summary` leaves out 3 times")
        .contains("precision = fp32");
  }

  @Test
  void aHostileFolderNameIsTextEverywhere() throws IOException {
    String places = joined(cell(jupyter, "places").get("source"));
    String literal = places.replaceAll("(?s)^OUT = | {2}# the sweep's output folder\n.*", "");
    assertThat(JSON.readValue(literal.replace("\\x24", "$"), String.class))
        .isEqualTo(out.toAbsolutePath().normalize().toString());
    assertThat(places).doesNotContain("${");
    assertThat(places.lines()).hasSize(2);
    String head = joined(jupyter.at("/cells/0/source"));
    assertThat(head.lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).contains("\\<script\\>", "\\`c\\`"));
    assertThat(head).doesNotContain("<script>");
    assertThat(joined(cell(jupyter, "failures").at("/outputs/0/data/text~1html")))
        .contains("%html &lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>");
    assertThat(paragraph("about").at("/results/msg/0/data").asText())
        .contains("&lt;script&gt;")
        .doesNotContain("<script>");
    assertThat(paragraph("failures").at("/results/msg/0/data").asText().split("\t", -1))
        .contains(" %html <script>alert(1)</script> \"`| no number");
    // Zeppelin would ask the reader for a value.
    zeppelin
        .get("paragraphs")
        .forEach(paragraph -> assertThat(paragraph.get("text").asText()).doesNotContain("${"));
    assertThat(zeppelin.get("name").asText()).startsWith("Results of it's").doesNotContain("/");
  }

  @Test
  void aNoteOfZeppelinHasInterpretersAndTheSameAnswers() {
    assertThat(zeppelin.get("id").asText()).matches("2[0-9A-Z]{8}");
    assertThat(zeppelin.get("defaultInterpreterGroup").asText()).isEqualTo("spark");
    assertThat(zeppelin.get("config").isObject()).isTrue();
    List<String> ids = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (JsonNode paragraph : zeppelin.get("paragraphs")) {
      ids.add(paragraph.get("id").asText());
      assertThat(paragraph.get("text").asText())
          .matches("(?s)%(md|spark\\.pyspark|spark\\.sql)\n\n.+");
      assertThat(paragraph.get("status").asText()).isEqualTo("FINISHED");
      assertThat(paragraph.at("/results/code").asText()).isEqualTo("SUCCESS");
      assertThat(paragraph.at("/settings/params").isObject()).isTrue();
      assertThat(paragraph.at("/config/enabled").asBoolean()).isTrue();
      paragraph.at("/results/msg").forEach(message -> types.add(message.get("type").asText()));
    }
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(types).contains("TABLE", "HTML");
    ResultViews views = ResultViews.over(SPARK.newSession(), out);
    for (ResultView view : ResultView.values()) {
      JsonNode paragraph = paragraph(view.sqlName().replace('_', '-'));
      String sql = paragraph.get("text").asText().substring("%spark.sql\n\n".length());
      List<Map<String, Object>> expected = views.rows(sql);
      List<String> lines = paragraph.at("/results/msg/0/data").asText().lines().toList();
      assertThat(lines).hasSize(expected.size() + 1);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(lines.get(0).split("\t", -1))
            .containsExactly(expected.get(i).keySet().toArray(String[]::new));
        assertThat(lines.get(i + 1).split("\t", -1))
            .containsExactly(
                expected.get(i).values().stream()
                    .map(String::valueOf)
                    .map(
                        value ->
                            value.equals(SmallSweep.CAUSE)
                                ? " %html <script>alert(1)</script> \"`| no number"
                                : value)
                    .toArray(String[]::new));
      }
    }
    assertThat(paragraph("summary-chart-picture").at("/results/msg/0/data").asText())
        .contains("<img src=\"data:image/svg+xml;base64,PHN2Zy");
  }

  @Test
  void aSweepWithoutCellsIsANotebookThatSaysSo() throws IOException {
    Path nothing = SmallSweep.empty(folder.resolve("nothing"));
    List<Path> files =
        NotebookFolder.write(
            SPARK, nothing, folder.resolve("to"), OptionalInt.empty(), c -> Optional.empty());
    JsonNode notebook = JSON.readTree(Files.readString(files.get(0)));
    assertThat(joined(notebook.at("/cells/0/source")))
        .contains("**The sweep has no result yet; every table below is empty.**");
    for (ResultView view : ResultView.values()) {
      String id = view.sqlName().replace('_', '-');
      JsonNode output = cell(notebook, id).at("/outputs/0/data/text~1html");
      assertThat(joined(output)).contains("<th>method</th>", "<p>0 rows</p>");
    }
    notebook
        .get("cells")
        .forEach(cell -> assertThat(cell.get("id").asText()).doesNotEndWith("-chart"));
  }

  @Test
  void refusesWhatIsNoOutputFolderAndAPlaceThatCannotBeWritten() throws IOException {
    Path to = folder.resolve("refused");
    assertThatThrownBy(
            () ->
                NotebookFolder.write(SPARK, folder, to, OptionalInt.empty(), c -> Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no folder 'cells'");
    assertThat(to).doesNotExist();
    Path file = Files.createFile(folder.resolve("file"));
    Path empty = SmallSweep.empty(folder.resolve("empty"));
    assertThatThrownBy(
            () ->
                NotebookFolder.write(
                    SPARK, empty, file, OptionalInt.empty(), c -> Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cannot write into " + file)
        .hasMessageEndingWith("name another folder with --to.");
  }
}
