package io.promptsweep.run;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.tables.SweepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code OUT/sweep.conf}: the configuration of the last run, one file that gives the same sweep
 * from any folder.
 */
public final class StoredConfiguration {
  private StoredConfiguration() {}

  /**
   * The file.
   *
   * @throws InvalidInputException if {@code out} is no sweep's folder, or has none
   */
  public static Path file(Path out) {
    SweepRecord.of(out);
    Path file = out.resolve("sweep.conf");
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          file + " is not there; give the configuration itself to promptsweep run.");
    }
    return file;
  }

  static void write(Path out, SweepConfig config) {
    Path file = out.resolve("sweep.conf");
    Path partial = out.resolve(".sweep.conf.tmp");
    try {
      Files.writeString(
          partial,
          "# The configuration of this folder's last run; promptsweep retry reads it.\n"
              + config.source());
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " cannot be written: " + e.getMessage() + "; free space or name another --out.",
          e);
    }
  }
}
