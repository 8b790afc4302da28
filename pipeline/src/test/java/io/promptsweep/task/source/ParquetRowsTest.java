package io.promptsweep.task.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.ParquetFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
  private static final ParquetRows READER = new ParquetRows();

  @TempDir Path dir;

  @Test
  void readsTextNumbersListsAndNestedColumns() throws IOException {
    Path file = dir.resolve("train-00000-of-00001.parquet");
    ParquetFixture.write(
        file,
        "message m { optional binary query (STRING); optional int64 label; optional float score;"
            + " optional group entities (LIST) { repeated group list {"
            + " optional binary element (STRING); } }"
            + " optional group idx { optional int32 passage; optional int32 query; } }",
        (index, row) -> {
          row.append("query", "q" + index + " \u00e9").append("label", (long) index);
          row.append("score", 3.8f);
          Group list = row.addGroup("entities");
          for (int i = 0; i < index; i++) {
            list.addGroup("list").append("element", "e" + i);
          }
          row.addGroup("idx").append("passage", 5).append("query", 10 + index);
        },
        3);
    List<Row> rows =
        READER.read(
            file,
            Map.of(
                "query",
                "query",
                "label",
                "label",
                "score",
                "score",
                "entities",
                "entities",
                "group",
                "idx.query"));
    assertThat(rows).extracting(r -> r.text("query")).containsExactly("q0 é", "q1 é", "q2 é");
    assertThat(rows).extracting(r -> r.text("label")).containsExactly("0", "1", "2");
    assertThat(rows).extracting(r -> r.text("group")).containsExactly("10", "11", "12");
    assertThat(rows.get(0).text("score")).isEqualTo("3.8");
    assertThat(rows.get(0).list("entities")).isEmpty();
    assertThat(rows.get(2).list("entities")).containsExactly("e0", "e1");
    assertThat(rows.get(2).place()).hasToString(file + " row 3");
  }

  @Test
  void problemsNameFileRowAndColumn() throws IOException {
    Path file = dir.resolve("x.parquet");
    ParquetFixture.write(
        file, "message m { optional binary sentence (STRING); }", (index, row) -> {}, 1);
    assertThatThrownBy(() -> READER.read(file, Map.of("s", "sentense")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": no column 'sentense'; did you mean 'sentence'?");
    assertThatThrownBy(() -> READER.read(file, Map.of("s", "sentence.x")))
        .hasMessage(file + ": column 'sentence' has no columns inside, expected 'sentence.x'.");
    assertThatThrownBy(() -> READER.read(file, Map.of("s", "sentence")))
        .hasMessage(file + " row 1: column 'sentence' is empty.");
  }

  @Test
  void aFileThatIsNoParquetIsRefused() throws IOException {
    Path file = dir.resolve("x.parquet");
    Files.writeString(file, "sentence\tlabel\nnot at all Parquet\n");
    assertThatThrownBy(() -> READER.read(file, Map.of("s", "sentence")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": is no Parquet file: it does not begin with PAR1; look what it is.");
  }
}
