package io.promptsweep.training.optimizer;

import ai.djl.ndarray.NDArray;
import io.promptsweep.method.ParameterSpec;

/**
 * One parameter of a cell and its value, which the optimizer changes in place.
 *
 * @param spec what the method says of it
 * @param value fp32, of the shape in {@code spec}; may require a gradient
 */
public record Trainable(ParameterSpec spec, NDArray value) {
  public Trainable {
    if (!value.getShape().equals(spec.shape())) {
      throw new IllegalArgumentException(
          spec.name() + " has shape " + value.getShape() + "; it must have " + spec.shape());
    }
  }
}
