package io.promptsweep.sweep;

/**
 * How a sweep runs; nothing here changes a result.
 *
 * @param parallelCells cells in training at once in one JVM; 0 means as many as there are cores
 * @param threadsPerCell threads that one cell's tensor operations may use
 */
public record RunSettings(int parallelCells, int threadsPerCell) {}
