package io.promptsweep.training;

import java.io.Serializable;
import java.util.Map;

/**
 * What one epoch of a cell did and scored.
 *
 * @param epoch from 1
 * @param step training steps so far
 * @param trainLoss mean of the steps' losses in this epoch
 * @param evalLoss mean token loss on the validation split
 * @param score the task's score on the validation split
 * @param metrics every metric on the validation split, by name
 * @param learningRate of the epoch's last step
 * @param gradientNorm mean norm of the steps' gradients, before clipping
 * @param examplesPerSecond training examples a second; of the whole pack where cells share one
 * @param peakMemoryBytes largest resident memory of the process so far
 * @param wallSeconds training and evaluation of this epoch
 */
public record EpochMetrics(
    int epoch,
    long step,
    double trainLoss,
    double evalLoss,
    double score,
    Map<String, Double> metrics,
    double learningRate,
    double gradientNorm,
    double examplesPerSecond,
    long peakMemoryBytes,
    double wallSeconds)
    implements Serializable {}
