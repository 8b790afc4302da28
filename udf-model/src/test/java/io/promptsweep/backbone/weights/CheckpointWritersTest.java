package io.promptsweep.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.backbone.CheckpointFolder;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.parity.ParityCheck;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every checkpoint means what Transformers makes of it, or is refused. */
class CheckpointWritersTest {
  private static final String SHARED = "shared.weight";
  private static final String ENCODER = "encoder.embed_tokens.weight";
  private static final String DECODER = "decoder.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "v1_0, true, true, RELU",
    "v1_1, false, false, GATED_GELU",
    "v1_1-equal-matrices, true, false, GATED_GELU",
    "scaled-own-matrix, false, true, GATED_GELU",
    "ul2, false, false, GATED_SILU",
    "gelu, true, true, GELU",
    "gated-erf-gelu, false, false, GATED_ERF_GELU",
    "overridden, false, false, GATED_GELU",
    "mt5, false, false, GATED_GELU",
    "mt5-equal-matrices, true, false, GATED_GELU",
  })
  void computesWhatTransformers5ComputesOfWhatItWrote(
      String name, boolean tied, boolean scaled, Activation activation) {
    Path written = CheckpointFolder.written(name);
    T5Config config = Backbone.examine(written);
    assertThat(config.tieWordEmbeddings()).isEqualTo(tied);
    assertThat(config.scaleDecoderOutputs()).isEqualTo(scaled);
    assertThat(config.activation()).isEqualTo(activation);
    assertGolden(name, written);
  }

  /** The same weights with the configuration that Transformers 4 writes of them. */
  @ParameterizedTest
  @CsvSource({"v1_0, true", "v1_1, false", "ul2, false"})
  void computesTheSameOfWhatTransformers4Wrote(String name, boolean tied) throws IOException {
    assertGolden(
        name,
        CheckpointFolder.of(name)
            .unset("scale_decoder_outputs", "dtype", "is_decoder", "dense_act_fn", "is_gated_act")
            .set("tie_word_embeddings", "" + tied)
            .set("transformers_version", "\"4.49.0\"")
            .write(folder));
  }

  @Test
  void theDigestOfAFolderChangesOnlyWhereAnotherWriterMeantAnotherT5() throws IOException {
    Path before =
        CheckpointFolder.of("v1_0").unset("scale_decoder_outputs").write(folder.resolve("4"));
    Path after = CheckpointFolder.of("v1_0").write(folder.resolve("5"));
    assertThat(BackboneDigest.of(after)).isEqualTo(BackboneDigest.of(before));
    Path unscaled =
        CheckpointFolder.of("v1_0")
            .set("scale_decoder_outputs", "false")
            .write(folder.resolve("unscaled"));
    assertThat(BackboneDigest.of(unscaled)).isNotEqualTo(BackboneDigest.of(before));
  }

  @Test
  void aTiedTableMayStandUnderAnyOfItsNames() throws IOException {
    for (String name : new String[] {ENCODER, DECODER, HEAD}) {
      assertGolden(
          "v1_0", CheckpointFolder.of("v1_0").rename(SHARED, name).write(folder.resolve(name)));
    }
    assertGolden(
        "v1_0",
        CheckpointFolder.of("v1_0")
            .copy(SHARED, DECODER)
            .rename(SHARED, HEAD)
            .write(folder.resolve("two")));
    assertGolden(
        "v1_0",
        CheckpointFolder.of("v1_0")
            .copy(SHARED, DECODER)
            .copy(SHARED, ENCODER)
            .copy(SHARED, HEAD)
            .write(folder.resolve("all")));
  }

  @Test
  void anOwnOutputMatrixStaysOneWhateverTheTableIsCalled() throws IOException {
    for (String name : new String[] {ENCODER, DECODER}) {
      assertGolden(
          "v1_1",
          CheckpointFolder.of("v1_1").rename(SHARED, name).write(folder.resolve("5" + name)));
      assertGolden(
          "v1_1",
          CheckpointFolder.of("v1_1")
              .rename(SHARED, name)
              .unset("scale_decoder_outputs")
              .set("tie_word_embeddings", "false")
              .write(folder.resolve("4" + name)));
    }
  }

  @Test
  void readsTheTablesOfPicklesUnderAllTheirNames() throws IOException {
    for (String name : new String[] {"t5-v1_0-tiny", "t5-v1_1-tiny"}) {
      Path golden = ParityFiles.path(name);
      for (String file : new String[] {"pytorch_model.bin", "pytorch_model.legacy.bin"}) {
        if (Files.exists(golden.resolve(file))) {
          Path copy = Files.createDirectories(folder.resolve(name + file));
          Files.copy(golden.resolve("config.json"), copy.resolve("config.json"));
          Files.copy(golden.resolve(file), copy.resolve("pytorch_model.bin"));
          assertThat(Backbone.examine(copy)).isEqualTo(T5Config.read(golden));
          assertParity(copy, golden.resolve("golden.safetensors"));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"F64", "F32"})
  void readsWiderTypes(ElementType type) throws IOException {
    assertGolden("v1_1", CheckpointFolder.of("v1_1").convert(type).write(folder));
  }

  @Test
  void aTableInAnotherTypeIsTheSameTable() throws IOException {
    CheckpointFolder checkpoint = CheckpointFolder.of("v1_0").copy(SHARED, HEAD);
    try (Checkpoint stored = Checkpoint.open(CheckpointFolder.written("v1_0"))) {
      checkpoint.put(HEAD, CheckpointFolder.converted(stored.tensor(SHARED), ElementType.F64));
    }
    assertGolden("v1_0", checkpoint.unset("scale_decoder_outputs").write(folder));
  }

  @Test
  void refusesAnOutputMatrixThatTwoVersionsReadInTwoWays() throws IOException {
    Path config = folder.resolve("config.json");
    Path weights = folder.resolve("model.safetensors");
    CheckpointFolder.of("v1_1").unset("scale_decoder_outputs").write(folder);
    assertRefused(
        weights
            + " has an lm_head.weight that differs from shared.weight, but tie_word_embeddings is"
            + " true in "
            + config
            + " and there is no scale_decoder_outputs, so that Transformers 4 ignores lm_head.weight"
            + " and Transformers 5 uses it; set tie_word_embeddings to false if it is the output"
            + " matrix (v1.1, LM-adapted, FLAN), or take it out of the file.");
    // Only one element differs, the last one.
    CheckpointFolder.of("v1_0")
        .unset("scale_decoder_outputs")
        .copy(SHARED, HEAD)
        .put(HEAD, 48 * 16 - 1, 9)
        .write(folder);
    assertRefusedContaining("has an lm_head.weight that differs from shared.weight");
    CheckpointFolder.of("mt5").set("transformers_version", "\"4.49.0\"").write(folder);
    assertRefusedContaining("has an lm_head.weight that differs from shared.weight");
    CheckpointFolder.of("scaled-own-matrix").set("transformers_version", "\"5.0.0\"").write(folder);
    assertRefused(
        config
            + " says that scale_decoder_outputs is true, as Transformers 5.0.0 wrote of every T5,"
            + " but "
            + weights
            + " has an lm_head.weight that differs from shared.weight, as T5s have that are not"
            + " scaled; save the original again with a newer Transformers.");
  }

  @Test
  void refusesTwoTables() throws IOException {
    for (String base : new String[] {"v1_0", "v1_1"}) {
      for (String name : new String[] {ENCODER, DECODER}) {
        CheckpointFolder.of(base).copy(SHARED, name).put(name, 5, 9).write(folder);
        assertRefused(
            folder.resolve("model.safetensors")
                + ": shared.weight and "
                + name
                + " differ, and a T5 has one embedding table, so that Transformers 4 and 5 would"
                + " not use the same; leave the wrong one out.");
      }
    }
    CheckpointFolder.of("v1_0")
        .copy(SHARED, DECODER)
        .rename(SHARED, ENCODER)
        .put(DECODER, 5, 9)
        .write(folder);
    assertRefusedContaining(ENCODER + " and " + DECODER + " differ");
  }

  @Test
  void filesWithoutAHeadOrAStackSayWhatTheyAre() throws IOException {
    Path config = folder.resolve("config.json");
    Path weights = folder.resolve("model.safetensors");
    CheckpointFolder.of("v1_1")
        .unset("scale_decoder_outputs")
        .set("tie_word_embeddings", "false")
        .drop(HEAD)
        .write(folder);
    assertRefused(
        weights
            + " has no lm_head.weight, though "
            + config
            + " describes a T5 with an output matrix of its own (tie_word_embeddings is false):"
            + " these are the weights of a T5 without its head, as T5Model saves them; download the"
            + " whole T5.");
    CheckpointFolder.of("v1_1").set("architectures", "[\"T5Model\"]").drop(HEAD).write(folder);
    assertRefused(
        weights
            + " has no lm_head.weight, though "
            + config
            + " describes a T5 with an output matrix of its own (scale_decoder_outputs is false):"
            + " these are the weights of a T5 without its head, as T5Model saves them; download the"
            + " whole T5.");
    // A tied T5Model lacks nothing.
    assertGolden(
        "v1_0",
        CheckpointFolder.of("v1_0")
            .set("architectures", "[\"T5Model\"]")
            .write(folder.resolve("whole")));
    CheckpointFolder.of("v1_0").dropAll("decoder.").write(folder);
    assertRefused(
        weights
            + " holds the encoder of a T5 without its decoder, as T5EncoderModel saves it; a"
            + " backbone needs both: download the whole T5.");
    CheckpointFolder.of("v1_0").dropAll("encoder.").write(folder);
    assertRefused(
        weights
            + " holds the decoder of a T5 without its encoder; a backbone needs both: download the"
            + " whole T5.");
    CheckpointFolder.of("v1_0").drop(SHARED).write(folder);
    assertRefused(
        weights
            + " has no embedding table: none of shared.weight, encoder.embed_tokens.weight,"
            + " decoder.embed_tokens.weight is there; download the whole T5.");
    CheckpointFolder.of("v1_1")
        .unset("scale_decoder_outputs")
        .set("tie_word_embeddings", "false")
        .drop(SHARED)
        .write(folder);
    assertRefused(
        weights
            + " has no embedding table: none of shared.weight, encoder.embed_tokens.weight,"
            + " decoder.embed_tokens.weight is there, and lm_head.weight is another matrix, as"
            + " tie_word_embeddings is false; download the whole T5.");
  }

  @ParameterizedTest
  @CsvSource({"transformer.", "module.", "model.", "base_model.model.", "_orig_mod.", "t5/"})
  void namesThePrefixOfWrappedModels(String prefix) throws IOException {
    CheckpointFolder.of("v1_0").renameAll(name -> prefix + name).write(folder);
    assertRefused(
        folder.resolve("model.safetensors")
            + ": the names of its tensors begin with \""
            + prefix
            + "\" ("
            + prefix
            + "decoder.block.0.layer.0.SelfAttention.k.weight), as those of a model with the T5"
            + " inside it do; save the T5 itself, or take \""
            + prefix
            + "\" off the names.");
  }

  @Test
  void saysWhatHoldsNoT5() throws IOException {
    CheckpointFolder.of("v1_0").renameAll(name -> "bert." + name.hashCode()).write(folder);
    assertRefused(
        folder.resolve("model.safetensors")
            + " holds no T5: of its 34 tensors (the first is bert."
            + "decoder.block.0.layer.0.SelfAttention.k.weight".hashCode()
            + ") none has a name such as encoder.block.0.layer.0.SelfAttention.q.weight; name the"
            + " folder of a Hugging Face T5.");
  }

  @Test
  void namesAllTensorsThatDoNotFitInOneSentence() throws IOException {
    String misfit =
        folder.resolve("model.safetensors") + " does not fit " + folder.resolve("config.json");
    String end =
        "; the two files are of different models, or one is not whole: download both again.";
    CheckpointFolder.of("v1_0").drop("encoder.final_layer_norm.weight").write(folder);
    assertRefused(misfit + ": encoder.final_layer_norm.weight is missing" + end);
    CheckpointFolder.of("v1_0").set("vocab_size", "47").write(folder);
    assertRefused(misfit + ": shared.weight has shape [48, 16] rather than [47, 16]" + end);
    CheckpointFolder.of("v1_0").set("num_heads", "2").write(folder);
    assertRefused(
        misfit
            + ": encoder.block.0.layer.0.SelfAttention.q.weight has shape [12, 16] rather than"
            + " [8, 16], encoder.block.0.layer.0.SelfAttention.k.weight has shape [12, 16] rather"
            + " than [8, 16], encoder.block.0.layer.0.SelfAttention.v.weight has shape [12, 16]"
            + " rather than [8, 16], and 15 more tensors do not fit"
            + end);
    CheckpointFolder.of("v1_0").set("num_layers", "3").write(folder);
    assertRefused(
        misfit
            + " (num_layers is 3 and the weights have 2 blocks of the encoder):"
            + " encoder.block.2.layer.0.SelfAttention.q.weight is missing,"
            + " encoder.block.2.layer.0.SelfAttention.k.weight is missing,"
            + " encoder.block.2.layer.0.SelfAttention.v.weight is missing, and 5 more tensors do"
            + " not fit"
            + end);
    CheckpointFolder.of("v1_0").set("num_layers", "1").write(folder);
    assertRefusedContaining(
        " (num_layers is 1 and the weights have 2 blocks of the encoder):"
            + " encoder.block.1.layer.0.SelfAttention.k.weight is no weight of that T5");
    CheckpointFolder.of("v1_1")
        .set("feed_forward_proj", "\"relu\"")
        .unset("dense_act_fn", "is_gated_act")
        .write(folder);
    assertRefusedContaining("encoder.block.0.layer.1.DenseReluDense.wi.weight is missing");
    CheckpointFolder.of("v1_0")
        .copy("encoder.final_layer_norm.weight", "encoder.block.0.layer.0.SelfAttention.q.bias")
        .write(folder);
    assertRefused(
        misfit + ": encoder.block.0.layer.0.SelfAttention.q.bias is no weight of that T5" + end);
  }

  @Test
  void ignoresWhatTransformersIgnores() throws IOException {
    assertGolden(
        "v1_0",
        CheckpointFolder.of("v1_0")
            .copy(
                "decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight",
                "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight")
            .copy("encoder.final_layer_norm.weight", "qa_outputs.bias")
            .write(folder));
  }

  @Test
  void refusesQuantizedWeights() throws IOException {
    String quantized = "encoder.block.0.layer.0.SelfAttention.q.weight";
    CheckpointFolder checkpoint = CheckpointFolder.of("v1_0");
    try (Checkpoint stored = Checkpoint.open(CheckpointFolder.written("v1_0"))) {
      checkpoint.put(
          quantized, CheckpointFolder.converted(stored.tensor(quantized), ElementType.I8));
    }
    checkpoint.write(folder);
    assertRefused(
        folder.resolve("model.safetensors")
            + ": "
            + quantized
            + " holds I8 rather than floating-point numbers; the weights are quantized: take the"
            + " checkpoint that this one was made from.");
    CheckpointFolder.of("v1_0").convert(ElementType.I8).write(folder);
    assertRefused(
        folder.resolve("model.safetensors")
            + ": shared.weight holds I8 rather than floating-point numbers, and so do 33 more"
            + " tensors; the weights are quantized: take the checkpoint that this one was made"
            + " from.");
  }

  private static void assertGolden(String name, Path backbone) {
    assertParity(backbone, CheckpointFolder.written(name).resolve("golden.safetensors"));
  }

  private static void assertParity(Path backbone, Path golden) {
    List<ParityCheck.Difference> differences = ParityCheck.run(backbone, golden);
    assertThat(differences)
        .as(backbone.toString())
        .extracting(ParityCheck.Difference::quantity)
        .contains("logits", "loss", "grad_prompt", "grad.shared.weight");
    assertThat(differences).allSatisfy(d -> assertThat(d.within()).as(d.toString()).isTrue());
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> Backbone.examine(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }

  private void assertRefusedContaining(String part) {
    assertThatThrownBy(() -> Backbone.examine(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(part);
  }
}
