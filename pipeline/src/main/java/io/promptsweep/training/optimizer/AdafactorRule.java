package io.promptsweep.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adafactor (Shazeer and Stern, 1804.04235, algorithms 4 and 5) as Hugging Face's {@code Adafactor}
 * computes it:
 *
 * <pre>
 * rate = learning rate, or min(1e-2, 1/sqrt(t)) with relative-step (1e-6 t for 1e-2 in its warm-up)
 * rate *= max(epsilon-scale, rms(p))                       with scale-parameter
 * b = 1 - t^decay-rate
 * v = b v + (1 - b) (g^2 + epsilon-square)                 one axis, or not factored: whole; else its
 *                                                          means over the last axis (rows) and the
 *                                                          one before
 * u = g / sqrt(v)                                          else v = rows columns / mean(rows)
 * u = rate * u / max(1, rms(u) / clip-threshold)
 * u = m = beta1 m + (1 - beta1) u                          with beta1 above 0
 * p -= rate * decay * p
 * p -= u
 * </pre>
 */
record AdafactorRule(OptimizerSettings.Adafactor settings) implements UpdateRule {

  @Override
  public Map<String, Shape> memory(Shape parameter) {
    Map<String, Shape> memory = new LinkedHashMap<>();
    int axes = parameter.dimension();
    if (axes >= 2 && settings.factored()) {
      memory.put("row-second-moment", parameter.slice(0, axes - 1));
      memory.put(
          "column-second-moment", parameter.slice(0, axes - 2).addAll(parameter.slice(axes - 1)));
    } else {
      memory.put("second-moment", parameter);
    }
    if (settings.beta1() > 0) {
      memory.put("first-moment", parameter);
    }
    return memory;
  }

  @Override
  public void update(
      NDArray value, NDArray gradient, Map<String, NDArray> memory, boolean decays, Moment moment) {
    NDArray rate = rate(value, moment);
    NDArray update = overRoot(gradient, memory, moment);
    NDArray excess = rootMeanSquare(update, moment).divi(moment.scalar(settings.clipThreshold()));
    update.divi(excess.maximum(moment.scalar(1))).muli(rate);
    NDArray first = memory.get("first-moment");
    if (first != null) {
      update.muli(moment.scalar(1 - settings.beta1()));
      first.muli(moment.scalar(settings.beta1())).addi(update);
      update = first;
    }
    if (decays && settings.weightDecay() > 0) {
      value.subi(value.mul(rate.mul(moment.scalar(settings.weightDecay()))));
    }
    value.subi(update);
  }

  /** The step's learning rate, a scalar. */
  private NDArray rate(NDArray value, Moment moment) {
    double rate = moment.learningRate();
    if (settings.relativeStep()) {
      double most = settings.warmupInit() ? 1e-6 * moment.step() : 1e-2;
      rate = Math.min(most, 1 / Math.sqrt((double) moment.step()));
    }
    if (!settings.scaleParameter()) {
      return moment.scalar(rate);
    }
    // Stays on the parameter's device: reading it here would wait for the GPU.
    return rootMeanSquare(value, moment)
        .maximum(moment.scalar(settings.epsilonScale()))
        .muli(moment.scalar(rate));
  }

  /** The gradient over the root of the second moment, which this brings up to date. */
  private NDArray overRoot(NDArray gradient, Map<String, NDArray> memory, Moment moment) {
    double kept = 1 - Math.pow((double) moment.step(), settings.decayRate());
    NDArray square = gradient.square().addi(moment.scalar(settings.epsilonSquare()));
    int last = gradient.getShape().dimension() - 1;
    NDArray whole = memory.get("second-moment");
    if (whole != null) {
      return gradient.div(average(whole, square, kept, moment).sqrt());
    }
    NDArray rows = // [..., r]
        average(memory.get("row-second-moment"), mean(square, last), kept, moment);
    NDArray columns = // [..., c]
        average(memory.get("column-second-moment"), mean(square, last - 1), kept, moment);
    NDArray share = rows.div(rows.mean(new int[] {last - 1}, true)).sqrt();
    // The roots one after the other: their product may be too small for fp32.
    return gradient.div(share.expandDims(last)).divi(columns.sqrt().expandDims(last - 1));
  }

  private static NDArray mean(NDArray array, int axis) {
    return array.mean(new int[] {axis}, false);
  }

  private static NDArray average(NDArray memory, NDArray now, double kept, Moment moment) {
    return memory.muli(moment.scalar(kept)).addi(now.mul(moment.scalar(1 - kept)));
  }

  private static NDArray rootMeanSquare(NDArray array, Moment moment) {
    return array.norm().divi(moment.scalar(Math.sqrt((double) array.size())));
  }
}
