package io.promptsweep.analysis;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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

  /** What is wrong with a file, in words; some of Java's exceptions have its name alone. */
  public static String problem(IOException e) {
    return e instanceof FileSystemException file && file.getFile() != null
        ? ofFile(file)
        : String.valueOf(e.getMessage());
  }

  private static String ofFile(FileSystemException e) {
    String what;
    if (e instanceof AccessDeniedException) {
      what = "no permission";
    } else if (e instanceof NoSuchFileException) {
      what = "it is not there";
    } else if (e instanceof FileAlreadyExistsException) {
      what = "a file of that name is in the way";
    } else if (e instanceof NotDirectoryException) {
      what = "it is not a folder";
    } else {
      what = e.getReason() == null ? "it cannot be used" : e.getReason();
    }
    return e.getFile() + ": " + what;
  }
}
