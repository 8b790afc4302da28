package io.promptsweep.tables;

import static java.time.temporal.ChronoUnit.MICROS;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** One row of its table: a try at a cell. Columns are the components in snake case. */
public record AttemptRow(
    String cellId,
    int attempt,
    String executorId,
    String host,
    Optional<String> gpuAddress,
    String device,
    OptionalInt microBatch,
    OptionalInt resumedAfterEpoch,
    Instant startedAt,
    Instant endedAt,
    String outcome,
    Optional<String> cause) {

  public AttemptRow {
    RowCheck.id("cell_id", cellId);
    startedAt = startedAt.truncatedTo(MICROS);
    endedAt = endedAt.truncatedTo(MICROS);
    RowCheck.that(attempt >= 0, "attempt is %s; it must not be negative", attempt);
  }
}
