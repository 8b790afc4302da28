package io.promptsweep.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether people watch: a live line is written over only on a terminal. */
final class Terminal {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Whether standard error is a terminal; false where the system cannot tell. */
  static boolean showsStandardError() {
    return shows(STANDARD_ERROR);
  }

  /** Whether standard output is a terminal; false where the system cannot tell. */
  static boolean showsStandardOutput() {
    return shows(STANDARD_OUTPUT);
  }

  private static boolean shows(Path stream) {
    try {
      String target = Files.readSymbolicLink(stream).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
