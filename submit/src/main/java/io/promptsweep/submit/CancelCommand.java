package io.promptsweep.submit;

import io.promptsweep.output.CancelFile;
import io.promptsweep.output.SweepStatus;
import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep cancel}: ends a run from another terminal. */
@Command(
    name = "cancel",
    description = {
      "Asks the run that writes an output folder to end, and waits until it has.",
      "Finished cells are kept, those in training keep their last checkpoint; promptsweep run or"
          + " retry goes on."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  promptsweep cancel out/real")
final class CancelCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 200;

  /** A year of seconds. */
  private static final long LONGEST_WAIT = 366L * 24 * 3600;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a running sweep.")
  private Path dir;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long to wait for the end (default: 120).")
  private long seconds = 120;

  @Override
  public Integer call() throws InterruptedException {
    Range.check("--wait", seconds, 0, LONGEST_WAIT);
    if (!SweepStatus.isAlive(dir)) {
      throw new InvalidInputException("no run writes " + dir + "; there is nothing to cancel.");
    }
    CancelFile.write(dir);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (SweepStatus.isAlive(dir)) {
      if (System.nanoTime() > end) {
        spec.commandLine()
            .getErr()
            .printf(
                Locale.ROOT,
                "promptsweep: %s is still being written after %d s; the run has been asked to"
                    + " end.%n",
                dir,
                seconds);
        return ExitCode.INTERRUPTED;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    spec.commandLine().getOut().printf(Locale.ROOT, "the run in %s has ended%n", dir);
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
