package io.promptsweep.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.output.SweepStatus;
import io.promptsweep.output.SweepStatus.CellNow;
import io.promptsweep.schedule.Progress;
import io.promptsweep.tables.CellStatus;
import io.promptsweep.tables.ResultTables;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep status}: how a sweep stands, from any terminal that sees its folder. */
@Command(
    name = "status",
    description = {
      "Tells how the sweep in an output folder stands: cells, epochs, best, time left, examples a"
          + " second, memory. Reads only.",
      "Exit status: 0 all cells are done or a run is at it, 1 some ended without success, 3 some are"
          + " missing and no run is at it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  promptsweep status out/real --watch", "  promptsweep status out/real --json"})
final class StatusCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 1000;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Option(names = "--watch", description = "Tell again each second until the run ends.")
  private boolean watch;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  /** What the folder says at one moment. */
  private record Look(SweepStatus status, boolean alive, Map<CellStatus, Integer> finished) {
    static Look at(Path dir) {
      boolean alive = SweepStatus.isAlive(dir);
      return new Look(SweepStatus.read(dir), alive, ResultTables.count(dir));
    }

    int done() {
      return finished.getOrDefault(CellStatus.DONE, 0);
    }

    int unsuccessful() {
      return finished.getOrDefault(CellStatus.FAILED, 0)
          + finished.getOrDefault(CellStatus.STOPPED, 0);
    }

    int missing() {
      return status.cells() - done() - unsuccessful();
    }

    int exitCode() {
      if (alive || (missing() == 0 && unsuccessful() == 0)) {
        return ExitCode.DONE;
      }
      return missing() > 0 ? ExitCode.INTERRUPTED : ExitCode.SOME_FAILED;
    }
  }

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    boolean over = Terminal.showsStandardOutput() && watch && !json;
    while (true) {
      Look look = Look.at(dir);
      if (over) {
        out.print("\u001b[H\u001b[2J");
      }
      out.print(json ? new ObjectMapper().writeValueAsString(asMap(look)) + "\n" : text(look));
      out.flush();
      if (!watch || !look.alive()) {
        return look.exitCode();
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static Map<String, Object> asMap(Look look) {
    return Map.of(
        "alive",
        look.alive(),
        "done",
        look.done(),
        "unsuccessful",
        look.unsuccessful(),
        "missing",
        look.missing(),
        "run",
        look.status());
  }

  private static String text(Look look) {
    SweepStatus run = look.status();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "sweep %s (%s): %d cells, %d done, %d without success, %d missing%n",
            run.sweep(),
            run.sweepId(),
            run.cells(),
            look.done(),
            look.unsuccessful(),
            look.missing()));
    if (!run.best().isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT, "best of the last run: %.4f (%s)%n", run.bestScore(), run.best()));
    }
    if (!look.alive()) {
      text.append(ended(look));
      return text.toString();
    }
    text.append(
        String.format(
            Locale.ROOT,
            "running: %d cells%s%n",
            run.running().size(),
            run.secondsLeft() < 0
                ? ""
                : ", "
                    + Progress.shown(Duration.ofMillis((long) (1e3 * run.secondsLeft())))
                    + " left"));
    for (CellNow cell : run.running()) {
      text.append(line(cell));
    }
    return text.toString();
  }

  private static String ended(Look look) {
    SweepStatus run = look.status();
    String how =
        switch (run.ended()) {
          case "" -> "the last run was killed; it was last seen at " + run.writtenAt();
          case "COMPLETE" -> "the last run ended at " + run.writtenAt();
          default ->
              "the last run ended at "
                  + run.writtenAt()
                  + ": "
                  + run.ended().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    String remedy = "";
    if (look.missing() > 0) {
      remedy = "; promptsweep run with the same configuration, or promptsweep retry, goes on";
    } else if (look.unsuccessful() > 0) {
      remedy = "; promptsweep retry tries those without success again";
    }
    return how + remedy + "\n";
  }

  private static String line(CellNow cell) {
    return String.format(
        Locale.ROOT,
        "  %s  %s  step %d of %d%s%s%s%n",
        cell.cellId(),
        cell.label(),
        cell.step(),
        cell.totalSteps(),
        cell.epochs() == 0
            ? ""
            : String.format(Locale.ROOT, ", epoch %d scored %.4f", cell.epochs(), cell.score()),
        Double.isFinite(cell.examplesPerSecond())
            ? String.format(Locale.ROOT, ", %.0f examples/s", cell.examplesPerSecond())
            : "",
        cell.memoryBytes() == 0
            ? ""
            : String.format(
                Locale.ROOT, ", %s %.1f GiB", cell.device(), cell.memoryBytes() / 0x1p30));
  }
}
