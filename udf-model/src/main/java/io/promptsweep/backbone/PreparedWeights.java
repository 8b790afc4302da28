package io.promptsweep.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A T5's weights in the order and shape in which the program takes them.
 *
 * <p>Query, key and value matrices are joined into one, gate and value of a gated feed-forward
 * layer likewise, and each layer norm's scale is folded into the matrix that follows it, all of
 * which is exact: {@code W (g * x) = (W * g) x}. Made of plain differentiable operators, so the
 * gradient of a raw weight flows through where one is asked for.
 *
 * @param table token embeddings {@code [V, d]}
 * @param encoder the list {@code w} of the encoder program
 * @param decoder the list {@code w} of the decoder program
 * @param head vocabulary projection {@code [V, d]}
 */
record PreparedWeights(NDArray table, List<NDArray> encoder, List<NDArray> decoder, NDArray head) {

  /**
   * Prepares the weights.
   *
   * @param raw a Hugging Face parameter name's value
   * @param finish what to do with each prepared tensor: keep it, or cast it and free its parts
   */
  static PreparedWeights of(
      T5Config config, Function<String, NDArray> raw, Function<NDArray, NDArray> finish) {
    NDArray table = finish.apply(raw.apply("shared.weight"));
    List<NDArray> encoder = new ArrayList<>();
    encoder.add(
        finish.apply(raw.apply(selfAttention("encoder", 0) + "relative_attention_bias.weight")));
    encoder.add(finish.apply(raw.apply("encoder.final_layer_norm.weight")));
    for (int i = 0; i < config.numLayers(); i++) {
      addSelfAttention(encoder, "encoder", i, raw, finish);
      addFeedForward(encoder, config, "encoder.block." + i + ".layer.1.", raw, finish);
    }
    List<NDArray> decoder = new ArrayList<>();
    decoder.add(
        finish.apply(raw.apply(selfAttention("decoder", 0) + "relative_attention_bias.weight")));
    NDArray lastScale = raw.apply("decoder.final_layer_norm.weight");
    // v1.0 shares table and head and divides by sqrt(d) before it (Hugging Face's T5 forward).
    decoder.add(
        finish.apply(
            config.tieWordEmbeddings()
                ? lastScale.mul(Math.pow(config.dModel(), -0.5))
                : lastScale.mul(1)));
    for (int i = 0; i < config.numDecoderLayers(); i++) {
      addSelfAttention(decoder, "decoder", i, raw, finish);
      addCrossAttention(decoder, i, raw, finish);
      addFeedForward(decoder, config, "decoder.block." + i + ".layer.2.", raw, finish);
    }
    NDArray head = config.tieWordEmbeddings() ? table : finish.apply(raw.apply("lm_head.weight"));
    return new PreparedWeights(table, List.copyOf(encoder), List.copyOf(decoder), head);
  }

  private static String selfAttention(String stack, int layer) {
    return stack + ".block." + layer + ".layer.0.SelfAttention.";
  }

  /** Joined q, k, v {@code [3*H*k, d]} with the norm's scale, then o {@code [d, H*k]}. */
  private static void addSelfAttention(
      List<NDArray> to,
      String stack,
      int layer,
      Function<String, NDArray> raw,
      Function<NDArray, NDArray> finish) {
    String at = selfAttention(stack, layer);
    NDArray scale = raw.apply(stack + ".block." + layer + ".layer.0.layer_norm.weight");
    to.add(finish.apply(joined(raw, at, "q.weight", "k.weight", "v.weight").mul(scale)));
    to.add(finish.apply(raw.apply(at + "o.weight")));
  }

  /**
   * q {@code [H*k, d]} with the norm's scale, joined k and v {@code [2*H*k, d]}, o {@code [d,
   * H*k]}.
   */
  private static void addCrossAttention(
      List<NDArray> to,
      int layer,
      Function<String, NDArray> raw,
      Function<NDArray, NDArray> finish) {
    String at = "decoder.block." + layer + ".layer.1.";
    to.add(
        finish.apply(
            raw.apply(at + "EncDecAttention.q.weight").mul(raw.apply(at + "layer_norm.weight"))));
    to.add(finish.apply(joined(raw, at + "EncDecAttention.", "k.weight", "v.weight")));
    to.add(finish.apply(raw.apply(at + "EncDecAttention.o.weight")));
  }

  /**
   * wi {@code [F, d]} or joined gate and value {@code [2F, d]} with the norm's scale, wo {@code [d,
   * F]}.
   */
  private static void addFeedForward(
      List<NDArray> to,
      T5Config config,
      String at,
      Function<String, NDArray> raw,
      Function<NDArray, NDArray> finish) {
    NDArray wi =
        config.activation() == Activation.GATED_GELU
            ? joined(raw, at + "DenseReluDense.", "wi_0.weight", "wi_1.weight")
            : raw.apply(at + "DenseReluDense.wi.weight");
    to.add(finish.apply(wi.mul(raw.apply(at + "layer_norm.weight"))));
    to.add(finish.apply(raw.apply(at + "DenseReluDense.wo.weight")));
  }

  private static NDArray joined(Function<String, NDArray> raw, String prefix, String... names) {
    NDList parts = new NDList();
    for (String name : names) {
      parts.add(raw.apply(prefix + name));
    }
    return ai.djl.ndarray.NDArrays.concat(parts, 0);
  }
}
