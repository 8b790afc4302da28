/**
 * The papers' numbers as data: every number that could be read, as printed, with keys that match
 * the names of methods, tasks and metrics in the result tables; and how each paper averages.
 *
 * <p>The numbers are resources, {@code papers/PAPER.csv}; {@code docs/tables.md} explains their
 * columns.
 */
package io.promptsweep.analysis.papers;
