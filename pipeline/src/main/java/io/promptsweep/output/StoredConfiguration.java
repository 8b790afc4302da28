package io.promptsweep.output;

import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.tables.RunConfiguration;
import io.promptsweep.tables.SweepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code OUT/sweep.conf}: the configuration of the last run, one file that gives the same sweep
 * from any folder; and {@code OUT/_configurations/ID.conf}, likewise each that the folder was run
 * with.
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

  /**
   * The files of all configurations that {@code out} was run with, the last run's first.
   *
   * @throws InvalidInputException if {@code out} is no sweep's folder, or has none
   */
  public static List<Path> files(Path out) {
    List<Path> files = new ArrayList<>();
    files.add(file(out));
    List<RunConfiguration> configurations = SweepRecord.of(out).configurations();
    for (int i = configurations.size() - 1; i >= 0; i--) {
      Path file = file(out, configurations.get(i).id());
      if (Files.exists(file)) {
        files.add(file);
      }
    }
    return files;
  }

  /** The file of the configuration of this id; of one that an older version ran there is none. */
  public static Path file(Path out, String configurationId) {
    return out.resolve("_configurations").resolve(configurationId + ".conf");
  }

  /** Writes the configuration of a run. */
  public static void write(Path out, PreparedSweep sweep, String sweepId) {
    Path last = out.resolve("sweep.conf");
    Path first = file(out, sweepId);
    try {
      Files.createDirectories(first.getParent());
      if (!Files.exists(first) && Files.exists(last)) {
        Files.copy(last, first); // an older version kept only that one
      }
    } catch (IOException e) {
      throw cannotWrite(first, e);
    }
    write(
        last,
        "# The configuration of this folder's last run; promptsweep retry reads it.\n",
        sweep.config());
    write(
        file(out, sweep.sweepId()),
        "# A configuration that this folder was run with.\n",
        sweep.config());
  }

  private static void write(Path file, String comment, SweepConfig config) {
    Path partial = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      Files.writeString(partial, comment + config.source());
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static InvalidInputException cannotWrite(Path file, IOException e) {
    return new InvalidInputException(
        file + " cannot be written: " + e.getMessage() + "; free space or name another --out.", e);
  }
}
