package io.promptsweep.task.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text files that are not UTF-8 lines are refused in one sentence that says what they are. */
class TextEncodingsTest {
  private static final String TEXT = "label\ttext\n1\tcaf\u00e9\n0\t\u4f60\u597d\n";
  private static final GlueTsv TSV = new GlueTsv(List.of(), false);

  @TempDir Path dir;

  @Test
  void wideTextIsNamed() throws IOException {
    assertRefused(
        TEXT.getBytes(UTF_16),
        "is UTF-16 text; convert it to UTF-8, as iconv -f UTF-16 -t UTF-8 does.");
    assertRefused(
        ("\uFEFF" + TEXT).getBytes(UTF_16LE),
        "is UTF-16 text; convert it to UTF-8, as iconv -f UTF-16 -t UTF-8 does.");
    assertRefused(
        TEXT.getBytes(UTF_16LE),
        "is UTF-16 text without a byte-order mark; convert it to UTF-8, as iconv -f UTF-16LE -t"
            + " UTF-8 does.");
    assertRefused(
        TEXT.getBytes(UTF_16BE),
        "is UTF-16 text without a byte-order mark; convert it to UTF-8, as iconv -f UTF-16BE -t"
            + " UTF-8 does.");
    assertRefused(
        TEXT.getBytes(Charset.forName("UTF-32LE")),
        "is UTF-32 text or none; convert it to UTF-8, as iconv -f UTF-32LE -t UTF-8 does.");
  }

  @Test
  void otherBytesAreRefusedWithTheirLine() throws IOException {
    assertThat(read(("\uFEFF" + TEXT).getBytes(UTF_8))).hasSize(2);
    Path file = dir.resolve("train.tsv");
    Files.write(file, "label\ttext\n1\tcaf\u00e9\n".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> TSV.read(file, Map.of("l", "label")))
        .hasMessage(file + " line 2: is not UTF-8 text; convert the file to UTF-8.");
    Files.writeString(file, TEXT + "1\ta" + '\0' + "b, and enough text around it\n");
    assertThatThrownBy(() -> TSV.read(file, Map.of("l", "label")))
        .hasMessage(file + " line 4: holds a zero byte, which no text has; mend the file.");
  }

  @Test
  void carriageReturnsAloneEndNoLines() throws IOException {
    assertRefused(
        TEXT.replace('\n', '\r').getBytes(UTF_8),
        "ends its lines with carriage returns alone; write line feeds, as tr '\\r' '\\n' does.");
    assertThat(read(TEXT.replace("\n", "\r\n").getBytes(UTF_8))).hasSize(2);
    Path file = dir.resolve("train.tsv");
    Files.writeString(file, "label\ttext\n1\ta\r0\tb\n");
    assertThatThrownBy(() -> TSV.read(file, Map.of("l", "label")))
        .hasMessage(
            file
                + " line 2: has 3 fields between TABs, expected 2 (label, text); the line holds a"
                + " carriage return, which ends no line here.");
  }

  @Test
  void filesOfAnotherKindAreNamed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(TEXT.getBytes(UTF_8));
    }
    assertRefused(packed.toByteArray(), "is compressed with gzip; unpack it.");
    assertRefused("PK\u0003\u0004rest".getBytes(ISO_8859_1), "is a zip archive; unpack it.");
    assertRefused(
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n".getBytes(UTF_8),
        "is a pointer of Git LFS, not the data; fetch the data with git lfs pull.");
    assertRefused(
        "\n<!DOCTYPE html>\n<html><body>404</body></html>".getBytes(UTF_8),
        "is an HTML page, as a failed download leaves it; download the file again.");
    assertRefused(
        "PAR1\u0015\u0004".getBytes(ISO_8859_1),
        "is a Parquet file; rename it to .parquet and its columns are read.");
    assertThat(new JsonLines(Nesting.NONE).read(Files.createFile(dir.resolve("e")), Map.of()))
        .isEmpty();
  }

  @Test
  void namesOfColumnsAndKeysStandOnce() throws IOException {
    Path file = dir.resolve("train.tsv");
    Files.writeString(file, "label\ttext\tlabel\n1\ta\t0\n");
    assertThatThrownBy(() -> TSV.read(file, Map.of("l", "label")))
        .hasMessage(file + " line 1: names column 'label' twice; rename one of them.");
    Files.writeString(file, "{\"label\": 1, \"label\": 0}\n");
    assertThatThrownBy(() -> new JsonLines(Nesting.NONE).read(file, Map.of("l", "label")))
        .hasMessageStartingWith(file + " line 1: is not one JSON object (Duplicate field 'label'");
  }

  private List<Row> read(byte[] bytes) throws IOException {
    return TSV.read(Files.write(dir.resolve("train.tsv"), bytes), Map.of("t", "text"));
  }

  private void assertRefused(byte[] bytes, String sentence) throws IOException {
    Path file = Files.write(dir.resolve("train.tsv"), bytes);
    assertThatThrownBy(() -> TSV.read(file, Map.of("t", "text")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": " + sentence);
    assertThatThrownBy(() -> new JsonLines(Nesting.NONE).read(file, Map.of("t", "text")))
        .hasMessage(file + ": " + sentence);
  }
}
