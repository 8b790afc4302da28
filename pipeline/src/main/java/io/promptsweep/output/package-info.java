/**
 * The files of an output folder beside its tables: status, events, requests, configuration,
 * prompts.
 */
package io.promptsweep.output;
