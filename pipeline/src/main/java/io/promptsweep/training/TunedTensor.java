package io.promptsweep.training;

import java.io.Serializable;

/**
 * A tensor of what a cell learned.
 *
 * @param shape its shape
 * @param values row-major
 */
public record TunedTensor(long[] shape, float[] values) implements Serializable {}
