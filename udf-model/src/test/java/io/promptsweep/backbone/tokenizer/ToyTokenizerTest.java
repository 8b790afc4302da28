package io.promptsweep.backbone.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.util.Utils;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vocabulary of whole words, which needs no file from elsewhere. */
class ToyTokenizerTest {
  private static final String WORDS =
      """
      {"version": "1.0",
       "added_tokens": [
         {"id": 0, "content": "<pad>", "single_word": false, "lstrip": false, "rstrip": false,
          "normalized": false, "special": true},
         {"id": 1, "content": "</s>", "single_word": false, "lstrip": false, "rstrip": false,
          "normalized": false, "special": true}],
       "normalizer": null, "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null,
       "decoder": null,
       "model": {"type": "WordLevel", "unk_token": "<unk>",
        "vocab": {"<pad>": 0, "</s>": 1, "<unk>": 2, "anna": 3, "owns": 4, "cats": 5}}}
      """;

  @TempDir Path folder;

  @Test
  void addsTheEndWhereTheFileDoesNot() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), WORDS);
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      assertThat(tokenizer.encode("anna owns dogs")).containsExactly(3, 4, 2, 1);
      assertThat(tokenizer.encode("anna </s>")).containsExactly(3, 1, 1);
      assertThat(tokenizer.decode(new int[] {3, 4, 5, 1, 0})).isEqualTo("anna owns cats");
      assertThat(tokenizer.vocabularySize()).isEqualTo(6);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> T5Tokenizer.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            folder
                + " has neither tokenizer.json nor spiece.model; copy one of them from the model"
                + " that the weights belong to.");
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, WORDS.replace("</s>", "<eos>"));
    assertThatThrownBy(() -> T5Tokenizer.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + " has no token </s>, which every T5 tokenizer has; copy the file from the model that the weights belong to.");
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> T5Tokenizer.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": model is missing rather than an object; download the file again.");
  }

  @Test
  void keepsDjlFromTheNetwork() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), WORDS);
    T5Tokenizer.open(folder).close();
    assertThat(Utils.getEnvOrSystemProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(Utils.getEnvOrSystemProperty("RUST_FLAVOR")).isEqualTo("cpu");
  }
}
