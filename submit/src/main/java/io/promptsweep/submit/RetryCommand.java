package io.promptsweep.submit;

import io.promptsweep.run.StoredConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep retry}: tries cells again that ended without success. */
@Command(
    name = "retry",
    description = {
      "Trains the cells of an output folder again that FAILED or were STOPPED, and those it lacks,"
          + " with the configuration that the folder holds.",
      "A cell goes on from its last checkpoint, if it has one. Settings of run.* may be changed with"
          + " --set; others would make another sweep."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep retry out/real",
      "  promptsweep retry out/real --set run.micro-batch=4 --set 'run.cell-time-limit=2 h'"
    })
final class RetryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of run; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return RunCommand.train(
        spec, SweepOptions.load(StoredConfiguration.file(dir), sets), dir, true);
  }
}
