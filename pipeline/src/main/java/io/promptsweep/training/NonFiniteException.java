package io.promptsweep.training;

/** A cell's loss or gradient stopped being a number. The message is the cell's cause of failure. */
final class NonFiniteException extends RuntimeException {
  NonFiniteException(String message) {
    super(message);
  }
}
