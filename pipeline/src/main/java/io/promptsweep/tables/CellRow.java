package io.promptsweep.tables;

import static java.time.temporal.ChronoUnit.MICROS;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One finished cell: a row of the table {@code cells}.
 *
 * <p>Columns are the components in snake case; their meaning is in {@code docs/tables.md}. An
 * {@code Optional} is a column that may be null. Instants are kept to the microsecond, as Parquet
 * keeps them; maps are kept in order of their keys.
 */
public record CellRow(
    String cellId,
    String method,
    String task,
    String backbone,
    long seed,
    double learningRate,
    boolean dropout,
    int promptTokens,
    long trainableParameters,
    String precision,
    Map<String, String> axes,
    Optional<String> protocol,
    String configJson,
    String backboneDigest,
    String dataDigest,
    CellStatus status,
    Optional<String> cause,
    Optional<String> health,
    OptionalInt bestEpoch,
    OptionalDouble bestScore,
    String scoreName,
    Map<String, Double> bestMetrics,
    OptionalDouble testScore,
    Map<String, Double> testMetrics,
    long trainedSteps,
    int trainExamples,
    int validationExamples,
    int testExamples,
    Optional<Map<String, Long>> unlabelledRows,
    long truncatedInputs,
    double wallSeconds,
    Instant startedAt,
    Instant finishedAt) {
  private static final Set<String> COLUMN_AXES =
      Set.of(
          "method",
          "task",
          "backbone",
          "seed",
          "learning_rate",
          "dropout",
          "precision",
          "protocol");

  public CellRow {
    RowCheck.id("cell_id", cellId);
    axes = RowCheck.sorted(axes);
    for (String axis : axes.keySet()) {
      // Views group by axes; the seed among them would make every group a single cell.
      RowCheck.that(
          !COLUMN_AXES.contains(axis.replace('-', '_')),
          "cell %s has '%s' among its further axes; it has a column of its own",
          cellId,
          axis);
    }
    bestMetrics = RowCheck.sorted(bestMetrics);
    testMetrics = RowCheck.sorted(testMetrics);
    unlabelledRows = unlabelledRows.map(RowCheck::sorted);
    startedAt = startedAt.truncatedTo(MICROS);
    finishedAt = finishedAt.truncatedTo(MICROS);
    RowCheck.that(
        bestEpoch.isPresent() == bestScore.isPresent(),
        "cell %s has one of best_epoch and best_score; it must have both or neither",
        cellId);
    RowCheck.that(
        status != CellStatus.FAILED || cause.isPresent(),
        "cell %s is FAILED without a cause; a failure must say why",
        cellId);
    RowCheck.that(
        !finishedAt.isBefore(startedAt),
        "cell %s finished at %s, before it started at %s",
        cellId,
        finishedAt,
        startedAt);
  }
}
