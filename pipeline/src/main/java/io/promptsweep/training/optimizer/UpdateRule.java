package io.promptsweep.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** The formula of an optimizer for one parameter. */
sealed interface UpdateRule permits AdamWRule, AdafactorRule {

  /**
   * What it remembers of a parameter of shape {@code parameter}, by name; 0 before the first step.
   */
  Map<String, Shape> memory(Shape parameter);

  /**
   * Changes {@code value} and {@code memory} in place; leaves {@code gradient} alone.
   *
   * @param decays whether weight decay applies
   */
  void update(
      NDArray value, NDArray gradient, Map<String, NDArray> memory, boolean decays, Moment moment);

  static UpdateRule of(OptimizerSettings settings) {
    if (settings instanceof OptimizerSettings.AdamW adamW) {
      return new AdamWRule(adamW);
    }
    return new AdafactorRule((OptimizerSettings.Adafactor) settings);
  }

  /**
   * Where in training an update happens.
   *
   * @param step counted from 1
   * @param learningRate of this step
   * @param host makes scalars. On the CPU wherever the parameter is: libtorch then hands a scalar
   *     to a GPU with the operation, instead of copying it there first
   */
  record Moment(long step, double learningRate, NDManager host) {
    NDArray scalar(double value) {
      return host.create(value);
    }
  }
}
