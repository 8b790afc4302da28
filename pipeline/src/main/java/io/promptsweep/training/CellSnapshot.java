package io.promptsweep.training;

import io.promptsweep.training.optimizer.OptimizerState;
import java.util.List;
import java.util.Map;

/**
 * Where a cell stood at the end of an epoch: with its configuration and data, all that it needs to
 * go on and end with the same numbers. Dropout masks and the order of examples come from the seed
 * and these counters, so no generator's state is part of it.
 *
 * @param cellId whose it is
 * @param step steps taken
 * @param passes how often the examples have been shuffled
 * @param next place of the next example in the current order
 * @param epochs the finished epochs, in order
 * @param bestEpoch number of the one with the largest score
 * @param bestDistinctPredictions how many different texts it predicted
 * @param parameters the trainable parameters, flat, by name
 * @param bestParameters those of the best epoch
 * @param optimizer what the optimizer remembers
 */
public record CellSnapshot(
    String cellId,
    long step,
    int passes,
    int next,
    List<EpochMetrics> epochs,
    int bestEpoch,
    int bestDistinctPredictions,
    Map<String, float[]> parameters,
    Map<String, float[]> bestParameters,
    OptimizerState optimizer) {}
