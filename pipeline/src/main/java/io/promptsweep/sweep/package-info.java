/**
 * From a configuration file to the cells of a sweep: {@code SweepConfig} (checked as a whole),
 * {@code Grid}, {@code Cell} and the digests that name them. Pure values: nothing here reads data
 * or weights, trains, or knows of Spark.
 */
package io.promptsweep.sweep;
