package io.promptsweep.method;

/**
 * The sizes a method's parameters depend on.
 *
 * @param width model width {@code d}
 * @param maxLength longest input in tokens, prompt not counted
 */
public record ModelShape(int width, int maxLength) {}
