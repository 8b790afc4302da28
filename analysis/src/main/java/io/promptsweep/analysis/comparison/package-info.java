/**
 * A sweep's results beside a paper's printed numbers, with a verdict each. What keeps two numbers
 * from being compared is computed from the configurations of both sides.
 */
package io.promptsweep.analysis.comparison;
