package io.promptsweep.method;

import ai.djl.ndarray.types.Shape;
import java.util.OptionalDouble;

/**
 * One trainable tensor of a method.
 *
 * @param name unique within the method, such as {@code down.weight}
 * @param shape its shape
 * @param weightDecay whether the optimizer's weight decay applies to it
 * @param learningRate its own learning rate, where the method's settings give one; otherwise the
 *     cell's
 */
public record ParameterSpec(
    String name, Shape shape, boolean weightDecay, OptionalDouble learningRate) {

  public static ParameterSpec of(String name, long... shape) {
    return new ParameterSpec(name, new Shape(shape), true, OptionalDouble.empty());
  }

  public ParameterSpec withoutWeightDecay() {
    return new ParameterSpec(name, shape, false, learningRate);
  }

  public ParameterSpec withLearningRate(OptionalDouble rate) {
    return new ParameterSpec(name, shape, weightDecay, rate);
  }

  /** Number of trained values. */
  public long size() {
    return shape.size();
  }
}
