package io.promptsweep.tables;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Decides when to publish: at once if the last time is long enough ago, otherwise when it will be,
 * so that the last commit before a quiet hour is not an hour late.
 *
 * <p>Not thread-safe: its owner calls it under the owner's lock, which {@code publish} takes too.
 */
final class PublishClock implements AutoCloseable {
  private final long intervalNanos;
  private final Runnable publish;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "promptsweep-publish");
            thread.setDaemon(true);
            return thread;
          });
  private long lastNanos;
  private boolean pending;
  private Future<?> scheduled;

  PublishClock(Duration interval, Runnable publish) {
    this.intervalNanos = interval.toNanos();
    this.publish = publish;
    this.lastNanos = System.nanoTime() - intervalNanos;
  }

  /** There is something to publish; {@code now} if it should not wait. */
  void changed(boolean now) {
    pending = true;
    long wait = lastNanos + intervalNanos - System.nanoTime();
    if (now || wait <= 0) {
      publish.run();
    } else {
      schedule(wait);
    }
  }

  /** Publication begins: the next one waits its interval, even if this one fails. */
  void started() {
    lastNanos = System.nanoTime();
    if (scheduled != null) {
      scheduled.cancel(false);
      scheduled = null;
    }
  }

  void succeeded() {
    pending = false;
  }

  void failed() {
    schedule(intervalNanos);
  }

  boolean pending() {
    return pending;
  }

  private void schedule(long waitNanos) {
    if (scheduled == null) {
      scheduled = timer.schedule(publish, waitNanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
