/**
 * Runs a prepared sweep: hands the cells that an output folder lacks to the scheduler, and commits
 * what comes back. Nothing is computed here.
 */
package io.promptsweep.run;
