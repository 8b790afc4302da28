/** Snapshots of cells as files on any file system that Hadoop knows. */
package io.promptsweep.checkpoint;
