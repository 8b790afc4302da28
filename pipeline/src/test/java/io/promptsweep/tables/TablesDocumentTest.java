package io.promptsweep.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TablesDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| `([^`]+)` \\| \\S.*\\|$");

  static List<RowType<?>> tables() {
    return RowType.ALL;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void documentAndSchemaNameTheSameColumnsInTheSameOrder(RowType<?> type) throws IOException {
    String document =
        Files.readString(Path.of(System.getProperty("project.root"), "docs", "tables.md"));
    int start = document.indexOf("\n## `" + type.table() + "`\n");
    assertThat(start).as("section of " + type.table()).isPositive();
    String section = document.substring(start, document.indexOf("\n## ", start + 1));
    assertThat(ROW.matcher(section).results().map(TablesDocumentTest::column))
        .containsExactlyElementsOf(
            type.columns().stream()
                .map(c -> c.name() + " " + c.type().sql() + (c.nullable() ? "?" : ""))
                .toList());
  }

  private static String column(MatchResult row) {
    return row.group(1) + " " + row.group(2);
  }
}
