/** Whether a cell that was run again gave the numbers that the tables hold. */
package io.promptsweep.analysis.replay;
