package io.promptsweep.analysis.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvTableTest {
  private static List<Map<String, String>> read(String text) {
    return CsvTable.read(new StringReader(text), "x.csv");
  }

  @Test
  void keepsQuotedCommasQuotesLineEndsAndBlanks() {
    assertThat(read("a,b\n\"x, \"\"y\"\"\nz\",  p \n#1,\n"))
        .containsExactly(Map.of("a", "x, \"y\"\nz", "b", "  p "), Map.of("a", "#1", "b", ""));
  }

  @Test
  void takesEitherLineEnd() {
    assertThat(read("a,b\r\n1,2\r\n,\"\"\r\n"))
        .containsExactly(Map.of("a", "1", "b", "2"), Map.of("a", "", "b", ""));
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertThatThrownBy(() -> read("a,b\n1,2\n1,2,3\n"))
        .hasMessage("x.csv, row 2: 3 fields; expected the header's 2");
    assertThatThrownBy(() -> read("")).hasMessage("x.csv is empty; expected a header");
  }
}
