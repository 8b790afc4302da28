package io.promptsweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.analysis.papers.PaperResult;
import io.promptsweep.analysis.papers.PaperResults;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PapersViewTest {
  private static final SparkSession SPARK = GoldenTables.spark();

  @TempDir Path out;

  @Test
  void columnsAreTheRecordsAndTheDocuments() throws IOException {
    List<String> columns =
        Arrays.stream(PapersView.schema().fields())
            .map(field -> field.name() + " " + field.dataType().sql().toLowerCase(Locale.ROOT))
            .toList();
    assertThat(columns)
        .containsExactlyElementsOf(
            Arrays.stream(PaperResult.class.getRecordComponents())
                .map(part -> column(part).replace("?", ""))
                .toList());

    String document =
        Files.readString(Path.of(System.getProperty("project.root"), "docs", "tables.md"));
    int start = document.indexOf("\n## `papers`\n");
    String section = document.substring(start, document.indexOf("\n## ", start + 1));
    assertThat(
            Pattern.compile("(?m)^\\| `(\\w+)` \\| `([^`]+)` \\| \\S.*\\|$")
                .matcher(section)
                .results()
                .map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Arrays.stream(PaperResult.class.getRecordComponents())
                .map(PapersViewTest::column)
                .toList());
  }

  /** The component as SQL has it: snake case, type, and a mark where it may be null. */
  private static String column(RecordComponent part) {
    String name = part.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    String generic = part.getGenericType().getTypeName();
    String type =
        generic.contains("OptionalInt")
            ? "int"
            : generic.contains("BigDecimal") ? "double" : "string";
    return name + " " + type + (generic.contains("Optional") ? "?" : "");
  }

  @Test
  void sqlSeesEveryNumber() throws IOException {
    Files.createDirectories(out.resolve("cells"));
    ResultViews.over(SPARK, out);
    List<Row> rows = SPARK.sql("SELECT * FROM papers").collectAsList();
    List<PaperResult> results = PaperResults.shipped().rows();
    assertThat(rows).hasSameSizeAs(results);
    RecordComponent[] parts = PaperResult.class.getRecordComponents();
    for (int i = 0; i < results.size(); i++) {
      for (int j = 0; j < parts.length; j++) {
        assertThat(rows.get(i).get(j))
            .as(parts[j].getName())
            .isEqualTo(sql(parts[j], results.get(i)));
      }
    }
  }

  private static Object sql(RecordComponent part, PaperResult result) {
    try {
      Object value = part.getAccessor().invoke(result);
      if (value instanceof OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
      }
      Object present = value instanceof Optional<?> some ? some.orElse(null) : value;
      return present instanceof BigDecimal number ? (Object) number.doubleValue() : present;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Test
  void printedNumbersStandBesideASweeps() throws IOException {
    GoldenTables.write(
        SPARK, out, ResultTable.CELLS, GoldenTables.done("superpos", "rte", 0.01, 1, "0.5"));
    String document =
        Files.readString(Path.of(System.getProperty("project.root"), "docs", "tables.md"));
    String example =
        document.substring(
            document.indexOf("SELECT p.backbone"), document.indexOf("IS NULL\n```") + 7);
    ResultViews.over(SPARK, out);
    assertThat(SPARK.sql(example + " ORDER BY p.backbone").collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            String.format(
                Locale.ROOT, "[T5v1.1-Base LM-Adapted,superpos,rte,%s,0.5,1]", printed("Base")),
            String.format(
                Locale.ROOT, "[T5v1.1-Small LM-Adapted,superpos,rte,%s,0.5,1]", printed("Small")));
  }

  private static double printed(String size) {
    return PaperResults.shipped().rows().stream()
        .filter(row -> row.tableId().equals("superpos/table1") && row.backbone().contains(size))
        .filter(row -> row.methodId().equals(Optional.of("superpos")))
        .filter(row -> row.task().equals("RTE") && row.dropout().equals("off"))
        .mapToDouble(row -> row.value().doubleValue() / 100)
        .findFirst()
        .orElseThrow();
  }
}
