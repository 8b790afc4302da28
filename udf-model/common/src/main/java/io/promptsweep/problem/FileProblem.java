package io.promptsweep.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What is wrong with a file, in words: the messages of some of Java's exceptions are a file's name
 * alone.
 */
public final class FileProblem {
  private FileProblem() {}

  /** Such as {@code /out/x: no permission}; without a full stop. */
  public static String of(IOException e) {
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
