package io.promptsweep.training;

import io.promptsweep.method.BoundMethod;
import io.promptsweep.training.data.TokenizedTask;

/**
 * One cell as the trainer sees it.
 *
 * @param cellId names the cell in outcomes
 * @param method the prompt method with its settings
 * @param task the examples
 * @param settings how it trains
 * @param seed of initial values, order of examples and dropout masks
 * @param learningRate the peak learning rate
 * @param dropout whether the frozen backbone drops out in training
 */
public record CellJob(
    String cellId,
    BoundMethod method,
    TokenizedTask task,
    TrainingSettings settings,
    long seed,
    double learningRate,
    boolean dropout) {}
