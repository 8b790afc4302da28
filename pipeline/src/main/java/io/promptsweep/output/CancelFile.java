package io.promptsweep.output;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code OUT/_cancel}: asks the run that writes {@code OUT} to end. */
public final class CancelFile {
  private CancelFile() {}

  /** Asks. */
  public static void write(Path out) {
    try {
      Files.writeString(file(out), "");
    } catch (IOException e) {
      throw new InvalidInputException(
          file(out) + " cannot be written: " + e.getMessage() + "; make the folder writable.", e);
    }
  }

  public static boolean exists(Path out) {
    return Files.exists(file(out));
  }

  /** Takes the question back, which is then answered. */
  public static void delete(Path out) {
    try {
      Files.deleteIfExists(file(out));
    } catch (IOException e) {
      throw new InvalidInputException(
          file(out) + " cannot be removed: " + e.getMessage() + "; remove it.", e);
    }
  }

  private static Path file(Path out) {
    return out.resolve("_cancel");
  }
}
