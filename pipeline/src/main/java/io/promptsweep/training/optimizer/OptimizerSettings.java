package io.promptsweep.training.optimizer;

import java.io.Serializable;

/** Which optimizer, with its settings. The learning rate comes from the cell and its schedule. */
public sealed interface OptimizerSettings extends Serializable {

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter, 1711.05101).
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the denominator
   * @param weightDecay applied to parameters that take decay, times the learning rate
   * @param formula whose order of operations it has
   */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay, Formula formula)
      implements OptimizerSettings {

    /** Two libraries compute AdamW differently; see {@link AdamWRule}. */
    public enum Formula {
      /** PyTorch: epsilon beside the corrected root, decay before the update. */
      PYTORCH,
      /** Transformers up to 4: epsilon beside the uncorrected root, decay after the update. */
      TRANSFORMERS
    }

    /** PyTorch's formula. */
    public AdamW(double beta1, double beta2, double epsilon, double weightDecay) {
      this(beta1, beta2, epsilon, weightDecay, Formula.PYTORCH);
    }

    public AdamW {
      unit("beta1", beta1);
      unit("beta2", beta2);
      notNegative("epsilon", epsilon);
      notNegative("weight-decay", weightDecay);
    }

    /** PyTorch's. */
    public static AdamW defaults() {
      return new AdamW(0.9, 0.999, 1e-8, 0.01);
    }
  }

  /**
   * Adafactor (Shazeer and Stern, 1804.04235) with the switches of Hugging Face's implementation.
   *
   * @param epsilonSquare added to squared gradients
   * @param epsilonScale lower bound of the parameter scale
   * @param clipThreshold largest root mean square of an update
   * @param decayRate exponent of the second moment's decay, negative ({@code -0.8})
   * @param beta1 decay of the first moment; 0 keeps none
   * @param weightDecay applied to parameters that take decay, times the learning rate
   * @param scaleParameter multiply the learning rate by the parameter's root mean square
   * @param relativeStep ignore the learning rate and use {@code min(1e-2, 1/sqrt(step))}
   * @param warmupInit with {@code relativeStep}: start from {@code 1e-6 * step}
   * @param factored whether the second moment of a matrix is kept as the means of its rows and
   *     columns; otherwise each value has its own, as small matrices have in flax's implementation
   */
  record Adafactor(
      double epsilonSquare,
      double epsilonScale,
      double clipThreshold,
      double decayRate,
      double beta1,
      double weightDecay,
      boolean scaleParameter,
      boolean relativeStep,
      boolean warmupInit,
      boolean factored)
      implements OptimizerSettings {
    public Adafactor {
      notNegative("epsilon-square", epsilonSquare);
      notNegative("epsilon-scale", epsilonScale);
      if (!(clipThreshold > 0)) {
        throw new IllegalArgumentException(
            "clip-threshold is " + clipThreshold + "; it must be above 0");
      }
      unit("beta1", beta1);
      notNegative("weight-decay", weightDecay);
      if (!(decayRate < 0)) {
        throw new IllegalArgumentException("decay-rate is " + decayRate + "; it must be negative");
      }
      if (warmupInit && !relativeStep) {
        throw new IllegalArgumentException("warmup-init has no effect without relative-step");
      }
    }

    /** With a factored second moment. */
    public Adafactor(
        double epsilonSquare,
        double epsilonScale,
        double clipThreshold,
        double decayRate,
        double beta1,
        double weightDecay,
        boolean scaleParameter,
        boolean relativeStep,
        boolean warmupInit) {
      this(
          epsilonSquare,
          epsilonScale,
          clipThreshold,
          decayRate,
          beta1,
          weightDecay,
          scaleParameter,
          relativeStep,
          warmupInit,
          true);
    }

    /** Hugging Face's. */
    public static Adafactor defaults() {
      return new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, true, true, false);
    }
  }

  private static void unit(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(key + " is " + value + "; it must be in [0, 1)");
    }
  }

  private static void notNegative(String key, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(key + " is " + value + "; it must not be negative");
    }
  }
}
