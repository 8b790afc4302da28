package io.promptsweep.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW.Formula;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW (Loshchilov and Hutter, 1711.05101, algorithm 2) as PyTorch computes it, all tensors of the
 * parameter's shape:
 *
 * <pre>
 * p -= rate * decay * p
 * m += (1 - beta1) (g - m)
 * v  = beta2 v + (1 - beta2) g^2
 * p -= rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * <p>and as Transformers' own class did up to version 4, where epsilon weighs more in early steps
 * and decay sees the updated parameter:
 *
 * <pre>
 * p -= rate sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
 * p -= rate * decay * p
 * </pre>
 */
record AdamWRule(OptimizerSettings.AdamW settings) implements UpdateRule {

  @Override
  public Map<String, Shape> memory(Shape parameter) {
    Map<String, Shape> memory = new LinkedHashMap<>();
    memory.put("first-moment", parameter);
    memory.put("second-moment", parameter);
    return memory;
  }

  @Override
  public void update(
      NDArray value, NDArray gradient, Map<String, NDArray> memory, boolean decays, Moment moment) {
    double rate = moment.learningRate();
    boolean asPyTorch = settings.formula() == Formula.PYTORCH;
    if (asPyTorch) {
      decay(value, decays, moment);
    }
    NDArray first = memory.get("first-moment");
    first.addi(gradient.sub(first).muli(moment.scalar(1 - settings.beta1())));
    NDArray second = memory.get("second-moment");
    second
        .muli(moment.scalar(settings.beta2()))
        .addi(gradient.square().muli(moment.scalar(1 - settings.beta2())));

    // Numerator and denominator times sqrt(1 - beta2^t): one operation on a whole tensor less.
    double firstCorrection = 1 - Math.pow(settings.beta1(), (double) moment.step());
    double secondCorrection = Math.sqrt(1 - Math.pow(settings.beta2(), (double) moment.step()));
    double epsilon = settings.epsilon() * (asPyTorch ? secondCorrection : 1);
    NDArray denominator = second.sqrt().addi(moment.scalar(epsilon));
    value.subi(
        first.div(denominator).muli(moment.scalar(rate * secondCorrection / firstCorrection)));
    if (!asPyTorch) {
      decay(value, decays, moment);
    }
  }

  private void decay(NDArray value, boolean decays, Moment moment) {
    if (decays && settings.weightDecay() > 0) {
      value.muli(moment.scalar(1 - moment.learningRate() * settings.weightDecay()));
    }
  }
}
