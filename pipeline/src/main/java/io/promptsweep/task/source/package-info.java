/**
 * Readers of official task files: from GLUE's TSV, SuperGLUE's JSON lines or Hugging Face's Parquet
 * to {@link io.promptsweep.task.source.Row}s, the columns of which have the same names whatever the
 * layout. Each problem names file and line.
 */
package io.promptsweep.task.source;
