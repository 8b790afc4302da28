package io.promptsweep.submit;

import io.promptsweep.run.SweepPlan;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.plan.Plan;
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
    Plan plan =
        SweepPlan.of(
            config,
            Home.tasks(config.data().ownTasks()),
            tokensPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(tokensPerSecond));
    spec.commandLine().getOut().print(csv ? plan.csv() : plan.text() + "\n");
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
