package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.backbone.parity.ParityFiles;
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
        "eos_token_id|{}|: eos_token_id is {} rather than a number.",
        "eos_token_id|[]|: eos_token_id is []; it must be one token.",
        "eos_token_id|[[1]]|: eos_token_id is [[1]]; it must be one token.",
        "model_type|\"bart\"|: model_type is bart rather than t5 or mt5, the only families"
            + " supported.",
        "model_type|null|: model_type is nothing rather than t5 or mt5, the only families"
            + " supported.",
        "model_type|\"umt5\"|': model_type is umt5, which has position biases in every layer,"
            + " rather than t5 or mt5, the only families supported.'",
        "model_type|\"longt5\"|': model_type is longt5, which attends to neighbours only, rather"
            + " than t5 or mt5, the only families supported.'",
        "feed_forward_proj|\"gated-swiglu\"|': feed_forward_proj is \"gated-swiglu\"; it must be one"
            + " of relu, gelu_new, gelu_pytorch_tanh, gelu_python_tanh, gelu_fast, gelu_accurate,"
            + " gelu, gelu_python, silu, swish, alone or behind \"gated-\".'",
        "feed_forward_proj|\"swish-relu\"|': feed_forward_proj is \"swish-relu\"; it must be one of"
            + " relu, gelu_new, gelu_pytorch_tanh, gelu_python_tanh, gelu_fast, gelu_accurate,"
            + " gelu, gelu_python, silu, swish, alone or behind \"gated-\".'",
        "tie_word_embeddings|null|': tie_word_embeddings is null, which Transformers 4 takes for"
            + " false and Transformers 5 for true; write the one that is right.'",
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
          .hasMessageStartingWith(folder.resolve("config.json") + " is not JSON (line 1, column ")
          .hasMessageEndingWith("); download it again.");
    }
    write("[1]");
    assertThatThrownBy(() -> T5Config.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("config.json") + " is not a JSON object; download it again.");
  }

  /** A word that every reader takes alike may stand in several ways. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'feed_forward_proj': 'gelu'|GELU",
        "'feed_forward_proj': 'gelu_new'|GELU_NEW",
        "'feed_forward_proj': 'gated-relu'|GATED_RELU",
        "'feed_forward_proj': 'gated-gelu'|GATED_GELU",
        "'feed_forward_proj': 'gated-gelu_new'|GATED_GELU",
        "'feed_forward_proj': 'gated-gelu_python'|GATED_ERF_GELU",
        "'feed_forward_proj': 'gated-silu'|GATED_SILU",
        "'feed_forward_proj': 'gated-swish'|GATED_SILU",
        "'feed_forward_proj': 'swish'|SILU",
        "'dense_act_fn': 'gelu_new', 'is_gated_act': true|GATED_GELU",
        "'feed_forward_proj': 'gated-gelu', 'dense_act_fn': 'gelu'|GATED_ERF_GELU",
        "'feed_forward_proj': 'gated-gelu', 'is_gated_act': false|GELU_NEW",
        "'feed_forward_proj': 'relu', 'dense_act_fn': null, 'is_gated_act': null|RELU",
        "'feed_forward_proj': null|RELU",
      })
  void readsEveryFeedForwardLayerThatTransformersCanSay(String keys, Activation activation)
      throws IOException {
    write("{\"model_type\": \"t5\", " + keys.replace('\'', '"') + "}");
    assertThat(T5Config.read(folder).activation()).isEqualTo(activation);
  }

  @Test
  void whatAConfigurationDoesNotSayIsTransformersDefault() throws IOException {
    write("{\"model_type\": \"t5\"}");
    assertThat(T5Config.read(folder))
        .isEqualTo(
            new T5Config(
                32128, 512, 64, 2048, 6, 6, 8, 32, 128, 0.1, 1e-6, Activation.RELU, true, 0, 1, 0));
    write("{\"model_type\": \"mt5\", \"num_decoder_layers\": null, \"pad_token_id\": 3}");
    assertThat(T5Config.read(folder))
        .isEqualTo(
            new T5Config(
                250112,
                512,
                64,
                1024,
                8,
                8,
                6,
                32,
                128,
                0.1,
                1e-6,
                Activation.GATED_GELU,
                false,
                3,
                1,
                3));
  }

  @Test
  void readsTheNamesThatTransformersHasForAllModels() throws IOException {
    write(
        """
        {"model_type": "t5", "vocab_size": 160, "hidden_size": 48, "head_dim": 12, "d_ff": 96,
         "num_hidden_layers": 3, "num_decoder_layers": 2, "num_attention_heads": 3,
         "eos_token_id": [1], "dtype": "bfloat16", "torch_dtype": "float16",
         "task_specific_params": {"summarization": {"prefix": "summarize: "}}}""");
    assertThat(T5Config.read(folder)).isEqualTo(TINY);
    write("{\"model_type\": \"t5\", \"d_model\": 48, \"hidden_size\": 64}");
    assertThatThrownBy(() -> T5Config.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            folder.resolve("config.json")
                + ": d_model is 48 and hidden_size, which means the same, is 64; leave the wrong one"
                + " out.");
  }

  /** Transformers 5 says apart what one key said before; of an mT5 its version must say it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'model_type': 't5'|true|true",
        "'model_type': 't5', 'tie_word_embeddings': false|false|false",
        "'model_type': 't5', 'tie_word_embeddings': true, 'scale_decoder_outputs': false|true|false",
        "'model_type': 't5', 'tie_word_embeddings': true, 'scale_decoder_outputs': true|true|true",
        "'model_type': 't5', 'tie_word_embeddings': null, 'scale_decoder_outputs': false|true|false",
        "'model_type': 't5', 'scale_decoder_outputs': false|true|false",
        "'model_type': 't5', 'tie_word_embeddings': false, 'scale_decoder_outputs': true|false|true",
        "'model_type': 'mt5'|false|false",
        "'model_type': 'mt5', 'tie_word_embeddings': false|false|false",
        "'model_type': 'mt5', 'tie_word_embeddings': true, 'transformers_version': '4.49.0'|true|true",
        "'model_type': 'mt5', 'tie_word_embeddings': true, 'transformers_version': '5.24.0'|true|false",
        "'model_type': 'mt5', 'tie_word_embeddings': true, 'scale_decoder_outputs': true|true|true",
      })
  void tyingAndScalingAreTwoThings(String keys, boolean tied, boolean scaled) throws IOException {
    write("{" + keys.replace('\'', '"') + "}");
    T5Config config = T5Config.read(folder);
    assertThat(config.tieWordEmbeddings()).isEqualTo(tied);
    assertThat(config.scaleDecoderOutputs()).isEqualTo(scaled);
    config.write(folder);
    assertThat(T5Config.read(folder)).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'model_type': 't5', 'scale_decoder_outputs': null|scale_decoder_outputs is null rather than"
            + " true or false.",
        "'model_type': 't5', 'scale_decoder_outputs': 0|scale_decoder_outputs is 0 rather than true"
            + " or false.",
        "'model_type': 'mt5', 'tie_word_embeddings': true|'tie_word_embeddings is true for an mt5,"
            + " whose decoder''s outputs Transformers 4 then scales and Transformers 5 does not; add"
            + " scale_decoder_outputs, true or false.'",
        "'model_type': 't5', 'dense_act_fn': 'gelu_10'|'dense_act_fn is \"gelu_10\"; it must be one of"
            + " relu, gelu_new, gelu_pytorch_tanh, gelu_python_tanh, gelu_fast, gelu_accurate,"
            + " gelu, gelu_python, silu, swish.'",
        "'model_type': 't5', 'tie_encoder_decoder': true|'tie_encoder_decoder is true, so encoder and"
            + " decoder share their weights, and only a T5 that has both can be read; take another"
            + " checkpoint.'",
        "'model_type': 't5', 'quantization_config': {'quant_method': 'bitsandbytes'}"
            + "|'quantization_config says that the weights are quantized (\"bitsandbytes\"), and only"
            + " floating-point weights can be read; take the checkpoint that this one was made"
            + " from.'",
      })
  void refusesWhatTransformersReadsInTwoWaysOrNoT5Has(String keys, String sentence)
      throws IOException {
    write("{" + keys.replace('\'', '"') + "}");
    assertThatThrownBy(() -> T5Config.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("config.json") + ": " + sentence);
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("config.json"), text);
  }
}
