package io.promptsweep.backbone.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.TokenizerFit;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a tokenizer's files is said before a native library sees them. */
class TokenizerFilesTest {
  private static final List<String> PIECES = List.of("<pad>", "</s>", "<unk>", "\u2581", "a");

  @TempDir Path folder;

  private void write(JsonObject json) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), json.toString());
  }

  private void refused(String sentence) {
    assertThatThrownBy(() -> T5Tokenizer.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }

  @Test
  void soundFilesAreReadAlike() throws IOException {
    Files.write(folder.resolve("spiece.model"), SmallTokenizers.model());
    try (T5Tokenizer pieces = T5Tokenizer.open(folder)) {
      assertThat(pieces).isInstanceOf(SentencePieceT5Tokenizer.class);
      write(SmallTokenizers.json());
      try (T5Tokenizer json = T5Tokenizer.open(folder)) {
        assertThat(json).isInstanceOf(HuggingFaceT5Tokenizer.class);
        assertThat(json.encode("anna owns")).startsWith(6).endsWith(1);
        for (T5Tokenizer tokenizer : List.of(json, pieces)) {
          assertThat(tokenizer.encode("anna owns")).isEqualTo(json.encode("anna owns"));
          assertThat(tokenizer.encode("\u0007a")).isEqualTo(tokenizer.encode("a"));
          assertThat(tokenizer.token(6)).isEqualTo("\u2581anna");
          assertThat(tokenizer.token(500)).isEmpty();
          assertThat(tokenizer.ids()).containsEntry("</s>", 1).containsEntry("a", 4);
        }
      }
    }
  }

  @Test
  void aDamagedMapOfCharactersIsRefusedInBothFiles() throws IOException {
    byte[] map = SmallTokenizers.charsMap();
    map[map.length - 1] = 'x';
    JsonObject json = SmallTokenizers.json();
    SmallTokenizers.withCharsMap(json, map);
    write(json);
    String key = folder.resolve("tokenizer.json") + ": normalizer.normalizers[0]";
    refused(
        key
            + ".precompiled_charsmap has a last replacement without its end; download the file"
            + " again.");
    JsonObject first =
        json.getAsJsonObject("normalizer").getAsJsonArray("normalizers").get(0).getAsJsonObject();
    first.addProperty("precompiled_charsmap", "!AAA");
    write(json);
    refused(key + ".precompiled_charsmap is not base64; download the file again.");
    json.add("normalizer", first);
    first.remove("precompiled_charsmap");
    write(json);
    refused(
        folder.resolve("tokenizer.json")
            + ": normalizer.precompiled_charsmap is missing rather than a text; download the file"
            + " again.");
    Files.delete(folder.resolve("tokenizer.json"));
    Files.write(folder.resolve("spiece.model"), SmallTokenizers.model(PIECES, map));
    refused(
        folder.resolve("spiece.model")
            + ": its precompiled_charsmap has a last replacement without its end; download it"
            + " again.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model.vocab|[]|: model.unk_id is 2 rather than the id of one of its 0 pieces, <unk>'s",
        "model.vocab|5|: model.vocab is 5 rather than a list of pieces or an object of words",
        "model.vocab|[[\"a\"]]|: model.vocab[0] is [\"a\"] rather than a piece and its score",
        "model.vocab|[[\"a\", \"b\"]]|: model.vocab[0] is \"b\" rather than a number",
        "model.vocab|[[\"a\", 1e999]]|: model.vocab is 1e999 rather than a finite number",
        "model.unk_id|null|: model.unk_id is null rather than the id of one of its 11 pieces,"
            + " <unk>'s",
        "model.unk_id|-1|: model.unk_id is -1 rather than a whole number from 0 to 16777216",
        "model.unk_id|11|: model.unk_id is 11 rather than the id of one of its 11 pieces, <unk>'s",
        "model.type|\"Unigrams\"|: model.type is \"Unigrams\" rather than one of Unigram,"
            + " WordLevel, WordPiece, BPE",
        "decoder|{\"type\": \"Strip\", \"content\": \" \", \"start\": 1, \"stop\": 1}|:"
            + " decoder.stop is 1 rather than 0, with start = 1",
        "decoder|{\"a\": NaN}|: decoder.a is NaN rather than a finite number",
        "pre_tokenizer|{\"type\": \"FixedLength\", \"length\": 0}|: pre_tokenizer.length is 0"
            + " rather than a positive whole number",
        "pre_tokenizer|{\"type\": \"Split\", \"pattern\": {\"Regex\": \"(a+)+$\"}}|:"
            + " pre_tokenizer.pattern.Regex is \"(a+)+$\" rather than an expression that does not"
            + " repeat a repetition",
        "normalizer|{\"type\": \"Replace\", \"pattern\": {\"String\": \"\"}}|:"
            + " normalizer.pattern.String is \"\" rather than at least one character",
        "post_processor.single|[]|: post_processor.single is [] rather than a template with the"
            + " text, Sequence A, once",
        "post_processor.special_tokens|{}|: post_processor.single is"
            + " {\"SpecialToken\":{\"id\":\"</s>\",\"type_id\":0}} rather than one of"
            + " post_processor.special_tokens",
        "added_tokens|{}|: added_tokens is {} rather than a list",
      })
  void saysWhichPartIsWrong(String key, String value, String sentence) throws IOException {
    JsonObject json = SmallTokenizers.json();
    JsonObject part = json;
    String[] steps = key.split("\\.", -1);
    for (String step : Arrays.copyOf(steps, steps.length - 1)) {
      part = part.getAsJsonObject(step);
    }
    part.addProperty(steps[steps.length - 1], "HERE");
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, json.toString().replace("\"HERE\"", value));
    refused(file + sentence + "; download the file again.");
  }

  @Test
  void anIdIsTheSameInEachPartOfTheFile() throws IOException {
    JsonObject json = SmallTokenizers.json();
    json.getAsJsonArray("added_tokens").get(1).getAsJsonObject().addProperty("id", 7);
    write(json);
    String file = folder.resolve("tokenizer.json").toString();
    String remedy = "; copy the file again from the model that the weights belong to.";
    refused(
        file
            + ": added_tokens[1] gives </s> the id 7, and another place of the file the id 1"
            + remedy);
    json = SmallTokenizers.json();
    json.getAsJsonArray("added_tokens").get(2).getAsJsonObject().addProperty("id", 32099);
    write(json);
    refused(
        file
            + ": added_tokens[2] gives <extra_id_0> the id 32099, and the next free id is 11"
            + remedy);
    json = SmallTokenizers.json();
    json.getAsJsonObject("post_processor")
        .getAsJsonObject("special_tokens")
        .getAsJsonObject("</s>")
        .add("ids", JsonParser.parseString("[2]"));
    write(json);
    refused(
        file
            + ": post_processor.special_tokens.</s> gives </s> the id 2, and the vocabulary the id"
            + " 1"
            + remedy);
  }

  @Test
  void anotherModelsVocabularyIsToldByItsSpecialTokens() throws IOException {
    JsonObject json = SmallTokenizers.json();
    json.add("added_tokens", new JsonArray());
    json.add("post_processor", null);
    json.getAsJsonObject("model").add("unk_id", null);
    json.add(
        "model",
        JsonParser.parseString(
            "{\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \"continuing_subword_prefix\":"
                + " \"##\", \"max_input_chars_per_word\": 100, \"vocab\": {\"[PAD]\": 0, \"[UNK]\":"
                + " 1, \"[CLS]\": 2, \"[SEP]\": 3}}"));
    write(json);
    refused(
        folder.resolve("tokenizer.json")
            + " has no token <pad>, which every T5 tokenizer has; copy the file from the model that"
            + " the weights belong to.");
  }

  @Test
  void neitherTruncationNorPaddingHasASay() throws IOException {
    JsonObject json = SmallTokenizers.json();
    write(json);
    String text = "anna owns ".repeat(300);
    int[] ids;
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      ids = tokenizer.encode(text);
    }
    assertThat(ids).hasSizeGreaterThan(512);
    json.add(
        "truncation",
        JsonParser.parseString(
            "{\"direction\": \"Right\", \"max_length\": 4, \"strategy\": \"LongestFirst\","
                + " \"stride\": 9}"));
    json.addProperty("padding", "nonsense");
    write(json);
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      assertThat(tokenizer.encode(text)).isEqualTo(ids);
    }
  }

  @Test
  void twoFilesOfDifferentModelsAreBothNamed() throws IOException {
    write(SmallTokenizers.json());
    List<String> other = new ArrayList<>(PIECES);
    other.set(3, "a");
    other.set(4, "\u2581");
    Files.write(
        folder.resolve("spiece.model"), SmallTokenizers.model(other, SmallTokenizers.charsMap()));
    refused(
        folder.resolve("tokenizer.json")
            + " and spiece.model beside it are of different models: a has the id 4 in the first and"
            + " 3 in the second; delete the one that does not belong to the weights.");
    other.set(3, "b");
    Files.write(
        folder.resolve("spiece.model"), SmallTokenizers.model(other, SmallTokenizers.charsMap()));
    refused(
        folder.resolve("tokenizer.json")
            + " and spiece.model beside it are of different models: b has no id in the first and 3"
            + " in the second; delete the one that does not belong to the weights.");
  }

  @Test
  void piecesAreSound() throws IOException {
    Path file = folder.resolve("spiece.model");
    byte[] map = SmallTokenizers.charsMap();
    Files.write(file, SmallTokenizers.model(List.of("<pad>", "</s>", "<unk>", "a", "a"), map));
    refused(file + ": piece 4, a, is there twice; download the file again.");
    Files.write(file, SmallTokenizers.model(List.of("<pad>", "</s>", "<unk>", ""), map));
    refused(
        file + ": piece 3, , has a text that is empty or holds a NUL; download the file again.");
    Files.write(file, SmallTokenizers.model(List.of("<pad>", "</s>"), map));
    refused(
        file
            + " has 0 pieces for unknown characters rather than one, <unk>; download the file"
            + " again.");
    Files.write(file, SmallTokenizers.model(List.of("<pad>", "</s>", "<UNK>"), map));
    refused(
        file
            + " has no piece <unk>, which every T5 vocabulary has; copy the file from the model that"
            + " the weights belong to.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer.json", "spiece.model", "config.json", "model.safetensors"})
  void saysWhatLiesInPlaceOfAFile(String name) throws IOException {
    Path file = folder.resolve(name);
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    Files.writeString(file, pointer);
    refused(
        name,
        " is a git-lfs pointer of " + pointer.length() + " bytes, not the file; run git lfs pull.");
    String again =
        "not the file; download the file itself, for example with hf download ORGANISATION/NAME.";
    Files.writeString(file, "\n<!DOCTYPE html>\n<html><body>Sign in</body></html>");
    refused(name, " is a web page, " + again);
    Files.writeString(file, "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>");
    refused(name, " is an XML message, " + again);
    Files.writeString(file, "Entry not found\n");
    refused(name, " holds a server's message, \"Entry not found\", and " + again);
    if (name.endsWith(".json")) {
      Files.writeString(file, "{\"error\": \"Repository not found\"}");
      refused(name, " holds a server's message, \"Repository not found\", and " + again);
    }
    if (!name.endsWith(".safetensors")) {
      Files.write(file, "PK\u0003\u0004rest".getBytes(StandardCharsets.ISO_8859_1));
      refused(name, " is a zip archive, not the file; unpack it, or download the file itself.");
      Files.write(file, "\u001f\u008b\u0008rest".getBytes(StandardCharsets.ISO_8859_1));
      refused(name, " is a gzip archive, not the file; unpack it, or download the file itself.");
    }
  }

  private void refused(String name, String sentence) {
    assertThatThrownBy(
            () -> {
              switch (name) {
                case "config.json" -> T5Config.read(folder);
                case "model.safetensors" -> Checkpoint.open(folder);
                default -> T5Tokenizer.open(folder);
              }
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve(name) + sentence);
  }

  @Test
  void theIdsOfSpecialTokensAreTheSameInEachFile() throws IOException {
    write(SmallTokenizers.json());
    config("eos_token_id", 2);
    misfit("config.json: eos_token_id is 2, and </s> has the id 1 in tokenizer.json beside it");
    config("pad_token_id", 3);
    misfit("config.json: pad_token_id is 3, and <pad> has the id 0 in tokenizer.json beside it");
    config("pad_token_id", 0);
    fits();
    Path generation = folder.resolve("generation_config.json");
    Files.writeString(generation, "{\"eos_token_id\": [1, 106], \"temperature\": NaN}");
    fits();
    Files.writeString(generation, "{\"eos_token_id\": 106}");
    misfit(
        "generation_config.json: eos_token_id is 106, and </s> has the id 1 in tokenizer.json"
            + " beside it");
    Files.writeString(generation, "{\"decoder_start_token_id\": 2}");
    misfit("generation_config.json: decoder_start_token_id is 2, and 0 in config.json beside it");
  }

  private void config(String key, int id) throws IOException {
    JsonElement config =
        JsonParser.parseString(
            Files.readString(ParityFiles.path("t5-v1_0-tiny").resolve("config.json")));
    config.getAsJsonObject().addProperty(key, id);
    Files.writeString(folder.resolve("config.json"), config.toString());
  }

  private void fits() {
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      TokenizerFit.check(folder, T5Config.read(folder), tokenizer);
    }
  }

  private void misfit(String sentence) {
    assertThatThrownBy(this::fits)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder + "/" + sentence + "; copy both files from one model.");
  }

  @Test
  void aTokenizerOfAnotherSizeThanTheTableIsRemarkedOn() throws IOException {
    write(SmallTokenizers.json());
    String file = folder.resolve("tokenizer.json").toString();
    config("vocab_size", 128);
    assertThat(TokenizerFit.warnings(folder)).isEmpty();
    config("vocab_size", 250_112);
    assertThat(TokenizerFit.warnings(folder))
        .containsExactly(
            file
                + " has 12 ids and the embedding table 250112 rows (vocab_size of config.json); see"
                + " that both are of one model.");
    config("vocab_size", 8);
    assertThat(TokenizerFit.warnings(folder))
        .containsExactly(
            file
                + " has 12 ids and the embedding table 8 rows (vocab_size of config.json); a text"
                + " with one of the ids beyond is refused.");
  }
}
