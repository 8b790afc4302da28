package io.promptsweep.backbone;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.promptsweep.backbone.files.FolderContents;
import io.promptsweep.backbone.files.JsonDocument;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code config.json} as it stands, whoever wrote it.
 *
 * @param file where it lies
 * @param config what it says of a T5
 * @param scalingSaid whether it says scaling apart from tying, as Transformers 5 does; then a tied
 *     table may have an output matrix beside it
 * @param writer the Transformers version that wrote it; empty where it does not say
 * @param architecture the class whose weights lie beside it; empty where it does not say
 */
record ConfigFile(
    Path file, T5Config config, boolean scalingSaid, String writer, String architecture) {

  /** What Transformers takes for the keys that a file lacks. */
  private enum Family {
    T5(32128, 2048, 6, 8, "relu", true),
    MT5(250112, 1024, 8, 6, "gated-gelu", false);

    private final int vocabSize;
    private final int feedForward;
    private final int layers;
    private final int heads;
    private final String projection;
    private final boolean tied;

    Family(int vocabSize, int feedForward, int layers, int heads, String projection, boolean tied) {
      this.vocabSize = vocabSize;
      this.feedForward = feedForward;
      this.layers = layers;
      this.heads = heads;
      this.projection = projection;
      this.tied = tied;
    }
  }

  /** Relatives of T5 that a reader may take for one, and what they do otherwise. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "umt5", "has position biases in every layer",
          "longt5", "attends to neighbours only",
          "switch_transformers", "has experts in place of feed-forward layers",
          "t5gemma", "is a Gemma with an encoder",
          "t5gemma2", "is a Gemma with an encoder");

  private record Output(boolean tied, boolean scaled, boolean said) {}

  /**
   * Reads the file of a backbone's folder.
   *
   * @throws InvalidInputException if it is missing, no JSON, or not a T5's
   */
  static ConfigFile read(Path backboneDir) {
    Path file = backboneDir.resolve(T5Config.FILE);
    FolderContents.check(backboneDir);
    if (!Files.exists(file)) {
      throw FolderContents.withoutConfig(backboneDir);
    }
    JsonDocument json = JsonDocument.read(file);
    Family family = family(json);
    refuseQuantized(json);
    if (json.flag("tie_encoder_decoder", false)) {
      throw new InvalidInputException(
          file
              + ": tie_encoder_decoder is true, so encoder and decoder share their weights, and only"
              + " a T5 that has both can be read; take another checkpoint.");
    }
    try {
      String writer = json.text("transformers_version", "");
      Output output = output(json, family, writer);
      return new ConfigFile(
          file, config(json, family, output), output.said(), writer, architecture(json));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(file + ": " + e.getMessage() + ".", e);
    }
  }

  private static Family family(JsonDocument json) {
    String type = json.text("model_type", "nothing");
    switch (type) {
      case "t5" -> {
        return Family.T5;
      }
      case "mt5" -> {
        return Family.MT5;
      }
      default -> {
        String why = OTHERS.containsKey(type) ? ", which " + OTHERS.get(type) + "," : "";
        throw new InvalidInputException(
            json.file()
                + ": model_type is "
                + PrintableName.name(type)
                + why
                + " rather than t5 or mt5, the only families supported.");
      }
    }
  }

  private static void refuseQuantized(JsonDocument json) {
    JsonElement quantization = json.root().get("quantization_config");
    if (quantization == null || quantization.isJsonNull()) {
      return;
    }
    JsonElement method =
        quantization.isJsonObject() ? quantization.getAsJsonObject().get("quant_method") : null;
    throw new InvalidInputException(
        json.file()
            + ": quantization_config says that the weights are quantized"
            + (method == null ? "" : " (" + PrintableName.name(method.toString()) + ")")
            + ", and only floating-point weights can be read; take the checkpoint that this one was"
            + " made from.");
  }

  private static T5Config config(JsonDocument json, Family family, Output output) {
    int layers = size(json, "num_layers", "num_hidden_layers", family.layers);
    int pad = json.integer("pad_token_id", 0);
    return new T5Config(
        size(json, "vocab_size", null, family.vocabSize),
        size(json, "d_model", "hidden_size", 512),
        size(json, "d_kv", "head_dim", 64),
        size(json, "d_ff", null, family.feedForward),
        layers,
        json.integer("num_decoder_layers", layers),
        size(json, "num_heads", "num_attention_heads", family.heads),
        json.integer("relative_attention_num_buckets", 32),
        json.integer("relative_attention_max_distance", 128),
        json.number("dropout_rate", 0.1),
        json.number("layer_norm_epsilon", 1e-6),
        Activation.of(
            json.text("feed_forward_proj", family.projection),
            json.root().has("dense_act_fn")
                ? Optional.ofNullable(json.text("dense_act_fn", null))
                : Optional.empty(),
            given(json, "is_gated_act")
                ? Optional.of(json.flag("is_gated_act", false))
                : Optional.empty()),
        output.tied(),
        output.scaled(),
        pad,
        endToken(json),
        json.integer("decoder_start_token_id", pad));
  }

  /** A size under its name or under the one that Transformers has for all models. */
  private static int size(JsonDocument json, String key, String alias, int otherwise) {
    boolean aliased = alias != null && given(json, alias);
    if (aliased && json.root().has(key) && json.integer(key) != json.integer(alias)) {
      throw new IllegalArgumentException(
          key
              + " is "
              + json.integer(key)
              + " and "
              + alias
              + ", which means the same, is "
              + json.integer(alias)
              + "; leave the wrong one out");
    }
    if (aliased) {
      return json.integer(alias);
    }
    return json.root().has(key) ? json.integer(key) : otherwise;
  }

  /** Transformers 5 takes a list of end tokens as well. */
  private static int endToken(JsonDocument json) {
    JsonElement tokens = json.root().get("eos_token_id");
    if (tokens == null || !tokens.isJsonArray()) {
      return json.integer("eos_token_id", 1);
    }
    JsonArray list = tokens.getAsJsonArray();
    if (list.size() != 1 || !list.get(0).isJsonPrimitive()) {
      throw new IllegalArgumentException(
          "eos_token_id is " + PrintableName.name(list.toString()) + "; it must be one token");
    }
    JsonObject only = new JsonObject();
    only.add("eos_token_id", list.get(0));
    return new JsonDocument(json.file(), only).integer("eos_token_id");
  }

  /**
   * Whether the table is the output matrix and whether decoder states are scaled. Up to
   * Transformers 4 the one key {@code tie_word_embeddings} says both. Transformers 5 writes it as
   * true for all, says scaling by {@code scale_decoder_outputs}, and of an mT5, which it never
   * scales, nothing.
   */
  private static Output output(JsonDocument json, Family family, String writer) {
    boolean said = json.root().has("scale_decoder_outputs");
    if (said && !given(json, "scale_decoder_outputs")) {
      throw new IllegalArgumentException("scale_decoder_outputs is null rather than true or false");
    }
    boolean nullTied =
        json.root().has("tie_word_embeddings") && !given(json, "tie_word_embeddings");
    if (nullTied && !said) {
      throw new IllegalArgumentException(
          "tie_word_embeddings is null, which Transformers 4 takes for false and Transformers 5 for"
              + " true; write the one that is right");
    }
    boolean tied = nullTied || json.flag("tie_word_embeddings", family.tied);
    if (said) {
      return new Output(tied, json.flag("scale_decoder_outputs", tied), true);
    }
    if (family == Family.T5 || !tied) {
      return new Output(tied, tied, false);
    }
    if (!writer.matches("[0-9]+\\..*")) {
      throw new IllegalArgumentException(
          "tie_word_embeddings is true for an mt5, whose decoder's outputs Transformers 4 then"
              + " scales and Transformers 5 does not; add scale_decoder_outputs, true or false");
    }
    boolean fifth = Integer.parseInt(writer.substring(0, Math.min(writer.indexOf('.'), 6))) >= 5;
    return new Output(true, !fifth, fifth);
  }

  private static String architecture(JsonDocument json) {
    JsonElement classes = json.root().get("architectures");
    return classes != null
            && classes.isJsonArray()
            && classes.getAsJsonArray().size() > 0
            && classes.getAsJsonArray().get(0).isJsonPrimitive()
        ? classes.getAsJsonArray().get(0).getAsString()
        : "";
  }

  private static boolean given(JsonDocument json, String key) {
    JsonElement value = json.root().get(key);
    return value != null && !value.isJsonNull();
  }
}
