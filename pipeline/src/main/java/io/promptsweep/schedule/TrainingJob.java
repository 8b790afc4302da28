package io.promptsweep.schedule;

import ai.djl.Device;
import io.promptsweep.backbone.CpuThreads;
import io.promptsweep.backbone.Precision;
import io.promptsweep.backbone.SharedBackbones;
import io.promptsweep.method.Methods;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.Cell;
import io.promptsweep.training.CellJob;
import io.promptsweep.training.CellOutcome;
import io.promptsweep.training.Health;
import io.promptsweep.training.Trainer;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
 * executor itself is left to Spark's retries.
 *
 * @param backbone the backbone's directory, as the executor sees it
 * @param threadsPerCell threads that tensor operations of one cell use on a CPU
 */
record TrainingJob(String backbone, int threadsPerCell) implements Serializable {
  /** Epochs that take longer are logged one by one, so that nobody waits for long without news. */
  private static final double LONG_EPOCH_SECONDS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(TrainingJob.class);

  /** Trains the cells as one pack; they share a backbone and a precision. */
  List<CellReport.Carried> train(List<CellWork> work) {
    Instant started = Instant.now();
    Device device = device();
    List<CellOutcome> outcomes = outcomes(work, device);
    TaskContext context = TaskContext.get();
    ResourceInformation gpu = context.resourcesJMap().get("gpu");
    return outcomes.stream()
        .map(
            outcome ->
                new CellReport.Carried(
                    outcome,
                    context.attemptNumber(),
                    SparkEnv.get().executorId(),
                    SparkEnv.get().blockManager().blockManagerId().host(),
                    gpu == null ? null : String.join(",", gpu.addresses()),
                    device.toString(),
                    started,
                    Instant.now()))
        .toList();
  }

  private List<CellOutcome> outcomes(List<CellWork> work, Device device) {
    Precision precision = work.get(0).cell().precision();
    try (SharedBackbones.Lease lease =
        SharedBackbones.lease(Path.of(backbone), device, precision)) {
      CpuThreads.use(threadsPerCell);
      List<CellJob> jobs = work.stream().map(TrainingJob::job).toList();
      Trainer.Listener listener =
          (cellId, epoch) -> {
            if (epoch.wallSeconds() >= LONG_EPOCH_SECONDS) {
              LOG.info(
                  "cell {} epoch {}: loss {}, {}, {} s",
                  cellId,
                  epoch.epoch(),
                  (float) epoch.trainLoss(),
                  epoch.metrics(),
                  Math.round(epoch.wallSeconds()));
            }
          };
      return new Trainer(lease.backbone(), listener, Trainer.Options.PLAIN).train(jobs);
    } catch (TaskKilledException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.warn("cells {} failed", work.stream().map(CellWork::cellId).toList(), e);
      return work.stream().map(w -> failed(w, e)).toList();
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

  /** The device that Spark gave this task; the CPU where it gave none. */
  private static Device device() {
    ResourceInformation gpu = TaskContext.get().resourcesJMap().get("gpu");
    return gpu == null ? Device.cpu() : Device.gpu(Integer.parseInt(gpu.addresses()[0]));
  }
}
