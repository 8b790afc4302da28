/**
 * A sweep from its configuration to its tables: finds backbone and data, names the cells, and lets
 * the scheduler train those that are missing. Nothing is computed here.
 */
package io.promptsweep.run;
