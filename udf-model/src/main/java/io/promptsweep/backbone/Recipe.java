package io.promptsweep.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How one tensor that the program takes is made of weights in Hugging Face's layout: {@code parts}
 * joined along their rows, times {@code scale} along their columns, times {@code factor}.
 *
 * <p>Query, key and value matrices are joined into one, gate and value of a gated feed-forward
 * layer likewise, and each layer norm's scale is folded into the matrix that follows it, all of
 * which is exact: {@code W (g * x) = (W * g) x}.
 *
 * @param parts names of the matrices
 * @param scale name of the layer norm's scale
 * @param factor a number
 */
record Recipe(List<String> parts, Optional<String> scale, double factor) {

  /** Whether one of {@code weights} has a part in it. */
  boolean uses(Set<String> weights) {
    return parts.stream().anyMatch(weights::contains)
        || scale.filter(weights::contains).isPresent();
  }

  /** Token embeddings {@code [V, d]}. */
  static Recipe table() {
    return plain("shared.weight");
  }

  /** Vocabulary projection {@code [V, d]} of a T5 that has one of its own. */
  static Recipe head() {
    return plain("lm_head.weight");
  }

  /** The encoder's: position bias, last norm, then four matrices a layer. */
  static List<Recipe> encoder(T5Config config) {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(plain(selfAttention("encoder", 0) + "relative_attention_bias.weight"));
    recipes.add(plain("encoder.final_layer_norm.weight"));
    for (int i = 0; i < config.numLayers(); i++) {
      addSelfAttention(recipes, "encoder", i);
      addFeedForward(recipes, config, "encoder.block." + i + ".layer.1.");
    }
    return recipes;
  }

  /** The decoder's: position bias, last norm, then seven matrices a layer. */
  static List<Recipe> decoder(T5Config config) {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(plain(selfAttention("decoder", 0) + "relative_attention_bias.weight"));
    // v1.0 divides by sqrt(d) before the output matrix (Hugging Face's T5 forward).
    recipes.add(
        new Recipe(
            List.of("decoder.final_layer_norm.weight"),
            Optional.empty(),
            config.scaleDecoderOutputs() ? Math.pow(config.dModel(), -0.5) : 1));
    for (int i = 0; i < config.numDecoderLayers(); i++) {
      addSelfAttention(recipes, "decoder", i);
      addCrossAttention(recipes, i);
      addFeedForward(recipes, config, "decoder.block." + i + ".layer.2.");
    }
    return recipes;
  }

  private static String selfAttention(String stack, int layer) {
    return stack + ".block." + layer + ".layer.0.SelfAttention.";
  }

  /** Joined q, k, v {@code [3*H*k, d]} with the norm's scale, then o {@code [d, H*k]}. */
  private static void addSelfAttention(List<Recipe> to, String stack, int layer) {
    String at = selfAttention(stack, layer);
    String norm = stack + ".block." + layer + ".layer.0.layer_norm.weight";
    to.add(scaled(norm, at + "q.weight", at + "k.weight", at + "v.weight"));
    to.add(plain(at + "o.weight"));
  }

  /**
   * q {@code [H*k, d]} with the norm's scale, joined k and v {@code [2*H*k, d]}, o {@code [d,
   * H*k]}.
   */
  private static void addCrossAttention(List<Recipe> to, int layer) {
    String at = "decoder.block." + layer + ".layer.1.";
    String attention = at + "EncDecAttention.";
    to.add(scaled(at + "layer_norm.weight", attention + "q.weight"));
    to.add(plain(attention + "k.weight", attention + "v.weight"));
    to.add(plain(attention + "o.weight"));
  }

  /**
   * wi {@code [F, d]} or joined gate and value {@code [2F, d]} with the norm's scale, wo {@code [d,
   * F]}.
   */
  private static void addFeedForward(List<Recipe> to, T5Config config, String at) {
    String dense = at + "DenseReluDense.";
    String norm = at + "layer_norm.weight";
    to.add(
        config.activation().gated()
            ? scaled(norm, dense + "wi_0.weight", dense + "wi_1.weight")
            : scaled(norm, dense + "wi.weight"));
    to.add(plain(dense + "wo.weight"));
  }

  private static Recipe plain(String... parts) {
    return new Recipe(Arrays.asList(parts), Optional.empty(), 1);
  }

  private static Recipe scaled(String norm, String... parts) {
    return new Recipe(Arrays.asList(parts), Optional.of(norm), 1);
  }
}
