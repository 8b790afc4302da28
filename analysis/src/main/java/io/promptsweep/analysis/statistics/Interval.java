package io.promptsweep.analysis.statistics;

/**
 * An estimate with its confidence interval, in the unit of what is estimated.
 *
 * @param level the confidence, such as 0.95
 */
public record Interval(double estimate, double low, double high, double level) {}
