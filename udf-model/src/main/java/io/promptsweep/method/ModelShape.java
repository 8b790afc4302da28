package io.promptsweep.method;

import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.T5Config;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes a method's parameters depend on.
 *
 * @param width model width {@code d}
 * @param maxLength longest input in tokens, prompt not counted
 * @param weights shape of every weight of the backbone by its Hugging Face name, in checkpoint
 *     order
 */
public record ModelShape(int width, int maxLength, Map<String, Shape> weights) {
  public ModelShape {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** The sizes of a backbone. */
  public static ModelShape of(T5Config config, int maxLength) {
    Map<String, Shape> weights = new LinkedHashMap<>();
    config.weightShapes().forEach((name, shape) -> weights.put(name, new Shape(shape)));
    return new ModelShape(config.dModel(), maxLength, weights);
  }
}
