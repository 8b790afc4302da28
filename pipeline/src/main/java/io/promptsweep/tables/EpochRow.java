package io.promptsweep.tables;

import java.util.Map;
import java.util.OptionalDouble;

/** One row of its table: an epoch of a cell. Columns are the components in snake case. */
public record EpochRow(
    String cellId,
    int epoch,
    long step,
    OptionalDouble trainLoss,
    OptionalDouble evalLoss,
    double score,
    Map<String, Double> metrics,
    double learningRate,
    double gradientNorm,
    double examplesPerSecond,
    long peakMemoryBytes,
    double wallSeconds) {

  public EpochRow {
    RowCheck.id("cell_id", cellId);
    metrics = RowCheck.sorted(metrics);
    RowCheck.that(epoch >= 0, "epoch is %s; it must not be negative", epoch);
    RowCheck.that(step >= 0, "step is %s; it must not be negative", step);
  }
}
