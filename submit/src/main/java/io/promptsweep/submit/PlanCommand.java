package io.promptsweep.submit;

import io.promptsweep.prepare.SelectionWarning;
import io.promptsweep.prepare.SweepPlan;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.plan.Plan;
import io.promptsweep.task.TaskLibrary;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptsweep plan}: the cells of a sweep, before anything is trained. */
@Command(
    name = "plan",
    description = "Prints the cells of a sweep with counts and an estimate; trains nothing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep plan conf/quickstart.conf",
      "  promptsweep plan conf/real-data.conf --csv > cells.csv"
    })
final class PlanCommand implements Callable<Integer> {
  /** Tokens a second that no machine reaches. */
  private static final double FASTEST = 1e12;

  @Spec private CommandSpec spec;
  @Mixin private SweepOptions sweep;

  @Option(names = "--csv", description = "One line a cell under a header.")
  private boolean csv;

  @Option(
      names = "--tokens-per-second",
      paramLabel = "RATE",
      description = "Measured training tokens a second of one cell, to estimate time from.")
  private Double tokensPerSecond;

  @Override
  public Integer call() {
    if (tokensPerSecond != null) {
      Range.checkPositive("--tokens-per-second", tokensPerSecond, FASTEST);
    }
    SweepConfig config = sweep.load();
    TaskLibrary tasks = Home.tasks(config.data().ownTasks());
    Plan plan =
        SweepPlan.of(
            config,
            tasks,
            tokensPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(tokensPerSecond));
    spec.commandLine().getOut().print(csv ? plan.csv() : plan.text() + "\n");
    if (!csv) {
      SelectionWarning.of(config, tasks).ifPresent(spec.commandLine().getOut()::println);
    }
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
