/**
 * Pre-training of a small T5 from scratch: a chain of full fine-tuning cells, each a sweep of one
 * cell with its own data, tables and configuration, which begins with a random backbone.
 */
package io.promptsweep.pretrain;
