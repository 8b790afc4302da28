package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.parity.ParityFiles;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class T5ConfigTest {
  private static final T5Config TINY =
      new T5Config(160, 48, 12, 96, 3, 2, 3, 32, 128, 0.1, 1e-6, Activation.RELU, true, 0, 1, 0);

  @TempDir Path folder;

  @Test
  void readsWhatTransformersWrote() {
    assertThat(T5Config.read(ParityFiles.path("t5-v1_0-tiny"))).isEqualTo(TINY);
    T5Config gated = T5Config.read(ParityFiles.path("t5-v1_1-tiny"));
    assertThat(gated.activation()).isEqualTo(Activation.GATED_GELU);
    assertThat(gated.tieWordEmbeddings()).isFalse();
    assertThat(gated.innerWidth()).isEqualTo(36);
  }

  @Test
  void oldConfigurationsHaveHuggingFacesDefaults() throws IOException {
    write(
        """
        {"model_type": "t5", "vocab_size": 160, "d_model": 48, "d_kv": 12, "d_ff": 96,
         "num_layers": 3, "num_heads": 3}""");
    assertThat(T5Config.read(folder))
        .isEqualTo(
            new T5Config(
                160, 48, 12, 96, 3, 3, 3, 32, 128, 0.1, 1e-6, Activation.RELU, true, 0, 1, 0));
  }

  @Test
  void readsWhatItWrites() {
    T5Config config =
        new T5Config(
            99, 8, 2, 7, 1, 4, 5, 16, 20, 0.25, 1e-5, Activation.GATED_GELU, false, 3, 4, 5);
    config.write(folder);
    assertThat(T5Config.read(folder)).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d_model|-1|: d_model is -1; it must be positive.",
        "d_model|1.5|: d_model is 1.5 rather than a whole number.",
        "d_model|\"wide\"|: d_model is \"wide\" rather than a number.",
        "d_model|null|' lacks d_model, which every T5''s config.json has; download it again.'",
        "d_model|1e99|: d_model is 1e99 rather than a whole number.",
        "dropout_rate|1.0|: dropout_rate is 1.0; it must be in [0, 1).",
        "tie_word_embeddings|1|: tie_word_embeddings is 1 rather than true or false.",
        "eos_token_id|160|: eos_token_id is 160; it must be in [0, vocab_size).",
        "eos_token_id|[1]|: eos_token_id is [1] rather than a number.",
        "model_type|\"bart\"|: model_type is bart rather than t5, the only family supported.",
        "model_type|null|: model_type is nothing rather than t5, the only family supported.",
        "feed_forward_proj|\"gated-silu\"|: feed_forward_proj is \"gated-silu\"; it must be"
            + " \"relu\" or \"gated-gelu\".",
        "relative_attention_num_buckets|30|: relative_attention_num_buckets is 30; it must be a"
            + " positive multiple of 4.",
        "relative_attention_max_distance|16|: relative_attention_max_distance is 16; it must be"
            + " more than half of relative_attention_num_buckets.",
      })
  void saysWhichKeyIsWrong(String key, String value, String sentence) throws IOException {
    String text =
        TINY.json().toString().replaceFirst("\"" + key + "\":[^,}]*", "\"" + key + "\":" + value);
    write(text);
    assertThatThrownBy(() -> T5Config.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("config.json") + sentence);
  }

  @Test
  void saysWhatIsNoConfiguration() throws IOException {
    assertThatThrownBy(() -> T5Config.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder + " has no config.json; a backbone is a Hugging Face T5 folder.");
    for (String text : new String[] {"", "{", "nonsense", "{\"a\": 1} x", "{\"a\": 0x}"}) {
      write(text);
      assertThatThrownBy(() -> T5Config.read(folder))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(folder.resolve("config.json") + " is not JSON; download it again.");
    }
    write("[1]");
    assertThatThrownBy(() -> T5Config.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("config.json") + " is not a JSON object; download it again.");
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("config.json"), text);
  }
}
