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

class GlueTsvTest {
  private static final GlueTsv HEADED = new GlueTsv(List.of(), false);
  private static final Map<String, String> COLUMNS = Map.of("sentence", "text", "label", "gold");

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("dev.tsv");
  }

  @Test
  void quotesAreTextAndColumnsAreFoundByName() throws IOException {
    write("gold\tx\ttext\n1\t\t\"unbalanced, 'quotes'\n0\ty\t trailing \n");
    List<Row> rows = HEADED.read(file, COLUMNS);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).text("sentence")).isEqualTo("\"unbalanced, 'quotes'");
    assertThat(rows.get(1).text("sentence")).isEqualTo(" trailing ");
    assertThat(rows.get(1).text("label")).isEqualTo("0");
    assertThat(rows.get(1).place()).hasToString(file + " line 3");
  }

  @Test
  void byteOrderMarkCarriageReturnsAndAMissingLastLineEndDoNotMatter() throws IOException {
    write("\uFEFFgold\ttext\r\n1\tcaf\u00e9\u2028x\r\n\r\n0\tb");
    List<Row> rows = HEADED.read(file, COLUMNS);
    assertThat(rows).extracting(r -> r.text("sentence")).containsExactly("caf\u00e9\u2028x", "b");
    assertThat(rows).extracting(r -> r.text("label")).containsExactly("1", "0");
  }

  @Test
  void namesCanBeGivenForFilesWithoutAHeader() throws IOException {
    write("gj04\t1\t\tFirst.\n");
    GlueTsv cola = new GlueTsv(List.of("source", "gold", "mark", "text"), false);
    assertThat(cola.read(file, COLUMNS))
        .extracting(r -> r.text("sentence"))
        .containsExactly("First.");
  }

  @Test
  void aRowOfAnotherLengthIsRefusedWithItsLine() throws IOException {
    write("gold\ttext\n1\ta\n1\ta\tb\n");
    assertThatThrownBy(() -> HEADED.read(file, COLUMNS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + " line 3: has 3 fields between TABs, expected 2 (gold, text).");
  }

  @Test
  void incompleteRowsAreLeftOutWhereTheSourceSaysSo() throws IOException {
    write("gold\ttext\n1\n0\tb\n");
    GlueTsv skipping = new GlueTsv(List.of(), true);
    assertThat(skipping.read(file, COLUMNS))
        .extracting(r -> r.text("sentence"))
        .containsExactly("b");
    write("gold\ttext\n1\ta\tb\n");
    assertThatThrownBy(() -> skipping.read(file, COLUMNS))
        .hasMessage(file + " line 2: has 3 fields between TABs, expected 2 (gold, text).");
  }

  @Test
  void aMissingColumnIsNamedWithTheNearestOne() throws IOException {
    write("gold\ttexts\n1\ta\n");
    assertThatThrownBy(() -> HEADED.read(file, COLUMNS))
        .hasMessage(file + " line 1: no column 'text'; did you mean 'texts'?");
    write("");
    assertThatThrownBy(() -> HEADED.read(file, COLUMNS))
        .hasMessage(file + ": is empty, expected a header line.");
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsLine() throws IOException {
    Files.write(file, new byte[] {'t', '\n', 'a', (byte) 0xE9, 'b', '\n'});
    assertThatThrownBy(() -> HEADED.read(file, Map.of("t", "t")))
        .hasMessage(file + " line 2: is not UTF-8 text; convert the file to UTF-8.");
  }

  @Test
  void anyBytesGiveRowsOrAnErrorWithAPlace() throws IOException {
    Random random = new Random(7);
    byte[] alphabet = "\t\t\n\nab\"\r\\,1".getBytes(StandardCharsets.UTF_8);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] = alphabet[Math.floorMod(bytes[j], alphabet.length)];
        }
      }
      Files.write(file, bytes);
      GlueTsv reader = new GlueTsv(List.of("gold", "text"), random.nextBoolean());
      try {
        reader
            .read(file, COLUMNS)
            .forEach(r -> assertThat(r.text("sentence")).doesNotContain("\t"));
        read++;
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        refused++;
      }
    }
    assertThat(read).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }
}
