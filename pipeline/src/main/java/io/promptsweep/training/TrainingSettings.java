package io.promptsweep.training;

import io.promptsweep.training.optimizer.OptimizerSettings;
import io.promptsweep.training.optimizer.ScheduleSettings;
import java.util.OptionalLong;

/**
 * How one cell trains, whatever its method and task.
 *
 * @param epochs passes over the training set, {@link #UNBOUNDED} where steps alone end training
 * @param maxSteps ends training early after so many steps, inside an epoch if need be
 * @param evalEverySteps evaluates each so many steps and at the last, instead of after each pass
 * @param batchSize training examples a step
 * @param evalBatchSize examples a forward pass of evaluation
 * @param optimizer the optimizer
 * @param schedule the learning rate's schedule
 * @param gradientClip largest norm of a cell's whole gradient; 0 leaves it alone
 * @param zLoss weight of the squared logarithm of each target token's softmax denominator, which is
 *     added to the loss that gradients are taken of (T5X, {@code cross_entropy_with_logits})
 * @param decoding how predictions are made
 * @param maxInputTokens longest input, its end token included, the prompt not
 * @param maxTargetTokens longest target, its end token included
 * @param shuffle when the order of the training examples is drawn
 */
public record TrainingSettings(
    int epochs,
    OptionalLong maxSteps,
    OptionalLong evalEverySteps,
    int batchSize,
    int evalBatchSize,
    OptimizerSettings optimizer,
    ScheduleSettings schedule,
    double gradientClip,
    double zLoss,
    Decoding decoding,
    int maxInputTokens,
    int maxTargetTokens,
    Shuffle shuffle) {
  /** More passes than anybody waits for. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** With another order of examples in each epoch. */
  public TrainingSettings(
      int epochs,
      OptionalLong maxSteps,
      OptionalLong evalEverySteps,
      int batchSize,
      int evalBatchSize,
      OptimizerSettings optimizer,
      ScheduleSettings schedule,
      double gradientClip,
      double zLoss,
      Decoding decoding,
      int maxInputTokens,
      int maxTargetTokens) {
    this(
        epochs,
        maxSteps,
        evalEverySteps,
        batchSize,
        evalBatchSize,
        optimizer,
        schedule,
        gradientClip,
        zLoss,
        decoding,
        maxInputTokens,
        maxTargetTokens,
        Shuffle.EACH_EPOCH);
  }

  public TrainingSettings {
    if (!(zLoss >= 0 && Double.isFinite(zLoss))) {
      throw new IllegalArgumentException("z-loss is " + zLoss + "; it must not be negative");
    }
    if (epochs == UNBOUNDED && maxSteps.isEmpty()) {
      throw new IllegalArgumentException("epochs are off; max-steps must say when training ends");
    }
  }

  /** When the order of the training examples is drawn. */
  public enum Shuffle {
    /** Anew for each epoch, from the cell's seed. */
    EACH_EPOCH,
    /** One order for every epoch and every seed, as Residual PT's code has it. */
    ONCE
  }

  /** How predictions are made from a trained cell. */
  public enum Decoding {
    /** Greedy generation; the text is the prediction, as in the papers. */
    GREEDY,
    /** The label word with the largest summed log-likelihood. */
    SCORE
  }
}
