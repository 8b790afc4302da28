package io.promptsweep.training.optimizer;

import java.io.Serializable;

/** How the learning rate changes over a cell's steps. */
public sealed interface ScheduleSettings extends Serializable {

  /** The same factor at every step. */
  record Constant() implements ScheduleSettings {}

  /**
   * Linear warm-up from 0, then linear decay to 0 at the last step (Hugging Face's {@code
   * get_linear_schedule_with_warmup}).
   *
   * @param warmupSteps steps of warm-up; or, below 1, the share of all steps ({@code 0.1})
   * @param rounding how that share becomes whole steps; {@code UP} where there is no share
   */
  record Linear(double warmupSteps, Rounding rounding) implements ScheduleSettings {

    /** Rounding of a share of steps. */
    public enum Rounding {
      /** To the next whole step, as Hugging Face's {@code TrainingArguments} do. */
      UP,
      /** To the last whole step, as DPT's code does. */
      DOWN
    }

    /** A share is rounded up. */
    public Linear(double warmupSteps) {
      this(warmupSteps, Rounding.UP);
    }

    /** Whether {@code warmupSteps} is a share of all steps, so that it has to be rounded. */
    public static boolean isShare(double warmupSteps) {
      return warmupSteps > 0 && warmupSteps < 1;
    }

    public Linear {
      if (!(warmupSteps >= 0)) {
        throw new IllegalArgumentException(
            "warmup-steps is " + warmupSteps + "; it must not be negative");
      }
      if (warmupSteps >= 1 && warmupSteps != Math.rint(warmupSteps)) {
        throw new IllegalArgumentException(
            "warmup-steps is "
                + warmupSteps
                + "; it must be a whole number, or below 1 a share of all steps");
      }
      rounding = isShare(warmupSteps) ? rounding : Rounding.UP;
    }
  }
}
