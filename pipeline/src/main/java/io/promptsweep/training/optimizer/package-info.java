/** Optimizers, learning rate schedules and the clipping of gradients; no backbone, no data. */
package io.promptsweep.training.optimizer;
