package io.promptsweep.backbone;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.promptsweep.backbone.files.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The sizes and switches of a T5, as Hugging Face's {@code config.json} gives them. Each component
 * is named after its key there.
 *
 * @param vocabSize rows of the embedding table {@code V}; may be padded beyond the tokenizer's
 * @param dModel model width {@code d}
 * @param dKv width of one attention head
 * @param dFf width of the feed-forward layer
 * @param numLayers encoder blocks
 * @param numDecoderLayers decoder blocks
 * @param numHeads attention heads
 * @param relativeAttentionNumBuckets rows of the relative position bias
 * @param relativeAttentionMaxDistance tokens from which on every distance shares a bucket
 * @param dropoutRate share of activations dropped in training
 * @param layerNormEpsilon added to the mean square in every norm
 * @param activation the feed-forward layer's kind ({@code feed_forward_proj})
 * @param tieWordEmbeddings whether the embedding table is the output matrix too. Transformers 5
 *     writes true for every T5, so that only the weights say it: see {@link Backbone#examine}
 * @param scaleDecoderOutputs whether decoder states are scaled by {@code d^-0.5} before the output
 *     matrix, as in T5 v1.0; a key of Transformers 5, before which it went with the one above
 * @param padTokenId the padding token
 * @param eosTokenId the token that ends inputs and targets
 * @param decoderStartTokenId the decoder's first input
 */
public record T5Config(
    int vocabSize,
    int dModel,
    int dKv,
    int dFf,
    int numLayers,
    int numDecoderLayers,
    int numHeads,
    int relativeAttentionNumBuckets,
    int relativeAttentionMaxDistance,
    double dropoutRate,
    double layerNormEpsilon,
    Activation activation,
    boolean tieWordEmbeddings,
    boolean scaleDecoderOutputs,
    int padTokenId,
    int eosTokenId,
    int decoderStartTokenId) {

  public static final String FILE = ModelFiles.CONFIG;

  /** Refuses sizes that no T5 can have, naming the key of {@code config.json}. */
  public T5Config {
    positive("vocab_size", vocabSize);
    positive("d_model", dModel);
    positive("d_kv", dKv);
    positive("d_ff", dFf);
    positive("num_layers", numLayers);
    positive("num_decoder_layers", numDecoderLayers);
    positive("num_heads", numHeads);
    // The encoder halves the buckets by direction, and half of each half counts single steps.
    check(
        relativeAttentionNumBuckets >= 4 && relativeAttentionNumBuckets % 4 == 0,
        "relative_attention_num_buckets",
        relativeAttentionNumBuckets,
        "a positive multiple of 4");
    check(
        relativeAttentionMaxDistance > relativeAttentionNumBuckets / 2,
        "relative_attention_max_distance",
        relativeAttentionMaxDistance,
        "more than half of relative_attention_num_buckets");
    check(dropoutRate >= 0 && dropoutRate < 1, "dropout_rate", dropoutRate, "in [0, 1)");
    check(
        layerNormEpsilon > 0 && layerNormEpsilon < 1,
        "layer_norm_epsilon",
        layerNormEpsilon,
        "in (0, 1)");
    token("pad_token_id", padTokenId, vocabSize);
    token("eos_token_id", eosTokenId, vocabSize);
    token("decoder_start_token_id", decoderStartTokenId, vocabSize);
  }

  /** A T5 as all were before Transformers 5: states are scaled where the table is tied. */
  public T5Config(
      int vocabSize,
      int dModel,
      int dKv,
      int dFf,
      int numLayers,
      int numDecoderLayers,
      int numHeads,
      int relativeAttentionNumBuckets,
      int relativeAttentionMaxDistance,
      double dropoutRate,
      double layerNormEpsilon,
      Activation activation,
      boolean tieWordEmbeddings,
      int padTokenId,
      int eosTokenId,
      int decoderStartTokenId) {
    this(
        vocabSize,
        dModel,
        dKv,
        dFf,
        numLayers,
        numDecoderLayers,
        numHeads,
        relativeAttentionNumBuckets,
        relativeAttentionMaxDistance,
        dropoutRate,
        layerNormEpsilon,
        activation,
        tieWordEmbeddings,
        tieWordEmbeddings,
        padTokenId,
        eosTokenId,
        decoderStartTokenId);
  }

  /** The name and shape of every weight in Hugging Face's layout, in checkpoint order. */
  public Map<String, long[]> weightShapes() {
    return WeightShapes.of(this);
  }

  /** Width of all heads together; the attention matrices are {@code [innerWidth, d]}. */
  public int innerWidth() {
    return numHeads * dKv;
  }

  /**
   * Reads {@code config.json}; keys that the program does not depend on are ignored, keys that the
   * file lacks have Transformers' defaults. The weights may have an output matrix of their own all
   * the same: {@link Backbone#examine} says what both files come to.
   *
   * @throws io.promptsweep.problem.InvalidInputException if it is missing, no JSON, or not a T5's
   */
  public static T5Config read(Path backboneDir) {
    return ConfigFile.read(backboneDir).config();
  }

  /** The same with an output matrix of its own, or with the embedding table for it. */
  T5Config withTiedEmbeddings(boolean tied) {
    return new T5Config(
        vocabSize,
        dModel,
        dKv,
        dFf,
        numLayers,
        numDecoderLayers,
        numHeads,
        relativeAttentionNumBuckets,
        relativeAttentionMaxDistance,
        dropoutRate,
        layerNormEpsilon,
        activation,
        tied,
        scaleDecoderOutputs,
        padTokenId,
        eosTokenId,
        decoderStartTokenId);
  }

  /** Writes a {@code config.json} that Hugging Face's transformers reads as well. */
  public void write(Path backboneDir) {
    try {
      Files.createDirectories(backboneDir);
      Files.writeString(
          backboneDir.resolve(FILE),
          new GsonBuilder().setPrettyPrinting().create().toJson(json()) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every component under its key, in a fixed order; defaults of newer keys are left out. */
  JsonObject json() {
    JsonArray architectures = new JsonArray();
    architectures.add("T5ForConditionalGeneration");
    JsonObject json = new JsonObject();
    json.add("architectures", architectures);
    json.addProperty("model_type", "t5");
    json.addProperty("is_encoder_decoder", true);
    json.addProperty("vocab_size", vocabSize);
    json.addProperty("d_model", dModel);
    json.addProperty("d_kv", dKv);
    json.addProperty("d_ff", dFf);
    json.addProperty("num_layers", numLayers);
    json.addProperty("num_decoder_layers", numDecoderLayers);
    json.addProperty("num_heads", numHeads);
    json.addProperty("relative_attention_num_buckets", relativeAttentionNumBuckets);
    json.addProperty("relative_attention_max_distance", relativeAttentionMaxDistance);
    json.addProperty("dropout_rate", dropoutRate);
    json.addProperty("layer_norm_epsilon", layerNormEpsilon);
    json.addProperty("feed_forward_proj", activation.key());
    json.addProperty("tie_word_embeddings", tieWordEmbeddings);
    // Left out where older writers meant the same: the backbone's digest hangs on these lines.
    if (scaleDecoderOutputs != tieWordEmbeddings) {
      json.addProperty("scale_decoder_outputs", scaleDecoderOutputs);
    }
    json.addProperty("pad_token_id", padTokenId);
    json.addProperty("eos_token_id", eosTokenId);
    json.addProperty("decoder_start_token_id", decoderStartTokenId);
    return json;
  }

  private static void positive(String key, int value) {
    check(value > 0, key, value, "positive");
  }

  private static void token(String key, int value, int vocabSize) {
    check(value >= 0 && value < vocabSize, key, value, "in [0, vocab_size)");
  }

  private static void check(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is " + value + "; it must be " + expected);
    }
  }
}
