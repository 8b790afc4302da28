package io.promptsweep.schedule;

import java.io.Serializable;

/**
 * How far a cell is, as its executor tells the driver once a second.
 *
 * @param cellId the cell
 * @param device what it trains on
 * @param step steps taken
 * @param totalSteps steps to take; 0 until training has begun
 * @param epochs finished epochs
 * @param score of the last one; NaN before
 * @param examplesPerSecond in the last one; NaN before
 * @param memoryBytes in use on the device; resident memory of the process for a CPU
 * @param beats grows with every sign of life: a step, a batch of evaluation
 */
public record CellProgress(
    String cellId,
    String device,
    long step,
    long totalSteps,
    int epochs,
    double score,
    double examplesPerSecond,
    long memoryBytes,
    long beats)
    implements Serializable {}
