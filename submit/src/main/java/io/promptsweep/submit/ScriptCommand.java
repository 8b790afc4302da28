package io.promptsweep.submit;

import io.promptsweep.notebooks.SqlScript;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep script}: a sweep's tables and views for {@code spark-sql}. */
@Command(
    name = "script",
    description =
        "Writes a plain SQL script over the tables of a sweep, with its views and a question to"
            + " each; run it with spark-sql -f FILE.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  promptsweep script out/quickstart --to quickstart.sql")
final class ScriptCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "The script.")
  private Path to;

  @Override
  public Integer call() {
    OutputPlace.checkFile("--to", to);
    ForeignFiles.report(spec, dir);
    SqlScript.write(dir, to);
    spec.commandLine().getOut().println("wrote " + to);
    return ExitCode.DONE;
  }
}
