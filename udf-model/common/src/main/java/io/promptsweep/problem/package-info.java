/**
 * What goes wrong because of what the user gave: one sentence with place, value and remedy, and
 * what such sentences are made of.
 */
package io.promptsweep.problem;
