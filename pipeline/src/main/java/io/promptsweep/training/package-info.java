/**
 * One training job: a list of cells that share a backbone, trained as one batch, each with its own
 * prompt, optimizer, schedule, order of data and metrics. Knows nothing of configurations, Spark or
 * tables.
 */
package io.promptsweep.training;
