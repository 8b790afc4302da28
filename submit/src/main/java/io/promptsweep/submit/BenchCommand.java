package io.promptsweep.submit;

import ai.djl.Device;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.method.Methods;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.torch.CpuThreads;
import io.promptsweep.training.CellJob;
import io.promptsweep.training.CellOutcome;
import io.promptsweep.training.Trainer;
import io.promptsweep.training.TrainingSettings;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptsweep bench}: what a training step costs here. */
@Command(
    name = "bench",
    description = {
      "Measures a training step of a sweep's first cells, without Spark and without evaluation:"
          + " milliseconds a step and tokens a second.",
      "plan --tokens-per-second RATE turns the rate into a time for the whole sweep."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer =
        "  promptsweep bench conf/real-data.conf --set backbone.path=/models/t5-small"
            + " --set data.dir=/data --set precision=bf16")
final class BenchCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;
  private static final int MOST_THREADS = 4096;

  @Spec private CommandSpec spec;
  @Mixin private SweepOptions sweep;

  @Option(names = "--cells", description = "Cells to train as one pack (default: 1).")
  private int cells = 1;

  @Option(names = "--steps", description = "Measured steps (default: 30).")
  private int steps = 30;

  @Option(names = "--warm-up", description = "Steps before them (default: 5).")
  private int warmUp = 5;

  @Option(names = "--threads", description = "Threads of a tensor operation (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    Range.check("--cells", cells, 1, MOST);
    Range.check("--steps", steps, 1, MOST);
    Range.check("--warm-up", warmUp, 0, MOST);
    Range.check("--threads", threads, 1, MOST_THREADS);
    SweepConfig config = sweep.load();
    PreparedSweep prepared = PreparedSweep.of(config, Home.tasks(config.data().ownTasks()));
    if (cells > prepared.cells().size()) {
      throw new InvalidInputException(
          "--cells is " + cells + "; the sweep has " + prepared.cells().size() + " cells.");
    }
    List<PreparedSweep.NamedCell> first = prepared.cells().subList(0, cells);
    Cell cell = first.get(0).cell();
    try (Backbone backbone =
        Backbone.load(prepared.backboneDir(), Device.cpu(), cell.precision())) {
      CpuThreads.use(threads);
      if (warmUp > 0) {
        measure(backbone, first, warmUp);
      }
      double examplesPerSecond = measure(backbone, first, steps);
      double stepMillis = 1000.0 * cell.training().batchSize() * first.size() / examplesPerSecond;
      double tokens =
          first.get(0).task().meanInputTokens()
              + Methods.bind(cell.method(), cell.methodSettings(), "bench").promptTokens();
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s, %s, %s, %d cells, batch %d, %d threads: %.1f ms a step, %.1f ms a cell and step,"
                  + " about %.0f tokens/s%n",
              first.get(0).label(),
              config.backbone().name(),
              cell.precision().key(),
              first.size(),
              cell.training().batchSize(),
              threads,
              stepMillis,
              stepMillis / first.size(),
              examplesPerSecond * tokens);
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE;
  }

  /** Examples a second of the whole pack, evaluation left out. */
  private static double measure(Backbone backbone, List<PreparedSweep.NamedCell> cells, int steps) {
    List<CellJob> jobs = cells.stream().map(named -> job(named, steps)).toList();
    List<CellOutcome> outcomes =
        new Trainer(backbone, (cellId, epoch) -> {}, Trainer.Options.PLAIN).train(jobs);
    return outcomes.stream().mapToDouble(BenchCommand::examplesPerSecond).sum();
  }

  private static double examplesPerSecond(CellOutcome outcome) {
    if (outcome.epochs().isEmpty()) {
      throw new InvalidInputException(
          "no step could be measured, because cell "
              + outcome.cellId()
              + " failed: "
              + outcome.cause().orElse("it had no epoch"));
    }
    return outcome.epochs().get(0).examplesPerSecond();
  }

  private static CellJob job(PreparedSweep.NamedCell named, int steps) {
    Cell cell = named.cell();
    TrainingSettings t = cell.training();
    TrainingSettings bounded =
        new TrainingSettings(
            1,
            OptionalLong.of(steps),
            OptionalLong.empty(),
            t.batchSize(),
            t.evalBatchSize(),
            t.optimizer(),
            t.schedule(),
            t.gradientClip(),
            t.zLoss(),
            t.decoding(),
            t.maxInputTokens(),
            t.maxTargetTokens());
    return new CellJob(
        named.id(),
        Methods.bind(cell.method(), cell.methodSettings(), "bench"),
        named.task(),
        bounded,
        cell.seed(),
        cell.learningRate(),
        cell.dropout());
  }
}
