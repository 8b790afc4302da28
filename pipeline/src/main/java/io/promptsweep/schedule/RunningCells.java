package io.promptsweep.schedule;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.promptsweep.training.EpochMetrics;
import io.promptsweep.training.ProcessMemory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The cells in training in this JVM; training threads write, {@link SweepPlugin} reads. */
final class RunningCells {
  private static final Map<String, RunningCell> CELLS = new ConcurrentHashMap<>();
  private static final AtomicLong EPOCHS = new AtomicLong();
  private static final AtomicLong STEPS = new AtomicLong();

  private RunningCells() {}

  /** A cell, from the moment its task begins. */
  static final class RunningCell implements AutoCloseable {
    private final String cellId;
    private final Device device;
    private volatile long step;
    private volatile long totalSteps;
    private volatile int epochs;
    private volatile double score = Double.NaN;
    private volatile double examplesPerSecond = Double.NaN;
    private final AtomicLong beats = new AtomicLong();

    private RunningCell(String cellId, Device device) {
      this.cellId = cellId;
      this.device = device;
    }

    void step(long taken, long total) {
      step = taken;
      totalSteps = total;
      beats.incrementAndGet();
      STEPS.incrementAndGet();
    }

    void epoch(EpochMetrics metrics) {
      epochs = metrics.epoch();
      score = metrics.score();
      examplesPerSecond = metrics.examplesPerSecond();
      EPOCHS.incrementAndGet();
    }

    void beat() {
      beats.incrementAndGet();
    }

    private CellProgress progress(long memoryBytes) {
      return new CellProgress(
          cellId,
          device.toString(),
          step,
          totalSteps,
          epochs,
          score,
          examplesPerSecond,
          memoryBytes,
          beats.get());
    }

    @Override
    public void close() {
      CELLS.remove(cellId, this);
    }
  }

  static RunningCell begin(String cellId, Device device) {
    RunningCell cell = new RunningCell(cellId, device);
    CELLS.put(cellId, cell);
    return cell;
  }

  static int count() {
    return CELLS.size();
  }

  static long epochs() {
    return EPOCHS.get();
  }

  static long steps() {
    return STEPS.get();
  }

  static double examplesPerSecond() {
    return CELLS.values().stream()
        .mapToDouble(cell -> cell.examplesPerSecond)
        .filter(Double::isFinite)
        .sum();
  }

  /** Memory in use on the GPUs that cells train on; 0 without one. */
  static long gpuMemoryBytes() {
    return CELLS.values().stream()
        .map(cell -> cell.device)
        .distinct()
        .filter(Device::isGpu)
        .mapToLong(RunningCells::memoryBytes)
        .sum();
  }

  static List<CellProgress> progress() {
    return CELLS.values().stream().map(cell -> cell.progress(memoryBytes(cell.device))).toList();
  }

  private static long memoryBytes(Device device) {
    if (!device.isGpu()) {
      return ProcessMemory.residentBytes();
    }
    try {
      return CudaUtils.getGpuMemory(device).getCommitted();
    } catch (RuntimeException | LinkageError e) {
      return 0; // CUDA's runtime library cannot be asked from Java here
    }
  }
}
