package io.promptsweep.submit;

import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.replay.RecordedCell;
import io.promptsweep.analysis.replay.ReplayVerdict;
import io.promptsweep.output.StoredConfiguration;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.run.CellReplay;
import io.promptsweep.sweep.SweepConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep replay}: whether a cell's numbers come again. */
@Command(
    name = "replay",
    description = {
      "Trains one cell of an output folder again, from its start, and compares every number with"
          + " the tables; writes nothing.",
      "equal: to the last bit, as it must be on a CPU at equal run.threads-per-cell. within noise:"
          + " no further apart than another order of the same sums moves them, which is measured by"
          + " training once more with smaller micro-batches. different: anything else.",
      "Exit status: 0 equal or within noise, 1 different."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep replay out/quickstart 8b7e2dd84c69e310",
      "  promptsweep replay out/real 8b7e --set backbone.path=/models/t5-small --set data.dir=/data"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Parameters(
      index = "1",
      paramLabel = "CELL",
      description = "The cell's id, or as much of its beginning as no other cell has.")
  private String cellId;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides where things are (backbone.path, data.dir) or a key of run; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Sessions.refuseGpusInLocalMode();
    StoredConfiguration.file(dir);
    ForeignFiles.report(spec, dir);
    try (SparkSession spark = Sessions.forOneCell("promptsweep replay")) {
      RecordedCell recorded = RecordedCell.read(ResultViews.over(spark, dir), cellId);
      if (recorded.status().equals("STOPPED")) {
        throw new InvalidInputException(
            "cell "
                + recorded.cellId()
                + " was STOPPED before its end, so there is no result to compare with; promptsweep"
                + " retry goes on with it.");
      }
      SweepConfig config = having(recorded.configJson());
      MadeUpSweep.refuse(config, dir);
      PreparedSweep prepared =
          PreparedSweep.of(
              config,
              Home.tasks(config.data().ownTasks()),
              cell -> cell.configJson().equals(recorded.configJson()));
      CellReplay replay =
          new CellReplay(
              prepared,
              theSame(prepared, recorded),
              JavaSparkContext.fromSparkContext(spark.sparkContext()));
      PrintWriter out = spec.commandLine().getOut();
      int rows = recorded.microBatch().orElse(0);
      CellReplay.Result again = replay.train(rows);
      if (!again.status().equals(recorded.status())) {
        out.printf(
            Locale.ROOT,
            "different: the cell is %s in the tables, and the replay %s%s%n",
            recorded.status(),
            again.status(),
            again
                .cause()
                .map(cause -> " (" + cause.lines().findFirst().orElse("") + ")")
                .orElse(""));
        out.flush();
        return ExitCode.SOME_FAILED;
      }
      int batch = prepared.cells().get(0).cell().training().batchSize();
      int fewer = Math.max(1, (rows == 0 ? batch : rows) / 2);
      ReplayVerdict verdict =
          ReplayVerdict.of(
              recorded.numbers(), again.numbers(), () -> inAnotherOrder(replay, fewer));
      print(out, prepared.cells().get(0).label(), verdict);
      return verdict.kind() == ReplayVerdict.Kind.DIFFERENT ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }
  }

  /** The configuration that has the cell; where none has it, the last run's. */
  private SweepConfig having(String configJson) {
    List<Path> files = StoredConfiguration.files(dir);
    for (Path file : files) {
      SweepConfig config = SweepOptions.load(file, sets);
      if (config.grid().cells().stream().anyMatch(cell -> cell.configJson().equals(configJson))) {
        return config;
      }
    }
    return SweepOptions.load(files.get(0), sets);
  }

  private static Map<String, Double> inAnotherOrder(CellReplay replay, int rows) {
    try {
      return replay.train(rows).numbers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the noise floor was measured", e);
    }
  }

  /** The cell, if backbone and data are those that it was trained with. */
  private PreparedSweep.NamedCell theSame(PreparedSweep prepared, RecordedCell recorded) {
    PreparedSweep.NamedCell found =
        prepared.cells().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        StoredConfiguration.file(dir)
                            + " no longer has the cell "
                            + recorded.cellId()
                            + "; run the sweep's own configuration once to have it written"
                            + " again."));
    if (!found.id().equals(recorded.cellId())) {
      boolean backbone = !prepared.backboneDigest().equals(recorded.backboneDigest());
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "cell %s was trained with another %s than is at %s now; name that one with --set"
                  + " %s=FOLDER.",
              recorded.cellId(),
              backbone ? "backbone" : "version of its data",
              backbone ? "backbone.path" : "data.dir",
              backbone ? "backbone.path" : "data.dir"));
    }
    return found;
  }

  private static void print(PrintWriter out, String label, ReplayVerdict verdict) {
    out.printf(
        Locale.ROOT,
        "%s: %s; %d of %d numbers are equal to the last bit%n",
        verdict.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        label,
        verdict.compared() - verdict.differences().size(),
        verdict.compared());
    for (ReplayVerdict.Difference d :
        verdict.differences().subList(0, Math.min(SHOWN, verdict.differences().size()))) {
      out.printf(
          Locale.ROOT,
          "  %-28s recorded %.9g, replayed %.9g, relative difference %.2g%n",
          d.name(),
          d.recorded(),
          d.replayed(),
          d.relative());
    }
    if (verdict.differences().size() > SHOWN) {
      out.printf(Locale.ROOT, "  and %d more%n", verdict.differences().size() - SHOWN);
    }
    verdict
        .floor()
        .forEach(
            (quantity, floor) ->
                out.printf(
                    Locale.ROOT,
                    "  another order of sums moves %s by up to %.2g%n",
                    quantity,
                    floor));
    out.flush();
  }
}
