package io.promptsweep.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs units of work (lists of cells that train as one pack), each as a Spark job of its own.
 *
 * <p>A bounded number is in flight; one unit's failure takes no other along, and each outcome is
 * handed on as soon as it is there. A unit that comes back without its cells' outcomes was lost
 * with its executor: it is tried again, a limited number of times and later each time.
 */
public final class CellScheduler {
  private static final long TICK_MILLIS = 200;
  private static final long SLOTS_KNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * How to schedule.
   *
   * @param inFlight units at once; 0 means one for each slot that Spark has at the time
   * @param retries further tries of a lost unit
   * @param retryWait time before the first of them, doubled before each next
   * @param noProgressLimit time without a sign of life after which a unit is cancelled
   */
  public record Options(
      int inFlight, int retries, Duration retryWait, Optional<Duration> noProgressLimit) {}

  /** What the driver does with what comes back; called by one thread at a time. */
  public interface Receiver {
    /**
     * A unit is handed to Spark.
     *
     * @param attempt from 0
     */
    void started(List<CellWork> unit, int attempt);

    /** A unit came back, with one report a cell. */
    void finished(List<CellWork> unit, int attempt, List<CellReport> reports);

    /** A unit was lost, and will be tried again after {@code wait}. */
    void retried(List<CellWork> unit, int attempt, Loss loss, Duration wait);

    /** A unit was lost for good. */
    void lost(List<CellWork> unit, int attempt, Loss loss);

    /** Asked several times a second. */
    default RunDecision decision() {
      return RunDecision.CONTINUE;
    }
  }

  private final JavaSparkContext spark;
  private final UnitJob job;
  private final Options options;
  private int slots = 1;
  private long slotsKnownAt;

  /** A scheduler that has {@code job} done with each unit. */
  public CellScheduler(JavaSparkContext spark, UnitJob job, Options options) {
    this.spark = spark;
    this.job = job;
    this.options = options;
  }

  /** A unit that waits for its turn. */
  private record Waiting(List<CellWork> unit, int attempt, long notBeforeNanos) {}

  /**
   * A unit that Spark has; {@code cancelledFor} says why Spark was asked to cancel it, if it was.
   */
  private static final class Open {
    private final Waiting waiting;
    private Loss cancelledFor;

    Open(Waiting waiting) {
      this.waiting = waiting;
    }
  }

  private record Returned(String group, List<CellReport> reports, Throwable cause) {}

  /**
   * Runs all units and returns when the last one is back, or the receiver has decided to end the
   * run.
   */
  public void run(List<List<CellWork>> units, Receiver receiver) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(CellScheduler::daemon);
    Map<String, Open> open = new LinkedHashMap<>();
    try {
      Deque<Waiting> waiting = new ArrayDeque<>();
      units.forEach(unit -> waiting.add(new Waiting(unit, 0, 0)));
      PriorityQueue<Waiting> later =
          new PriorityQueue<>(Comparator.comparingLong(Waiting::notBeforeNanos));
      BlockingQueue<Returned> returned = new LinkedBlockingQueue<>();
      int submitted = 0;
      while (!open.isEmpty() || !waiting.isEmpty() || !later.isEmpty()) {
        RunDecision decision =
            spark.sc().isStopped() ? RunDecision.CANCEL_NOW : receiver.decision();
        if (decision != RunDecision.CONTINUE) {
          waiting.clear();
          later.clear();
        }
        if (decision == RunDecision.CANCEL_NOW) {
          open.forEach((group, unit) -> cancel(group, unit, Loss.cancelled()));
        }
        while (!later.isEmpty() && later.peek().notBeforeNanos() <= System.nanoTime()) {
          waiting.addFirst(later.remove());
        }
        while (!waiting.isEmpty() && open.size() < inFlight()) {
          Waiting next = waiting.remove();
          String group = "promptsweep-" + submitted++;
          open.put(group, new Open(next));
          LiveCells.forget(next.unit());
          receiver.started(next.unit(), next.attempt());
          threads.execute(() -> returned.add(train(group, next.unit())));
        }
        Returned back = returned.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (back != null) {
          Open unit = open.remove(back.group());
          settle(unit, back, receiver, decision).ifPresent(later::add);
          LiveCells.forget(unit.waiting.unit());
        }
        cancelStalledUnits(open);
      }
    } finally {
      // Only after an exception is anything open here.
      open.forEach((group, unit) -> cancel(group, unit, Loss.cancelled()));
      threads.shutdownNow();
    }
  }

  /** Hands on what came back; says when to try again, if at all. */
  private Optional<Waiting> settle(
      Open open, Returned back, Receiver receiver, RunDecision decision) {
    Waiting tried = open.waiting;
    if (back.cause() == null) {
      receiver.finished(tried.unit(), tried.attempt(), back.reports());
      return Optional.empty();
    }
    Loss loss = open.cancelledFor != null ? open.cancelledFor : Loss.of(back.cause());
    if (decision != RunDecision.CONTINUE
        || loss.kind() == Loss.Kind.CANCELLED
        || tried.attempt() == options.retries()) {
      receiver.lost(tried.unit(), tried.attempt(), loss);
      return Optional.empty();
    }
    Duration wait = options.retryWait().multipliedBy(1L << Math.min(tried.attempt(), 20));
    receiver.retried(tried.unit(), tried.attempt(), loss, wait);
    return Optional.of(
        new Waiting(tried.unit(), tried.attempt() + 1, System.nanoTime() + wait.toNanos()));
  }

  private void cancelStalledUnits(Map<String, Open> open) {
    options
        .noProgressLimit()
        .ifPresent(
            limit ->
                open.forEach(
                    (group, unit) -> {
                      boolean stalled =
                          unit.waiting.unit().stream()
                              .map(work -> LiveCells.stalledFor(work.cellId()))
                              .anyMatch(
                                  time -> time.isPresent() && time.get().compareTo(limit) > 0);
                      if (stalled) {
                        cancel(group, unit, Loss.noProgress(limit));
                      }
                    }));
  }

  /**
   * Asks Spark to cancel the unit's job; the unit comes back as any other. Called again until it
   * has: Spark cannot cancel a job that it does not know yet.
   */
  private void cancel(String group, Open unit, Loss why) {
    if (unit.cancelledFor == null) {
      unit.cancelledFor = why;
    }
    if (!spark.sc().isStopped()) {
      spark.cancelJobGroup(group);
    }
  }

  private Returned train(String group, List<CellWork> unit) {
    UnitJob training = job;
    try {
      spark.setJobGroup(group, String.join(", ", unit.stream().map(CellWork::label).toList()));
      List<CellReport> reports =
          spark
              .parallelize(List.of(List.copyOf(unit)), 1)
              .flatMap(work -> training.train(work).iterator())
              .collect()
              .stream()
              .map(CellReport.Carried::report)
              .toList();
      return new Returned(group, reports, null);
    } catch (Exception e) {
      return new Returned(group, List.of(), e);
    }
  }

  /** Executors come and go, so Spark is asked again once a second. */
  private int inFlight() {
    if (options.inFlight() > 0) {
      return options.inFlight();
    }
    long now = System.nanoTime();
    if (slotsKnownAt == 0 || now - slotsKnownAt > SLOTS_KNOWN_NANOS) {
      SparkContext context = spark.sc();
      slots =
          context.isStopped()
              ? 1
              : Math.max(
                  1,
                  context.maxNumConcurrentTasks(
                      context.resourceProfileManager().defaultResourceProfile()));
      if (context.conf().getBoolean("spark.dynamicAllocation.enabled", false)) {
        slots *= 2; // Spark asks for executors only while tasks wait for one
      }
      slotsKnownAt = now;
    }
    return slots;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cell-scheduler");
    thread.setDaemon(true);
    return thread;
  }
}
