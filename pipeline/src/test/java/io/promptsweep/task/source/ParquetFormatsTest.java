package io.promptsweep.task.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of other writers ({@code src/test/python/parquet_types.py} made them), whole or damaged.
 */
class ParquetFormatsTest {
  private static final ParquetRows READER = new ParquetRows();
  private static final int CHANGES = 250;

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "types   | int8           | 1, -1, 127",
        "types   | int16          | 1, -1, 32767",
        "types   | int32          | 1, -1, 2147483647",
        "types   | int64          | 1, -1, 9223372036854775807",
        "types   | uint8          | 1, 2, 255",
        "types   | uint16         | 1, 2, 65535",
        "types   | uint32         | 1, 2, 4294967295",
        "types   | uint64         | 1, 2, 18446744073709551615",
        "types   | float          | 3.8, 0.0, -1.5",
        "types   | double         | 3.8, 0.0, -1.5",
        "types   | boolean        | true, false, true",
        "types   | string         | a, café, 😀",
        "types   | dictionary     | x, y, x",
        "types   | bytes          | a, café, z",
        "types   | decimal_binary | 3.80, -0.05, 5.00",
        "types   | struct.query   | 1, 2, 3",
        "decimal-as-integer | d   | 3.80, -0.05, 5.00",
        "decimal-as-integer | e   | 3.80, -0.05, 5.00",
        "duckdb  | label          | 3.80",
        "duckdb  | wide           | 3.8000",
        "duckdb  | widest         | 3.800",
        "duckdb  | enumerated     | x",
        "duckdb  | identity       | 00000000-0000-0000-0000-000000000007",
        "duckdb  | json           | {\"k\": 1}",
        "duckdb  | tiny           | 1",
        "duckdb  | truth          | true",
        "duckdb  | idx.query      | 5",
        "polars  | label          | 0, 1",
        "polars  | sentence       | a, b",
        "pandas  | sentence       | a, b",
        "pandas  | label          | 0.0, 1.0",
      })
  void everyTypeOfTextNumbersAndTruthIsReadAsItsLogicalTypeSays(
      String file, String column, String texts) {
    assertThat(read(file, column))
        .extracting(r -> r.text("c"))
        .containsExactly(texts.split(", ", -1));
  }

  @ParameterizedTest
  @CsvSource({"types, list", "two-level-list, list"})
  void listsAreReadWhole(String file, String column) {
    assertThat(read(file, column))
        .extracting(r -> r.list("c"))
        .containsExactly(List.of("p", "q"), List.of(), List.of("r"));
    assertThat(read("duckdb", "listed").get(0).list("c")).containsExactly("p", "q");
    assertThat(read("polars", "list").get(1).list("c")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "half        | label     | of Parquet's type FLOAT16 (FIXED_LEN_BYTE_ARRAY(2))",
        "other-types | date      | of Parquet's type DATE (INT32)",
        "other-types | timestamp | of Parquet's type TIMESTAMP(MICROS,false) (INT64)",
        "other-types | time      | of Parquet's type TIME(MICROS,false) (INT64)",
        "other-types | fixed     | of Parquet's type FIXED_LEN_BYTE_ARRAY(4)",
        "other-types | map       | a list or map of nested values",
        "other-types | structs   | a list or map of nested values",
        "other-types | lists     | a list or map of nested values",
        "int96       | stamp     | of Parquet's type INT96",
        "duckdb      | span      | of Parquet's type INTERVAL (FIXED_LEN_BYTE_ARRAY(12))",
      })
  void otherTypesAreRefusedByName(String file, String column, String type) {
    assertThatThrownBy(() -> read(file, column))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            resource(file)
                + ": column '"
                + column
                + "' is "
                + type
                + ", expected text, numbers, truth values or a list of these; write it as one of"
                + " them.");
  }

  @Test
  void columnsThatAreNotAskedForMayBeOfAnyType() {
    assertThat(READER.read(resource("half"), Map.of("c", "sentence")))
        .extracting(r -> r.text("c"))
        .containsExactly("a", "b", "c");
  }

  @Test
  void otherProblemsOfColumnsAreNamed() {
    assertRefused(
        "other-types", "latin1", " row 1: column 'latin1' is not UTF-8 text; write it as text.");
    assertRefused(
        "other-types",
        "struct",
        ": column 'struct' has columns inside, expected one of struct.a, struct.b.");
    assertRefused("column-twice", "label", ": has 2 columns named 'label'; rename all but one.");
    assertRefused("duckdb", "Label", ": no column 'Label'; did you mean 'label'?");
    assertThat(read("no-rows", "label")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none-v1",
        "none-v2",
        "snappy-v1",
        "snappy-v2",
        "gzip-v1",
        "gzip-v2",
        "zstd-v1",
        "zstd-v2",
        "lz4-v1",
        "lz4-v2",
        "delta",
        "delta-length"
      })
  void everyCodecPageVersionAndEncodingIsRead(String file) {
    List<Row> rows = READER.read(resource(file), Map.of("sentence", "sentence", "label", "label"));
    assertThat(rows)
        .extracting(r -> r.text("sentence"))
        .containsExactly("s 0", "s 1", "s 2", "s 3");
    assertThat(rows).extracting(r -> r.text("label")).containsExactly("0", "1", "0", "1");
  }

  /** Pages of many blocks, as Hadoop frames them. */
  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4", "LZ4_RAW"})
  void largePagesOfParquetsOwnWriterAreRead(CompressionCodecName codec) throws IOException {
    Random random = new Random(5);
    List<String> texts =
        IntStream.range(0, 2000)
            .mapToObj(i -> i + " " + random.nextInt() + "x".repeat(500))
            .toList();
    for (WriterVersion version : WriterVersion.values()) {
      Path file = dir.resolve(codec + "-" + version + ".parquet");
      MessageType type =
          MessageTypeParser.parseMessageType("message m { optional binary sentence (STRING); }");
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
              .withType(type)
              .withCompressionCodec(codec)
              .withWriterVersion(version)
              .withDictionaryEncoding(false)
              .build()) {
        for (String text : texts) {
          writer.write(new SimpleGroupFactory(type).newGroup().append("sentence", text));
        }
      }
      assertThat(READER.read(file, Map.of("c", "sentence")))
          .extracting(r -> r.text("c"))
          .isEqualTo(texts);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"brotli-v1", "brotli-v2"})
  void aCodecThatIsNotKnownIsNamed(String file) {
    assertRefused(
        file,
        "sentence",
        ": column 'sentence' is compressed with BROTLI, expected zstd, snappy, gzip, lz4 or none;"
            + " write the file with one of these.");
  }

  @Test
  void aRowWhoseLabelIsNullHasNone() {
    List<Row> rows = READER.read(resource("null-label"), Map.of("label", "label"));
    assertThat(rows).extracting(r -> r.has("label")).containsExactly(true, false, true);
    assertThatThrownBy(() -> read("null-label", "label"))
        .hasMessage(resource("null-label") + " row 2: column 'label' is empty.");
  }

  @Test
  void encryptedCutEmptyAndForeignFilesAreSaidToBeSo() throws IOException {
    assertRefused("encrypted", "label", ": is an encrypted Parquet file; decrypt it.");
    Path file = dir.resolve("x.parquet");
    byte[] whole = Files.readAllBytes(resource("snappy-v1"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      String sentence =
          length == 0
              ? ": is empty; download or write the file again."
              : length < 4
                  ? ": is no Parquet file: it does not begin with PAR1; look what it is."
                  : ": is a part of a Parquet file: its end is missing; download it again.";
      assertThatThrownBy(() -> READER.read(file, Map.of("c", "label"))).hasMessage(file + sentence);
    }
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    assertThatThrownBy(() -> READER.read(file, Map.of("c", "label")))
        .hasMessage(
            file + ": is a pointer of Git LFS, not the data; fetch the data with git lfs pull.");
  }

  /** One byte of a page was changed, and Parquet's own decompressor reads that page for ever. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPageThatHoldsLessThanItSaysIsRefused() {
    assertRefused(
        "hanging-page",
        "label",
        ": cannot be read as Parquet (a page unpacks (SNAPPY) to 10 bytes instead of 58); it is"
            + " damaged: download or write it again.");
  }

  /** Bytes changed one at a time, in files of every codec and encoding. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "none-v1",
        "none-v2",
        "snappy-v1",
        "snappy-v2",
        "gzip-v1",
        "zstd-v2",
        "lz4-v1",
        "delta",
        "delta-length",
        "hanging-page",
        "duckdb"
      })
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anyChangedByteGivesRowsOrASentenceWithTheFile(String name) throws IOException {
    byte[] whole = Files.readAllBytes(resource(name));
    Map<String, String> columns =
        name.equals("duckdb")
            ? Map.of("label", "label", "c", "listed", "d", "json")
            : Map.of("label", "label", "c", "sentence");
    Path file = dir.resolve("x.parquet");
    Random random = new Random(17);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < CHANGES; i++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, bytes);
      try {
        assertThat(READER.read(file, columns)).hasSizeLessThanOrEqualTo(4);
        read++;
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        assertThat(e.getMessage()).doesNotContain("\n").endsWith(".");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50);
    assertThat(read).isGreaterThan(name.equals("hanging-page") ? -1 : 10);
  }

  private static List<Row> read(String file, String column) {
    return READER.read(resource(file), Map.of("c", column));
  }

  private static void assertRefused(String file, String column, String sentence) {
    assertThatThrownBy(() -> read(file, column))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(resource(file) + sentence);
  }

  private static Path resource(String name) {
    try {
      return Path.of(ParquetFormatsTest.class.getResource("parquet/" + name + ".parquet").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
