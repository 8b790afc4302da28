/**
 * What can be said about methods from few seeds: intervals, tests, ranks and the seeds that are
 * missing. Plain numbers in, records out; the same input gives the same numbers on every machine.
 *
 * <p>Scores are in any unit and larger is better; intervals and differences are in the unit of the
 * scores, p values and probabilities between 0 and 1. What cannot be said from so few values is an
 * empty result; numbers that are no scores (NaN, infinite) or do not belong together are an {@link
 * java.lang.IllegalArgumentException}. Golden values are SciPy's; docs/statistics.md says which
 * question each class answers.
 */
package io.promptsweep.analysis.statistics;
