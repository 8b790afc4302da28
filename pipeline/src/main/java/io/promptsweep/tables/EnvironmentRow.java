package io.promptsweep.tables;

import static java.time.temporal.ChronoUnit.MICROS;

import java.time.Instant;
import java.util.Optional;

/**
 * One start of one sweep: a row of the table {@code environment}. Columns are the components in
 * snake case.
 */
public record EnvironmentRow(
    Instant startedAt,
    String promptsweepVersion,
    String javaVersion,
    String sparkVersion,
    String djlVersion,
    String pytorchVersion,
    String os,
    String cpu,
    int cores,
    long memoryBytes,
    Optional<String> gpu,
    Optional<String> gitCommit,
    Optional<String> gitDirtyDiff,
    String commandLine,
    String config) {

  public EnvironmentRow {
    startedAt = startedAt.truncatedTo(MICROS);
    RowCheck.that(cores > 0, "cores is %s; it must be positive", cores);
  }
}
