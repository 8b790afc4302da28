package io.promptsweep.task.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  private static final JsonLines FLAT = new JsonLines(Nesting.NONE);
  private static final String MULTIRC =
      "{\"idx\":0,\"passage\":{\"text\":\"P.\",\"questions\":[{\"question\":\"Q?\",\"idx\":7,"
          + "\"answers\":[{\"text\":\"yes\",\"idx\":0,\"label\":1},"
          + "{\"text\":\"no\",\"idx\":1,\"label\":0}]}]}}";
  private static final String RECORD =
      "{\"passage\":{\"text\":\"\uD83D\uDE00 Zoe met Anna, Zoe.\",\"entities\":"
          + "[{\"start\":2,\"end\":4},{\"start\":10,\"end\":13},{\"start\":16,\"end\":18}]},"
          + "\"qas\":[{\"query\":\"@placeholder smiled\",\"idx\":3,"
          + "\"answers\":[{\"text\":\"Zoe\"},{\"text\":\"Anna\"},{\"text\":\"Zoe\"}]}],\"idx\":1}";

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("val.jsonl");
  }

  @Test
  void valuesOfEveryScalarTypeAreTextAndPathsGoInside() throws IOException {
    write("{\"a\": \"x\\ty\", \"n\": 12, \"t\": {\"b\": true}, \"l\": [\"p\", 2]}\n\n");
    List<Row> rows = FLAT.read(file, Map.of("a", "a", "number", "n", "truth", "t.b", "list", "l"));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).text("a")).isEqualTo("x\ty");
    assertThat(rows.get(0).index("number")).isEqualTo(12);
    assertThat(rows.get(0).text("truth")).isEqualTo("true");
    assertThat(rows.get(0).list("list")).containsExactly("p", "2");
  }

  @Test
  void multircBecomesOneRowAnAnswerGroupedByQuestion() throws IOException {
    write(MULTIRC + "\n");
    List<Row> rows =
        new JsonLines(Nesting.MULTIRC)
            .read(
                file,
                Map.of(
                    "paragraph",
                    "paragraph",
                    "question",
                    "question",
                    "answer",
                    "answer",
                    "label",
                    "label",
                    "group",
                    "idx.question"));
    assertThat(rows).extracting(r -> r.text("answer")).containsExactly("yes", "no");
    assertThat(rows).extracting(r -> r.text("label")).containsExactly("1", "0");
    assertThat(rows).extracting(r -> r.text("group")).containsExactly("7", "7");
    assertThat(rows.get(1).text("paragraph")).isEqualTo("P.");
    assertThat(rows.get(1).text("question")).isEqualTo("Q?");
  }

  @Test
  void recordBecomesOneRowAQueryWithDistinctSortedEntitiesAndAnswers() throws IOException {
    write(RECORD);
    List<Row> rows =
        new JsonLines(Nesting.RECORD)
            .read(
                file,
                Map.of(
                    "passage",
                    "passage",
                    "query",
                    "query",
                    "entities",
                    "entities",
                    "answers",
                    "answers",
                    "group",
                    "idx.query"));
    assertThat(rows).hasSize(1);
    // Offsets count characters, of which the face is one.
    assertThat(rows.get(0).list("entities")).containsExactly("Anna", "Zoe");
    assertThat(rows.get(0).list("answers")).containsExactly("Anna", "Zoe");
    assertThat(rows.get(0).text("group")).isEqualTo("3");
  }

  @Test
  void problemsNameLineAndKey() throws IOException {
    write("{\"a\": \"x\"}\n{\"b\": 1}\n");
    assertRefused(FLAT, file + " line 2: key 'a' is missing.");
    write("{\"a\": null}");
    assertRefused(FLAT, file + " line 1: key 'a' is null, expected text or a number.");
    write("{\"a\": {\"b\": 1}}");
    assertRefused(FLAT, file + " line 1: key 'a' is an object, expected text or a number.");
    write("[1]");
    assertRefused(FLAT, file + " line 1: is a list, expected one JSON object.");
    write("{\"idx\": 0}");
    JsonLines multirc = new JsonLines(Nesting.MULTIRC);
    assertRefused(multirc, file + " line 1: key 'passage' is nothing, expected an object.");
    write(MULTIRC.replace("\"answers\":[", "\"answer\":["));
    assertRefused(
        multirc, file + " line 1: key 'passage.questions.answers' is nothing, expected a list.");
    JsonLines record = new JsonLines(Nesting.RECORD);
    write(RECORD.replace("\"end\":18", "\"end\":99"));
    assertRefused(
        record,
        file
            + " line 1: key 'passage.entities' has a span from 16 to 99, expected one inside the"
            + " passage.");
    write(RECORD.replaceFirst("\"answers\":\\[.*?\\]", "\"answers\":[]"));
    assertRefused(record, file + " line 1: key 'qas.answers' is empty, expected an answer.");
  }

  @Test
  void brokenJsonIsRefusedWithItsLine() throws IOException {
    write("{\"a\": 1}\n{\"a\": 1} {\"a\": 2}\n");
    assertThatThrownBy(() -> FLAT.read(file, Map.of("a", "a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + " line 2: is not one JSON object (");
  }

  @Test
  void anyChangeOfAFileGivesRowsOrAnErrorWithAPlace() throws IOException {
    Random random = new Random(11);
    List<JsonLines> readers =
        List.of(FLAT, new JsonLines(Nesting.MULTIRC), new JsonLines(Nesting.RECORD));
    List<String> seeds = List.of("{\"passage\": [\"x\", {}, 1e5]}", MULTIRC, RECORD);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      int kind = random.nextInt(3);
      byte[] bytes = seeds.get(kind).getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(4); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean()
                ? (byte) "{}[]\",:0-9ntf".charAt(random.nextInt(13))
                : (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      try {
        assertThat(readers.get(kind).read(file, Map.of("x", "passage"))).isNotNull();
        read++;
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        refused++;
      }
    }
    assertThat(read).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void deepNestingIsRefusedNotOverflowing() throws IOException {
    write("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    assertThatThrownBy(() -> FLAT.read(file, Map.of("a", "a")))
        .isInstanceOf(InvalidInputException.class);
  }

  private void assertRefused(JsonLines reader, String sentence) {
    assertThatThrownBy(() -> reader.read(file, Map.of("a", "a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }
}
