/**
 * A frozen T5: its sizes, its weights in the layout that the program takes, the TorchScript program
 * that computes, and {@link io.promptsweep.backbone.Backbone}, which turns rows of ids into encoder
 * states, losses and text.
 *
 * <p>Letters in shapes: {@code d} model width, {@code V} vocabulary, {@code T} tokens of a batch
 * laid out flat, {@code R} rows (inputs) of a batch, {@code L} tokens of the longest row of a
 * group.
 */
package io.promptsweep.backbone;
