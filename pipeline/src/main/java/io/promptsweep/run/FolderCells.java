package io.promptsweep.run;

/**
 * The cells of the whole folder that a run writes into, which may have been run with other
 * configurations before.
 *
 * @param sweepId the folder's sweep
 * @param cells of every configuration
 * @param before of those, finished before the run and not to be tried again by it
 */
record FolderCells(String sweepId, int cells, int before) {}
