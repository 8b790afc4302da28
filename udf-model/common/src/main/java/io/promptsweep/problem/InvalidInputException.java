package io.promptsweep.problem;

/**
 * Something the user gave cannot be used: a file, a key, a value, a data row.
 *
 * <p>The message is one sentence for the user: the place (file and line, or file and key), what was
 * found, what was expected, and the remedy where one is known. It is shown without a stack trace.
 */
public final class InvalidInputException extends RuntimeException {
  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
