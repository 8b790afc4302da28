package io.promptsweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsDocumentTest {
  private static final SparkSession SPARK = GoldenTables.spark();
  private static final Pattern SECTION = Pattern.compile("(?ms)^### `(\\w+)`$(.*?)(?=^##)");
  private static final Pattern KEYS = Pattern.compile("(?m)^Keys: (.*)$");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| \\S.*\\|$");

  @TempDir Path out;

  @Test
  void documentAndViewsNameTheSameColumns() throws IOException {
    Files.createDirectories(out.resolve("cells"));
    ResultViews views = ResultViews.over(SPARK, out);
    String document =
        Files.readString(Path.of(System.getProperty("project.root"), "docs", "tables.md"));
    assertThat(SECTION.matcher(document).results().map(section -> section.group(1)))
        .containsExactlyElementsOf(
            Stream.of(ResultView.values()).map(ResultView::sqlName).toList());
    SECTION
        .matcher(document)
        .results()
        .forEach(
            section -> {
              ResultView view =
                  Stream.of(ResultView.values())
                      .filter(v -> v.sqlName().equals(section.group(1)))
                      .findFirst()
                      .orElseThrow();
              assertThat(Stream.concat(keys(section.group(2)), names(ROW, section.group(2))))
                  .as(view.sqlName())
                  .containsExactlyInAnyOrderElementsOf(
                      List.of(views.view(view).schema().fieldNames()));
            });
  }

  private static Stream<String> keys(String section) {
    return KEYS.matcher(section).results().flatMap(line -> names(NAME, line.group(1)));
  }

  private static Stream<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1));
  }
}
