package io.promptsweep.submit;

import io.promptsweep.problem.FileProblem;
import io.promptsweep.problem.InvalidInputException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
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
      "Exit status: 0 done, 1 some cells failed, 2 input cannot be used, 3 interrupted or lost,",
      "70 an error of Promptsweep itself."
    })
public final class PromptsweepCommand implements Runnable {
  /** How Java reads arguments and names of files, as the locale has it. */
  private static final String CHARSET = System.getProperty("sun.jnu.encoding", "UTF-8");

  private static final boolean READS_ALL_LETTERS =
      CHARSET.toUpperCase(Locale.ROOT).startsWith("UTF");

  /** What Java puts where it cannot read a letter. */
  private static final char UNREADABLE = '\uFFFD';

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      if (argument.indexOf(UNREADABLE) >= 0 && !READS_ALL_LETTERS) {
        System.err.println(
            "promptsweep: the argument '"
                + argument
                + "' has letters that are not in "
                + CHARSET
                + ", the character set of this machine's locale: set LC_ALL=C.UTF-8.");
        System.exit(ExitCode.INVALID_INPUT);
      }
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new PromptsweepCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, new PathConverter())
        .setExpandAtFiles(false) // a name may begin with @
        .setExitCodeExceptionMapper(e -> ExitCode.BUG)
        .setParameterExceptionHandler(PromptsweepCommand::explain)
        .setExecutionExceptionHandler(PromptsweepCommand::explain);
  }

  /**
   * An argument that cannot be read is a sentence too; without a command there is the list of all.
   */
  private static int explain(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String problem = e.getMessage().replaceFirst("[.\\s]+$", "");
    if (command.getParent() == null) {
      err.println(problem);
      if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
        command.usage(err);
      }
    } else {
      err.printf(
          Locale.ROOT,
          "promptsweep: %s; %s --help lists what it takes.%n",
          problem,
          command.getCommandSpec().qualifiedName());
    }
    return ExitCode.INVALID_INPUT;
  }

  /** A user's mistake is a sentence; anything else is a bug and shows its stack. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidInputException) {
      err.println("promptsweep: " + e.getMessage());
      return ExitCode.INVALID_INPUT;
    }
    if (e instanceof InvalidPathException path) {
      err.println("promptsweep: '" + path.getInput() + "' " + path.getReason() + ".");
      return ExitCode.INVALID_INPUT;
    }
    if (e instanceof FileSystemException file && file.getFile() != null) {
      err.println("promptsweep: " + FileProblem.of(file) + ".");
      return ExitCode.INVALID_INPUT;
    }
    if (e instanceof InterruptedException) {
      err.println("promptsweep: interrupted; finished cells are safe, run the same command again.");
      return ExitCode.INTERRUPTED;
    }
    throw e;
  }
}
