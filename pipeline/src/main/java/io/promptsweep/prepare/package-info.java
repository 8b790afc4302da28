/**
 * From a configuration to cells that can train: finds backbone and data, reads and tokenizes tasks,
 * names cells by their content, and says whether a folder's sweep may be extended by them.
 */
package io.promptsweep.prepare;
