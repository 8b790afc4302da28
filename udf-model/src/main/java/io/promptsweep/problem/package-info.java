/** What goes wrong because of what the user gave: one sentence with place, value and remedy. */
package io.promptsweep.problem;
