package io.promptsweep.backbone.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds both tokenizers to each other, and to ids that transformers 4.49.0 gave. */
class T5TokenizerTest {
  private static final Path SHARED = Path.of(System.getProperty("shared.dir", ""));

  @TempDir private static Path pieceFolder;
  private static T5Tokenizer json;
  private static T5Tokenizer pieces;

  @TempDir Path folder;

  @BeforeAll
  static void openBoth() throws IOException {
    Path vocabulary = SHARED.resolve("tokenizer/t5");
    assumeThat(vocabulary.resolve("spiece.model"))
        .as("T5's vocabulary under the folder of -Dshared.dir")
        .exists();
    json = T5Tokenizer.open(vocabulary);
    Files.copy(vocabulary.resolve("spiece.model"), pieceFolder.resolve("spiece.model"));
    pieces = T5Tokenizer.open(pieceFolder);
  }

  @AfterAll
  static void closeBoth() {
    if (json != null) {
      json.close();
      pieces.close();
    }
  }

  @Test
  void givesTheIdsOfTransformers() {
    for (T5Tokenizer tokenizer : List.of(json, pieces)) {
      assertThat(tokenizer.encode("translate English to German: That is good."))
          .containsExactly(13959, 1566, 12, 2968, 10, 466, 19, 207, 5, 1);
      assertThat(tokenizer.encode("a <extra_id_0> b")).containsExactly(3, 9, 32099, 3, 115, 1);
      assertThat(tokenizer.encode("")).containsExactly(1);
      assertThat(tokenizer.vocabularySize()).isEqualTo(32100);
      assertThat(tokenizer.padId()).isEqualTo(0);
      assertThat(tokenizer.endId()).isEqualTo(1);
    }
  }

  @Test
  void opensTheTwoKinds() {
    assertThat(json).isInstanceOf(HuggingFaceT5Tokenizer.class);
    assertThat(pieces).isInstanceOf(SentencePieceT5Tokenizer.class);
  }

  @Test
  void bothGiveTheSameIdsOnRealTexts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String name :
        new String[] {
          "glue/CoLA/dev.tsv",
          "glue/SST-2/dev.tsv",
          "glue/MRPC/dev.tsv",
          "glue/STS-B/dev.tsv",
          "superglue/WiC/val.jsonl"
        }) {
      Path file = SHARED.resolve("data").resolve(name);
      assumeThat(file).as("task files under the folder of -Dshared.dir").exists();
      try (Stream<String> lines = Files.lines(file)) {
        lines.limit(400).forEach(texts::add);
      }
    }
    assertThat(texts).hasSize(2000);
    for (String text : texts) {
      int[] ids = json.encode(text);
      assertThat(pieces.encode(text)).as(text).isEqualTo(ids);
      assertThat(pieces.decode(ids)).as(text).isEqualTo(json.decode(ids));
    }
  }

  @Test
  void bothGiveTheSameIdsOnOddTexts() {
    for (String text :
        List.of(
            "<extra_id_0><extra_id_1>",
            " <extra_id_99> <extra_id_10>x<extra_id_100> ",
            "Thank you <extra_id_0> me to your party <extra_id_1> week.",
            "a</s>b <pad> c <unk>",
            "  two  spaces\tand\na line ",
            "   ",
            "\u00e9t\u00e9 e\u0301te\u0301 \ufb01ne \u2460 \uff21",
            "\u65e5\u672c\u8a9e \u0440\u0443\u0441",
            "smile \ud83d\ude00 \ud835\udd38!",
            "zero\u0000byte",
            "\u2581under\u2581score")) {
      int[] ids = json.encode(text);
      assertThat(pieces.encode(text)).as(text).isEqualTo(ids);
      assertThat(pieces.decode(ids)).as(text).isEqualTo(json.decode(ids));
    }
  }

  @Test
  void decodesWithoutSpecialTokensAndPaddingRows() {
    for (T5Tokenizer tokenizer : List.of(json, pieces)) {
      assertThat(tokenizer.decode(new int[] {0, 1566, 2, 12, 32099, 2968, 1, 0, 32127, -1}))
          .isEqualTo("English to German");
      assertThat(tokenizer.decode(new int[0])).isEmpty();
      assertThat(tokenizer.decode(tokenizer.encode("not_equivalent"))).isEqualTo("not_equivalent");
    }
  }

  @Test
  void neverCutsOrPads() throws IOException {
    String text = "word ".repeat(5000);
    assertThat(json.encode(text)).hasSize(5001);
    assertThat(pieces.encode(text)).hasSize(5001);
    String cutting =
        Files.readString(SHARED.resolve("tokenizer/t5/tokenizer.json"))
            .replaceFirst(
                "\"truncation\": *null",
                "\"truncation\": {\"direction\": \"Right\", \"max_length\": 4, \"strategy\":"
                    + " \"LongestFirst\", \"stride\": 0}")
            .replaceFirst(
                "\"padding\": *null",
                "\"padding\": {\"strategy\": {\"Fixed\": 8}, \"direction\": \"Right\","
                    + " \"pad_to_multiple_of\": null, \"pad_id\": 0, \"pad_type_id\": 0,"
                    + " \"pad_token\": \"<pad>\"}");
    assertThat(cutting).contains("LongestFirst", "Fixed");
    Files.writeString(folder.resolve("tokenizer.json"), cutting);
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      assertThat(tokenizer.encode("word ".repeat(10))).hasSize(11);
      assertThat(tokenizer.encode("word")).hasSize(2);
    }
  }

  @Test
  void servesManyThreadsAtOnce() {
    List<String> texts = IntStream.range(0, 2000).mapToObj(i -> "text " + i * 7919).toList();
    for (T5Tokenizer tokenizer : List.of(json, pieces)) {
      List<int[]> alone = texts.stream().map(tokenizer::encode).toList();
      List<int[]> together = texts.parallelStream().map(tokenizer::encode).toList();
      assertThat(together).usingElementComparator(Arrays::compare).isEqualTo(alone);
    }
  }

  @Test
  void refusesAModelCutOffAnywhere() throws IOException {
    byte[] model = Files.readAllBytes(pieceFolder.resolve("spiece.model"));
    Path cut = folder.resolve("spiece.model");
    for (int length = 0; length < model.length; length += 997) {
      Files.write(cut, Arrays.copyOf(model, length));
      assertThatThrownBy(() -> T5Tokenizer.open(folder))
          .as("the first %d bytes", length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(cut + " is not a whole SentencePiece model; download it again.");
    }
  }
}
