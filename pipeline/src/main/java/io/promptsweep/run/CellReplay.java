package io.promptsweep.run;

import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.schedule.CellReport;
import io.promptsweep.schedule.CellScheduler;
import io.promptsweep.schedule.CellWork;
import io.promptsweep.schedule.Loss;
import io.promptsweep.schedule.MicroBatches;
import io.promptsweep.schedule.TrainingJob;
import io.promptsweep.training.CellOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains one cell again, beside the tables: nothing is written. */
public final class CellReplay {
  private final PreparedSweep sweep;
  private final PreparedSweep.NamedCell cell;
  private final JavaSparkContext spark;

  public CellReplay(PreparedSweep sweep, PreparedSweep.NamedCell cell, JavaSparkContext spark) {
    this.sweep = sweep;
    this.cell = cell;
    this.spark = spark;
  }

  /**
   * How it ended.
   *
   * @param status as in the table {@code cells}
   * @param cause why it did not train to its end, if it did not
   * @param numbers every number that training gave, under the names of the tables' columns, those
   *     of an epoch behind {@code epoch N} and metrics of the test split behind {@code test}
   */
  public record Result(String status, Optional<String> cause, Map<String, Double> numbers) {}

  /**
   * Trains the cell from its start.
   *
   * @param microBatch most rows in a pass; 0 means the whole batch
   * @throws IllegalStateException if the executor was lost
   */
  public Result train(int microBatch) throws InterruptedException {
    TrainingJob job =
        new TrainingJob(
            sweep.executorBackbone(),
            sweep.config().run().threadsPerCell().orElse(0),
            null,
            new MicroBatches(microBatch, false),
            null);
    CellWork work =
        new CellWork(cell.id(), cell.label(), cell.cell(), spark.broadcast(cell.task()));
    List<CellOutcome> outcomes = new ArrayList<>();
    new CellScheduler(spark, job, new CellScheduler.Options(1, 0, Duration.ZERO, Optional.empty()))
        .run(
            List.of(List.of(work)),
            new CellScheduler.Receiver() {
              @Override
              public void started(List<CellWork> unit, int attempt) {}

              @Override
              public void finished(List<CellWork> unit, int attempt, List<CellReport> reports) {
                reports.forEach(report -> outcomes.add(report.outcome()));
              }

              @Override
              public void retried(List<CellWork> unit, int attempt, Loss loss, Duration wait) {}

              @Override
              public void lost(List<CellWork> unit, int attempt, Loss loss) {
                throw new IllegalStateException("the replay was lost: " + loss.cause());
              }
            });
    return result(outcomes.get(0));
  }

  private static Result result(CellOutcome outcome) {
    Map<String, Double> numbers = new TreeMap<>();
    outcome
        .epochs()
        .forEach(
            epoch -> {
              String name = "epoch " + epoch.epoch() + " ";
              numbers.put(name + "step", (double) epoch.step());
              numbers.put(name + "train_loss", epoch.trainLoss());
              numbers.put(name + "eval_loss", epoch.evalLoss());
              numbers.put(name + "score", epoch.score());
              numbers.put(name + "learning_rate", epoch.learningRate());
              numbers.put(name + "gradient_norm", epoch.gradientNorm());
              epoch.metrics().forEach((metric, value) -> numbers.put(name + metric, value));
            });
    numbers.put("trained_steps", (double) outcome.steps());
    if (outcome instanceof CellOutcome.Trained trained) {
      numbers.put("best_epoch", (double) trained.best().epoch());
      numbers.put("best_score", trained.best().score());
      numbers.put("test_score", trained.testScore());
      trained.testMetrics().forEach((metric, value) -> numbers.put("test " + metric, value));
      return new Result("DONE", Optional.empty(), numbers);
    }
    return new Result("FAILED", outcome.cause(), numbers);
  }
}
