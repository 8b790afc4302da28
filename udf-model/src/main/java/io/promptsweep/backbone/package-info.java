/**
 * From a Hugging Face T5 directory to encoder states, losses and text: configuration, weights in
 * every format that checkpoints come in, tokenizer, and the TorchScript program that computes.
 *
 * <p>Letters in shapes: {@code d} model width, {@code V} vocabulary, {@code T} tokens of a batch
 * laid out flat, {@code R} rows (inputs) of a batch, {@code L} tokens of the longest row of a
 * group.
 */
package io.promptsweep.backbone;
