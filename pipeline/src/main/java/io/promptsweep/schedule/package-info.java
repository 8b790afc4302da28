/**
 * Places training on Spark: one Spark job a unit of work, a bounded number in flight, outcomes
 * handed to the driver as they come. The only package that submits Spark jobs.
 */
package io.promptsweep.schedule;
