package io.promptsweep.schedule;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Promptsweep in Spark's own plumbing ({@code spark.plugins}): each executor tells the driver once
 * a second how its cells do, and Spark's metrics show cells, epochs, examples a second and GPU
 * memory of every executor, and the sweep's counts on the driver.
 */
public final class SweepPlugin implements SparkPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(SweepPlugin.class);
  private static final long INTERVAL_MILLIS = 1000;

  /** The cells in training on one executor, as it reports them once a second. */
  record ExecutorHeartbeat(List<CellProgress> cells) implements Serializable {}

  @Override
  public DriverPlugin driverPlugin() {
    return new OnDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OnExecutor();
  }

  private static final class OnDriver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      return Map.of();
    }

    @Override
    public void registerMetrics(String applicationId, PluginContext plugin) {
      MetricRegistry metrics = plugin.metricRegistry();
      gauge(metrics, "cells.total", () -> SweepCounts.current().total());
      gauge(metrics, "cells.done", () -> SweepCounts.current().done());
      gauge(metrics, "cells.failed", () -> SweepCounts.current().failed());
      gauge(metrics, "cells.lost", () -> SweepCounts.current().lost());
      gauge(metrics, "cells.running", () -> SweepCounts.current().running());
    }

    @Override
    public Object receive(Object message) {
      if (message instanceof ExecutorHeartbeat heartbeat) {
        heartbeat.cells.forEach(LiveCells::accept);
      }
      return null;
    }
  }

  private static final class OnExecutor implements ExecutorPlugin {
    private ScheduledExecutorService clock;

    @Override
    public void init(PluginContext plugin, Map<String, String> settings) {
      MetricRegistry metrics = plugin.metricRegistry();
      gauge(metrics, "cells.running", RunningCells::count);
      gauge(metrics, "epochs.finished", RunningCells::epochs);
      gauge(metrics, "steps.taken", RunningCells::steps);
      gauge(metrics, "examplesPerSecond", RunningCells::examplesPerSecond);
      gauge(metrics, "gpuMemoryBytes", RunningCells::gpuMemoryBytes);
      clock =
          Executors.newSingleThreadScheduledExecutor(
              work -> {
                Thread thread = new Thread(work, "promptsweep-progress");
                thread.setDaemon(true);
                return thread;
              });
      var heartbeats =
          clock.scheduleWithFixedDelay(
              () -> sendHeartbeat(plugin), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      LOG.debug("a heartbeat goes to the driver every {} ms: {}", INTERVAL_MILLIS, heartbeats);
    }

    private static void sendHeartbeat(PluginContext plugin) {
      try {
        List<CellProgress> cells = RunningCells.progress();
        if (!cells.isEmpty()) {
          plugin.send(new ExecutorHeartbeat(cells));
        }
      } catch (IOException | RuntimeException e) {
        // The next message may get through; training does not depend on it.
        LOG.debug("a heartbeat did not reach the driver", e);
      }
    }

    @Override
    public void shutdown() {
      clock.shutdownNow();
    }
  }

  private static <T> void gauge(MetricRegistry metrics, String name, Gauge<T> value) {
    metrics.register(name, value);
  }
}
