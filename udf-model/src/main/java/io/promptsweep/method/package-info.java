/**
 * The prompt methods: one class each, registered by name through {@code ServiceLoader}.
 *
 * <p>A method owns everything about itself: its settings with its paper's defaults, its trainable
 * parameters, their initial values, and the soft prompt they make. Nobody outside this package asks
 * which method it has. Letters in shapes: {@code n} prompt tokens, {@code d} model width, {@code T}
 * input tokens of a batch laid out flat, without padding.
 */
package io.promptsweep.method;
