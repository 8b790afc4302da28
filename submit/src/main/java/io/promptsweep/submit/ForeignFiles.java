package io.promptsweep.submit;

import io.promptsweep.analysis.TableFiles;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Says what lies among the tables and is not read. */
final class ForeignFiles {
  private ForeignFiles() {}

  /** Says it on standard error, where it is no part of an answer. */
  static void report(CommandSpec spec, Path dir) {
    TableFiles.foreignFiles(dir)
        .ifPresent(
            sentence -> {
              spec.commandLine().getErr().println("promptsweep: " + sentence);
              spec.commandLine().getErr().flush();
            });
  }
}
