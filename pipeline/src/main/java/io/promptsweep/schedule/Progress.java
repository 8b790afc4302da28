package io.promptsweep.schedule;

import io.promptsweep.training.CellOutcome;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Tells people how a sweep goes: one line a finished cell, and on a terminal a live last line with
 * cells done, running and failed, the best score so far, and the time left.
 */
public final class Progress implements AutoCloseable {
  private final PrintStream out;
  private final boolean live;
  private final int total;
  private final Instant started = Instant.now();
  private int done;
  private int failed;
  private int running;
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
  }

  /** Cells began to train. */
  public synchronized void started(int cells) {
    running += cells;
    refresh();
  }

  /**
   * A cell is finished and its result is safe.
   *
   * @param label names the cell for people, such as {@code sst2 vanilla lr=0.3 dropout=off seed=1}
   */
  public synchronized void finished(String label, CellOutcome outcome, Duration wall) {
    running--;
    if (outcome instanceof CellOutcome.Trained trained) {
      done++;
      if (trained.best().score() > bestScore) {
        bestScore = trained.best().score();
        best = label;
      }
      line(
          String.format(
              Locale.ROOT,
              "done   %s  %s  score %.4f in epoch %d of %d, test %.4f, %s, %s",
              trained.cellId(),
              label,
              trained.best().score(),
              trained.best().epoch(),
              trained.epochs().size(),
              trained.testScore(),
              trained.health().key(),
              seconds(wall)));
    } else if (outcome instanceof CellOutcome.Failed failure) {
      failed++;
      line(
          "FAILED "
              + failure.cellId()
              + "  "
              + label
              + "  "
              + failure.reason().lines().findFirst().orElse(""));
    }
  }

  /** Cells were lost with their executor and have no result. */
  public synchronized void lost(int cells, String cause) {
    running -= cells;
    failed += cells;
    line("LOST   " + cells + " cells: " + cause);
  }

  /** Cells that finished without success, lost ones included. */
  public synchronized int failures() {
    return failed;
  }

  private void line(String text) {
    if (live) {
      out.print("\r\u001b[K");
    }
    out.println(text);
    refresh();
  }

  private void refresh() {
    if (live) {
      out.print("\r\u001b[K" + status());
      out.flush();
    }
  }

  /** {@code 12/96 cells, 2 running, 0 failed; best 0.9123 (sst2 residual ...); 4 min left}. */
  synchronized String status() {
    StringBuilder text = new StringBuilder();
    text.append(done + failed).append('/').append(total).append(" cells, ");
    text.append(running).append(" running, ").append(failed).append(" failed");
    if (!best.isEmpty()) {
      text.append(String.format(Locale.ROOT, "; best %.4f (%s)", bestScore, best));
    }
    int ended = done + failed;
    if (ended > 0 && ended < total) {
      Duration spent = Duration.between(started, Instant.now());
      text.append("; ").append(seconds(spent.multipliedBy(total - ended).dividedBy(ended)));
      text.append(" left");
    }
    return text.toString();
  }

  private static String seconds(Duration time) {
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
