package io.promptsweep.backbone.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonJsonTest {
  @TempDir Path folder;

  private JsonObject read(String text) throws IOException {
    return JsonDocument.read(Files.writeString(folder.resolve("f.json"), text)).root();
  }

  @Test
  void readsWhatPythonWrites() throws IOException {
    JsonObject read =
        read(
            "\ufeff {\"a\": NaN, \"b\": [Infinity, -Infinity],\n\"c\": -0.5e-3, \"d\": \"\\u00e9\\n"
                + "\\/ \u00e9\", \"e\": {\"\": null}, \"f\": true, \"g\": false, \"h\": []}\n");
    assertThat(read.get("a").getAsDouble()).isNaN();
    assertThat(read.getAsJsonArray("b").get(0).getAsDouble()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(read.getAsJsonArray("b").get(1).getAsDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(read.get("c").getAsDouble()).isEqualTo(-0.0005);
    assertThat(read.get("c")).hasToString("-0.5e-3");
    assertThat(read.get("d").getAsString()).isEqualTo("\u00e9\n/ \u00e9");
    assertThat(read.getAsJsonObject("e").get("").isJsonNull()).isTrue();
    assertThat(read.get("f").getAsBoolean()).isTrue();
    assertThat(read.get("g").getAsBoolean()).isFalse();
    assertThat(read.getAsJsonArray("h")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{|line 1, column 2: expected a key in double quotes",
        "{'a': 1}|line 1, column 2: expected a key in double quotes",
        "{\"a\" 1}|line 1, column 6: expected ':'",
        "{\"a\": 1,}|line 1, column 9: expected a key in double quotes",
        "{\"a\": [1 2]}|line 1, column 10: expected ','",
        "{\"a\": 01}|line 1, column 8: expected ','",
        "{\"a\": nan}|line 1, column 7: expected a value",
        "{\"a\": +1}|line 1, column 7: expected a value",
        "{\"a\": 1} x|line 1, column 10: expected the end of the file",
        "{\"a\": \"\\x\"}|line 1, column 9: expected an escape that JSON has",
        "{\"a\": \"\\u00g0\"}|line 1, column 12: expected four hexadecimal digits",
        "{\"a\": \"b|line 1, column 9: expected the end of a text in double quotes",
        "{\"a\": 1, \"a\": 2}|line 1, column 10: expected each key once, and not a with a second"
            + " value",
      })
  void saysWhereATextIsNotJson(String text, String where) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("f.json") + " is not JSON (" + where + "); download it again.");
  }

  @Test
  void aKeyMayHaveTheSameValueTwice() throws IOException {
    assertThat(read("{\"a\": [1], \"a\": [1]}").size()).isEqualTo(1);
  }

  @Test
  void bracketsInsideEachOtherDoNotEndTheStack() {
    assertThatThrownBy(() -> read("{\"a\": " + "[".repeat(100_000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no more than 100 brackets inside each other");
  }

  @Test
  void otherEncodingsAreNamed() throws IOException {
    Path file = folder.resolve("f.json");
    Files.write(file, "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> JsonDocument.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + " is not JSON (its bytes are not UTF-8); download it again.");
  }
}
