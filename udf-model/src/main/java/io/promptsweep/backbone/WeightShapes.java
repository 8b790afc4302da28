package io.promptsweep.backbone;

import java.util.LinkedHashMap;
import java.util.Map;

/** The name and shape of every weight of a T5 in Hugging Face's layout. */
final class WeightShapes {
  private WeightShapes() {}

  static Map<String, long[]> of(T5Config c) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("shared.weight", new long[] {c.vocabSize(), c.dModel()});
    stack(shapes, c, "encoder", c.numLayers());
    stack(shapes, c, "decoder", c.numDecoderLayers());
    if (!c.tieWordEmbeddings()) {
      shapes.put("lm_head.weight", new long[] {c.vocabSize(), c.dModel()});
    }
    return shapes;
  }

  private static void stack(Map<String, long[]> shapes, T5Config c, String stack, int layers) {
    boolean decoder = stack.equals("decoder");
    for (int i = 0; i < layers; i++) {
      String block = stack + ".block." + i + ".layer.";
      attention(shapes, c, block + "0.", "SelfAttention.");
      if (i == 0) {
        shapes.put(
            block + "0.SelfAttention.relative_attention_bias.weight",
            new long[] {c.relativeAttentionNumBuckets(), c.numHeads()});
      }
      if (decoder) {
        attention(shapes, c, block + "1.", "EncDecAttention.");
      }
      feedForward(shapes, c, block + (decoder ? "2." : "1."));
    }
    shapes.put(stack + ".final_layer_norm.weight", new long[] {c.dModel()});
  }

  private static void attention(Map<String, long[]> shapes, T5Config c, String at, String kind) {
    long inner = (long) c.numHeads() * c.dKv();
    for (String part : new String[] {"q", "k", "v"}) {
      shapes.put(at + kind + part + ".weight", new long[] {inner, c.dModel()});
    }
    shapes.put(at + kind + "o.weight", new long[] {c.dModel(), inner});
    shapes.put(at + "layer_norm.weight", new long[] {c.dModel()});
  }

  private static void feedForward(Map<String, long[]> shapes, T5Config c, String at) {
    String[] inputs = c.activation().gated() ? new String[] {"wi_0", "wi_1"} : new String[] {"wi"};
    for (String input : inputs) {
      shapes.put(at + "DenseReluDense." + input + ".weight", new long[] {c.dFf(), c.dModel()});
    }
    shapes.put(at + "DenseReluDense.wo.weight", new long[] {c.dModel(), c.dFf()});
    shapes.put(at + "layer_norm.weight", new long[] {c.dModel()});
  }
}
