package io.promptsweep.submit;

import io.promptsweep.analysis.MadeUp;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.tables.SweepRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a sweep of made-up rows is told from one that trains: by protocol, ids and folder. */
final class MadeUpSweep {
  /** The setting that goes with such a sweep, into its {@code sweep.json} and each of its rows. */
  static final String SETTING = "protocol=" + MadeUp.PROTOCOL;

  private static final String PREFIX = "made-up-";

  private MadeUpSweep() {}

  /** The sweep under ids that no sweep that trains has. */
  static PreparedSweep of(PreparedSweep sweep) {
    return new PreparedSweep(
        sweep.config(),
        PREFIX + sweep.sweepId(),
        sweep.backboneDir(),
        sweep.backbone(),
        sweep.backboneDigest(),
        sweep.source(),
        sweep.cells().stream()
            .map(
                named ->
                    new PreparedSweep.NamedCell(PREFIX + named.id(), named.cell(), named.task()))
            .toList());
  }

  /**
   * Does nothing for a folder without anything in it.
   *
   * @throws InvalidInputException for any other
   */
  static void checkNew(Path out) throws IOException {
    if (!Files.isDirectory(out)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out)) {
      if (files.iterator().hasNext()) {
        throw new InvalidInputException(
            "--out "
                + out
                + " is not empty, and made-up rows must not come among results; name a new"
                + " folder.");
      }
    }
  }

  /**
   * Does nothing for a sweep and a folder of results.
   *
   * @throws InvalidInputException if either is of made-up rows
   */
  static void refuse(SweepConfig config, Path out) {
    if (config.protocol().equals(MadeUp.PROTOCOL)
        || (Files.exists(out.resolve("sweep.json"))
            && MadeUp.PROTOCOL.equals(SweepRecord.of(out).config().get("protocol")))) {
      throw new InvalidInputException(
          out
              + " holds rows that promptsweep bench-scheduler made up, and no sweep trains among"
              + " them; name another folder with --out.");
    }
  }
}
