package io.promptsweep.schedule;

import ai.djl.Device;
import io.promptsweep.backbone.Precision;
import io.promptsweep.backbone.SharedBackbones;
import io.promptsweep.checkpoint.CheckpointFolder;
import io.promptsweep.method.Methods;
import io.promptsweep.node.NodeBackbone;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.schedule.RunningCells.RunningCell;
import io.promptsweep.sweep.Cell;
import io.promptsweep.torch.CpuThreads;
import io.promptsweep.training.CellJob;
import io.promptsweep.training.CellOutcome;
import io.promptsweep.training.Checkpoints;
import io.promptsweep.training.EpochMetrics;
import io.promptsweep.training.Health;
import io.promptsweep.training.Trainer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.resource.ResourceInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Spark task does with its unit of work: trains the cells on the device that Spark gave it.
 *
 * <p>A failure that a second try would repeat becomes a FAILED outcome; only the loss of the
 * executor itself is left to the scheduler's retries.
 *
 * @param backbone the backbone as executors find it
 * @param threads threads that tensor operations of one cell use on a CPU; 0 means as many as Spark
 *     gives the task
 * @param checkpoints where the state of each epoch goes; null means nowhere
 * @param microBatch see {@link MicroBatches}
 * @param timeLimit training time after which cells are stopped; null means none
 */
public record TrainingJob(
    NodeBackbone backbone,
    int threads,
    CheckpointFolder checkpoints,
    MicroBatches microBatch,
    Duration timeLimit)
    implements UnitJob {
  /** Epochs that take longer are logged one by one, so that nobody waits for long without news. */
  private static final double LONG_EPOCH_SECONDS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(TrainingJob.class);

  /** A job of whole batches, without checkpoints or limits. */
  public static TrainingJob plain(NodeBackbone backbone, int threads) {
    return new TrainingJob(backbone, threads, null, MicroBatches.WHOLE, null);
  }

  /** Trains the cells as one pack; they share a backbone and a precision. */
  @Override
  public List<CellReport.Carried> train(List<CellWork> work) {
    // Outside of what makes FAILED cells: an executor that cannot fetch its examples is lost.
    work.forEach(cell -> cell.task().value());
    Instant started = Instant.now();
    TaskContext context = TaskContext.get();
    Device device = null;
    Map<String, Integer> resumed = new HashMap<>();
    MicroBatches.Result result;
    try {
      device = TaskDevice.of(context);
      result = train(work, device, context, resumed);
    } catch (Throwable e) { // an Error of the natives, too, is this cell's result
      if (context.isInterrupted()) {
        throw new TaskKilledException("cancelled");
      }
      LOG.warn("cells {} failed", work.stream().map(CellWork::cellId).toList(), e);
      result =
          new MicroBatches.Result(
              work.stream().map(cell -> failed(cell, e)).toList(), 0, List.of());
    }
    ResourceInformation gpu = context.resourcesJMap().get("gpu");
    return CellReport.Carried.of(
        result,
        new CellReport.Place(
            context.attemptNumber(),
            SparkEnv.get().executorId(),
            SparkEnv.get().blockManager().blockManagerId().host(),
            gpu == null ? null : String.join(",", gpu.addresses()),
            String.valueOf(device)),
        resumed,
        started,
        Instant.now());
  }

  private MicroBatches.Result train(
      List<CellWork> work, Device device, TaskContext context, Map<String, Integer> resumed) {
    Precision precision = work.get(0).cell().precision();
    Map<String, RunningCell> running = new LinkedHashMap<>();
    work.forEach(cell -> running.put(cell.cellId(), RunningCells.begin(cell.cellId(), device)));
    try (SharedBackbones.Lease lease =
        SharedBackbones.lease(backbone.folder(), device, precision)) {
      CpuThreads.use(threads > 0 ? threads : context.cpus());
      List<CellJob> jobs = work.stream().map(TrainingJob::job).toList();
      int batch = jobs.stream().mapToInt(job -> job.settings().batchSize()).max().orElseThrow();
      return microBatch.train(
          batch,
          rows ->
              new Trainer(
                      lease.backbone(),
                      new Reporter(running, resumed, context),
                      new Trainer.Options(
                          checkpoints == null ? Checkpoints.NONE : checkpoints,
                          rows,
                          Optional.ofNullable(timeLimit)))
                  .train(jobs));
    } finally {
      running.values().forEach(RunningCell::close);
    }
  }

  /** Tells {@link RunningCells}, and ends the training when Spark has killed the task. */
  private record Reporter(
      Map<String, RunningCell> running, Map<String, Integer> resumed, TaskContext context)
      implements Trainer.Listener {
    @Override
    public void step(String cellId, long step, long totalSteps) {
      failIfKilled();
      running.get(cellId).step(step, totalSteps);
    }

    @Override
    public void beat(String cellId) {
      failIfKilled();
      running.get(cellId).beat();
    }

    @Override
    public void epoch(String cellId, EpochMetrics epoch) {
      running.get(cellId).epoch(epoch);
      if (epoch.wallSeconds() >= LONG_EPOCH_SECONDS) {
        LOG.info(
            "cell {} epoch {}: loss {}, {}, {} s",
            cellId,
            epoch.epoch(),
            (float) epoch.trainLoss(),
            epoch.metrics(),
            Math.round(epoch.wallSeconds()));
      }
    }

    @Override
    public void resumed(String cellId, int epochs) {
      resumed.put(cellId, epochs);
      LOG.info("cell {} goes on after epoch {}", cellId, epochs);
    }

    private void failIfKilled() {
      if (context.isInterrupted()) {
        throw new TaskKilledException("cancelled");
      }
    }
  }

  private static CellJob job(CellWork work) {
    Cell cell = work.cell();
    return new CellJob(
        work.cellId(),
        Methods.bind(cell.method(), cell.methodSettings(), "cell " + work.cellId()),
        work.task().value(),
        cell.training(),
        cell.seed(),
        cell.learningRate(),
        cell.dropout());
  }

  private static CellOutcome failed(CellWork work, Throwable e) {
    String cause = e instanceof InvalidInputException ? e.getMessage() : stack(e);
    return new CellOutcome.Failed(work.cellId(), List.of(), 0, cause, Health.NOT_TRAINED);
  }

  private static String stack(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
