/** Methods against each other: the scores that were selected, and tests over tasks and seeds. */
package io.promptsweep.analysis.report.ranking;
