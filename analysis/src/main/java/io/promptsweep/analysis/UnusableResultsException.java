package io.promptsweep.analysis;

/**
 * An output folder or a query that cannot be used; the message is one sentence for the user, shown
 * without a stack trace.
 */
public final class UnusableResultsException extends RuntimeException {
  public UnusableResultsException(String message) {
    super(message);
  }

  public UnusableResultsException(String message, Throwable cause) {
    super(message, cause);
  }
}
