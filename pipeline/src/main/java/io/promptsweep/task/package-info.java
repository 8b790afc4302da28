/**
 * Tasks: what a model reads, what it should answer, and how an answer is scored.
 *
 * <p>A task is a HOCON file, never a class: {@link io.promptsweep.task.TaskLibrary} loads the
 * files, {@link io.promptsweep.task.TaskDefinition#read} turns official data into {@link
 * io.promptsweep.task.TaskData}. Everything here is pure but for reading files; nothing here knows
 * a tokenizer, a model, a sweep or Spark.
 */
package io.promptsweep.task;
