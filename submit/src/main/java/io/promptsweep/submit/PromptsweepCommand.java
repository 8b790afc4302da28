package io.promptsweep.submit;

import io.promptsweep.analysis.UnusableResultsException;
import io.promptsweep.problem.InvalidInputException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code promptsweep}: lists what there is to do. */
@Command(
    name = "promptsweep",
    description =
        "Sweeps soft-prompt methods over tasks on frozen T5 models, on Apache Spark and DJL.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PlanCommand.class,
      RunCommand.class,
      StatusCommand.class,
      RetryCommand.class,
      CancelCommand.class,
      ReplayCommand.class,
      CompareCommand.class,
      ReproduceCommand.class,
      DoctorCommand.class,
      ReportCommand.class,
      SqlCommand.class,
      ScriptCommand.class,
      NotebookCommand.class,
      PretrainCommand.class,
      TaskCommand.class,
      MethodsCommand.class,
      ParityCommand.class,
      BenchCommand.class,
      BenchSchedulerCommand.class
    },
    footerHeading = "%nStart here:%n",
    footer = {
      "  promptsweep run conf/quickstart.conf --out out/quickstart",
      "  promptsweep report out/quickstart",
      "  promptsweep sql out/quickstart \"SELECT * FROM summary\"",
      "%nRunning on a cluster: add --master URL (and any --conf of spark-submit) to run.",
      "Exit status: 0 done, 1 some cells failed, 2 input cannot be used, 3 interrupted or lost."
    })
public final class PromptsweepCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new PromptsweepCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(PromptsweepCommand::explain);
  }

  /** A user's mistake is a sentence; anything else is a bug and shows its stack. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidInputException || e instanceof UnusableResultsException) {
      err.println("promptsweep: " + e.getMessage());
      return ExitCode.INVALID_INPUT;
    }
    if (e instanceof InterruptedException) {
      err.println("promptsweep: interrupted; finished cells are safe, run the same command again.");
      return ExitCode.INTERRUPTED;
    }
    throw e;
  }
}
