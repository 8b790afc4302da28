package io.promptsweep.schedule;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs units of work (lists of cells that train as one pack), each as a Spark job of its own.
 *
 * <p>A bounded number is in flight; one unit's failure takes no other along, and each outcome is
 * handed on as soon as it is there.
 */
public final class CellScheduler {
  private final JavaSparkContext spark;
  private final TrainingJob job;
  private final int inFlight;

  /**
   * A scheduler.
   *
   * @param backbone the backbone's directory, as executors see it
   * @param threadsPerCell threads of one cell's tensor operations on a CPU
   * @param inFlight units that may be in training at once
   */
  public CellScheduler(JavaSparkContext spark, String backbone, int threadsPerCell, int inFlight) {
    this.spark = spark;
    this.job = new TrainingJob(backbone, threadsPerCell);
    this.inFlight = inFlight;
  }

  /** What the driver does with what comes back; called by one thread at a time. */
  public interface Receiver {
    /** Units began to train. */
    void started(List<CellWork> unit);

    /** A unit came back, with one report a cell. */
    void finished(List<CellWork> unit, List<CellReport> reports);

    /** A unit was lost for good: its executor died too often. */
    void lost(List<CellWork> unit, Throwable cause);
  }

  /** Runs all units and returns when the last one is back. */
  public void run(List<List<CellWork>> units, Receiver receiver) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(inFlight, CellScheduler::daemon);
    try {
      ExecutorCompletionService<Returned> running = new ExecutorCompletionService<>(threads);
      Queue<List<CellWork>> waiting = new ArrayDeque<>(units);
      int open = 0;
      while (open > 0 || !waiting.isEmpty()) {
        while (open < inFlight && !waiting.isEmpty()) {
          List<CellWork> unit = waiting.remove();
          receiver.started(unit);
          Future<Returned> submitted = running.submit(() -> returned(unit));
          open += submitted == null ? 0 : 1;
        }
        Returned returned = take(running);
        open--;
        if (returned.cause() == null) {
          receiver.finished(returned.unit(), returned.reports());
        } else {
          receiver.lost(returned.unit(), returned.cause());
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private record Returned(List<CellWork> unit, List<CellReport> reports, Throwable cause) {}

  private Returned returned(List<CellWork> unit) {
    TrainingJob training = job;
    try {
      List<CellReport> reports =
          spark
              .parallelize(List.of(List.copyOf(unit)), 1)
              .flatMap(work -> training.train(work).iterator())
              .collect()
              .stream()
              .map(CellReport.Carried::report)
              .toList();
      return new Returned(unit, reports, null);
    } catch (Exception e) {
      return new Returned(unit, List.of(), e);
    }
  }

  private static Returned take(ExecutorCompletionService<Returned> running)
      throws InterruptedException {
    try {
      return running.take().get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a thread of the scheduler died", e.getCause());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cell-scheduler");
    thread.setDaemon(true);
    return thread;
  }
}
