package io.promptsweep.training;

import java.util.OptionalLong;

/**
 * How one cell trains, whatever its method and task.
 *
 * @param epochs passes over the training set
 * @param maxSteps ends training early after so many steps, inside an epoch if need be
 * @param batchSize training examples a step
 * @param evalBatchSize examples a forward pass of evaluation
 * @param optimizer the optimizer
 * @param schedule the learning rate's schedule
 * @param gradientClip largest norm of a cell's whole gradient; 0 leaves it alone
 * @param decoding how predictions are made
 * @param maxInputTokens longest input, its end token included, the prompt not
 * @param maxTargetTokens longest target, its end token included
 */
public record TrainingSettings(
    int epochs,
    OptionalLong maxSteps,
    int batchSize,
    int evalBatchSize,
    OptimizerSettings optimizer,
    ScheduleSettings schedule,
    double gradientClip,
    Decoding decoding,
    int maxInputTokens,
    int maxTargetTokens) {

  /** How predictions are made from a trained cell. */
  public enum Decoding {
    /** Greedy generation; the text is the prediction, as in the papers. */
    GREEDY,
    /** The label word with the largest summed log-likelihood. */
    SCORE
  }
}
