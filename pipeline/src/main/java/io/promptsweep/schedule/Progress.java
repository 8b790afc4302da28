package io.promptsweep.schedule;

import io.promptsweep.training.CellOutcome;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells people how a sweep goes: one line a finished cell, and the state of the whole: on a
 * terminal as a live last line, elsewhere once a minute while nothing else is said.
 */
public final class Progress implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final PrintStream out;
  private final boolean live;
  private final int total;
  private final Instant started = Instant.now();
  private final Map<String, String> running = new LinkedHashMap<>();
  private Instant spoken = Instant.now();
  private int done;
  private int failed;
  private int lost;
  private double bestScore = Double.NEGATIVE_INFINITY;
  private String best = "";

  /**
   * Begins to tell.
   *
   * @param out where to
   * @param live whether {@code out} is a terminal, so that a line can be written over
   * @param total cells to train in this run
   */
  public Progress(PrintStream out, boolean live, int total) {
    this.out = out;
    this.live = live;
    this.total = total;
    count();
  }

  /**
   * How it stands.
   *
   * @param counts of cells
   * @param running cell id to label of the cells in training
   * @param best label of the cell with the largest score, empty before there is one
   * @param bestScore its score
   * @param left time for the rest, at the pace so far; empty before a cell has finished
   */
  public record State(
      SweepCounts counts,
      Map<String, String> running,
      String best,
      double bestScore,
      Optional<Duration> left) {}

  public synchronized State state() {
    int ended = done + failed + lost;
    Optional<Duration> left =
        ended == 0
            ? Optional.empty()
            : Optional.of(
                Duration.between(started, Instant.now())
                    .multipliedBy(total - ended)
                    .dividedBy(ended));
    return new State(
        new SweepCounts(total, running.size(), done, failed, lost),
        new LinkedHashMap<>(running),
        best,
        bestScore,
        left);
  }

  /** Cells were handed to Spark. */
  public synchronized void started(List<CellWork> unit) {
    unit.forEach(work -> running.put(work.cellId(), work.label()));
    count();
    refresh();
  }

  /**
   * A cell is finished and its result is safe.
   *
   * @param label names the cell for people, such as {@code sst2 vanilla lr=0.3 dropout=off seed=1}
   * @param resumedAfter the epoch whose checkpoint it went on from
   */
  public synchronized void finished(
      String label, CellOutcome outcome, OptionalInt resumedAfter, Duration wall) {
    running.remove(outcome.cellId());
    String cell = outcome.cellId() + "  " + label + "  ";
    if (outcome instanceof CellOutcome.Trained trained) {
      done++;
      if (trained.best().score() > bestScore) {
        bestScore = trained.best().score();
        best = label;
      }
      line(
          String.format(
              Locale.ROOT,
              "done   %sscore %.4f in epoch %d of %d, test %.4f, %s, %s%s",
              cell,
              trained.best().score(),
              trained.best().epoch(),
              trained.epochs().size(),
              trained.testScore(),
              trained.health().key(),
              shown(wall),
              resumedAfter.isPresent() ? " since epoch " + resumedAfter.getAsInt() : ""));
    } else {
      failed++;
      String kind = outcome instanceof CellOutcome.Stopped ? "STOPPED " : "FAILED ";
      line(kind + cell + outcome.cause().orElse("").lines().findFirst().orElse(""));
    }
  }

  /** Cells were lost and will be tried again. */
  public synchronized void retried(List<CellWork> unit, Loss loss, Duration wait) {
    unit.forEach(work -> running.remove(work.cellId()));
    line("retry  " + names(unit) + "  in " + shown(wait) + ": " + sentence(loss));
  }

  /** Cells were lost for good and have no result. */
  public synchronized void lost(List<CellWork> unit, Loss loss) {
    unit.forEach(work -> running.remove(work.cellId()));
    lost += unit.size();
    line("LOST   " + names(unit) + "  " + sentence(loss));
  }

  private static String names(List<CellWork> unit) {
    return String.join(
        ", ", unit.stream().map(work -> work.cellId() + "  " + work.label()).toList());
  }

  private static String sentence(Loss loss) {
    return loss.executorId().isEmpty()
        ? loss.cause()
        : String.format(
            Locale.ROOT, "executor %s on %s: %s", loss.executorId(), loss.host(), loss.cause());
  }

  /** Something worth a line. */
  public synchronized void note(String text) {
    line(text);
  }

  /** Time has passed. */
  public synchronized void tick() {
    if (live) {
      refresh();
    } else if (Duration.between(spoken, Instant.now()).compareTo(QUIET) > 0) {
      line(status());
    }
  }

  private void line(String text) {
    if (live) {
      out.print("\r\u001b[K");
    }
    out.println(text);
    spoken = Instant.now();
    count();
    refresh();
  }

  private void count() {
    SweepCounts.set(new SweepCounts(total, running.size(), done, failed, lost));
  }

  private void refresh() {
    if (live) {
      out.print("\r\u001b[K" + status());
      out.flush();
    }
  }

  /**
   * {@code 12/96 cells, 2 running (31 %, 80 %), 0 failed; 412 examples/s; best 0.9123 (sst2
   * residual ...); 4 min left}.
   */
  synchronized String status() {
    State state = state();
    StringBuilder text = new StringBuilder();
    text.append(done + failed + lost).append('/').append(total).append(" cells, ");
    text.append(running.size()).append(" running");
    List<CellProgress> reported =
        running.keySet().stream().map(LiveCells::of).flatMap(Optional::stream).toList();
    if (!reported.isEmpty() && reported.size() <= 4) {
      text.append(" (").append(String.join(", ", reported.stream().map(Progress::share).toList()));
      text.append(')');
    }
    text.append(", ").append(failed + lost).append(" failed");
    double rate =
        reported.stream()
            .mapToDouble(CellProgress::examplesPerSecond)
            .filter(Double::isFinite)
            .sum();
    if (rate > 0) {
      text.append(String.format(Locale.ROOT, "; %.0f examples/s", rate));
    }
    if (!best.isEmpty()) {
      text.append(String.format(Locale.ROOT, "; best %.4f (%s)", bestScore, best));
    }
    state
        .left()
        .filter(left -> !left.isZero())
        .ifPresent(left -> text.append("; ").append(shown(left)).append(" left"));
    return text.toString();
  }

  private static String share(CellProgress cell) {
    return cell.totalSteps() == 0 ? "0 %" : 100 * cell.step() / cell.totalSteps() + " %";
  }

  /** {@code 3.2 s}, {@code 12 min}, {@code 4 h 5 min}. */
  public static String shown(Duration time) {
    long s = Math.max(0, time.toSeconds());
    if (s < 120) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    return s < 7200 ? s / 60 + " min" : s / 3600 + " h " + s % 3600 / 60 + " min";
  }

  @Override
  public synchronized void close() {
    if (live) {
      out.println();
    }
  }
}
