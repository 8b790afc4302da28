package io.promptsweep.backbone;

import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.weights.ElementType;
import io.promptsweep.backbone.weights.SafetensorsWriter;
import io.promptsweep.backbone.weights.SafetensorsWriter.Outline;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Backbones of any size with random weights, for benchmarks and tests that need a shape and no
 * knowledge. The draw has the scales of Hugging Face's {@code T5PreTrainedModel._init_weights} at
 * {@code initializer_factor} 1.
 */
public final class RandomBackbone {
  /** Values drawn from one generator: large enough to be cheap, small enough to share the work. */
  private static final int CHUNK = 1 << 16;

  /** A parameter's shape and the standard deviation it is drawn with; 0 stands for all ones. */
  private record Draw(Shape shape, double deviation) {}

  private final T5Config config;
  private final Map<String, Draw> draws = new LinkedHashMap<>();

  private RandomBackbone(T5Config config) {
    this.config = config;
    draw("shared.weight", 1, config.vocabSize(), config.dModel());
    stack("encoder", config.numLayers(), false);
    stack("decoder", config.numDecoderLayers(), true);
    if (!config.tieWordEmbeddings()) {
      draw("lm_head.weight", 1, config.vocabSize(), config.dModel());
    }
  }

  /**
   * Writes a Hugging Face folder: {@code config.json}, {@code model.safetensors} under Hugging
   * Face's parameter names, and copies of {@code tokenizerFiles}. Equal arguments write equal
   * bytes.
   *
   * @param tokenizerFiles files such as {@code tokenizer.json}, copied under their own names
   */
  public static void write(Path backboneDir, T5Config config, long seed, Path... tokenizerFiles) {
    config.write(backboneDir);
    RandomBackbone backbone = new RandomBackbone(config);
    Map<String, Outline> outlines = new LinkedHashMap<>();
    backbone.draws.forEach(
        (name, draw) -> outlines.put(name, new Outline(ElementType.F32, draw.shape)));
    SafetensorsWriter.write(
        backboneDir.resolve("model.safetensors"),
        outlines,
        Map.of("format", "pt"),
        name -> values(backbone.draws.get(name), seed ^ mixed(name.hashCode())));
    for (Path file : tokenizerFiles) {
      try {
        Files.copy(
            file, backboneDir.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new InvalidInputException(file + " cannot be copied to " + backboneDir + ".", e);
      }
    }
  }

  private void stack(String stack, int blocks, boolean decoder) {
    for (int block = 0; block < blocks; block++) {
      String layers = stack + ".block." + block + ".layer.";
      attention(layers + "0", "SelfAttention", block == 0);
      if (decoder) {
        attention(layers + "1", "EncDecAttention", false);
      }
      feedForward(layers + (decoder ? "2" : "1"));
    }
    draw(stack + ".final_layer_norm.weight", 0, config.dModel());
  }

  private void attention(String layer, String kind, boolean positions) {
    int inner = config.innerWidth();
    int width = config.dModel();
    String name = layer + "." + kind + ".";
    draw(name + "q.weight", power((double) width * config.dKv()), inner, width);
    draw(name + "k.weight", power(width), inner, width);
    draw(name + "v.weight", power(width), inner, width);
    draw(name + "o.weight", power(inner), width, inner);
    if (positions) {
      draw(
          name + "relative_attention_bias.weight",
          power(width),
          config.relativeAttentionNumBuckets(),
          config.numHeads());
    }
    draw(layer + ".layer_norm.weight", 0, width);
  }

  private void feedForward(String layer) {
    int width = config.dModel();
    String name = layer + ".DenseReluDense.";
    if (config.activation().gated()) {
      draw(name + "wi_0.weight", power(width), config.dFf(), width);
      draw(name + "wi_1.weight", power(width), config.dFf(), width);
    } else {
      draw(name + "wi.weight", power(width), config.dFf(), width);
    }
    draw(name + "wo.weight", power(config.dFf()), width, config.dFf());
    draw(layer + ".layer_norm.weight", 0, width);
  }

  private void draw(String name, double deviation, long... shape) {
    draws.put(name, new Draw(new Shape(shape), deviation));
  }

  /** {@code n^-0.5}. */
  private static double power(double n) {
    return 1 / Math.sqrt(n);
  }

  private static ByteBuffer values(Draw draw, long seed) {
    int size = Math.toIntExact(draw.shape.size());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(size, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    // Each chunk has its own generator, so the values do not depend on how many threads draw them.
    IntStream.range(0, (size + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              Random random = new Random(mixed(seed + chunk));
              for (int i = chunk * CHUNK; i < Math.min(size, (chunk + 1L) * CHUNK); i++) {
                floats.put(
                    i, draw.deviation == 0 ? 1 : (float) (random.nextGaussian() * draw.deviation));
              }
            });
    return bytes;
  }

  /** SplitMix64's finalizer: neighbouring seeds of {@link Random} start with like values. */
  private static long mixed(long seed) {
    long z = seed + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
