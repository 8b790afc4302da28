package io.promptsweep.run;

import io.promptsweep.method.BoundMethod;
import io.promptsweep.method.Methods;
import io.promptsweep.method.ModelShape;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.schedule.CellReport;
import io.promptsweep.sweep.Cell;
import io.promptsweep.tables.AttemptRow;
import io.promptsweep.tables.CellResult;
import io.promptsweep.tables.CellRow;
import io.promptsweep.tables.CellStatus;
import io.promptsweep.tables.EpochRow;
import io.promptsweep.training.CellOutcome;
import io.promptsweep.training.EpochMetrics;
import io.promptsweep.training.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Turns what comes back from executors into rows. */
final class ResultRows {
  private final PreparedSweep sweep;
  private final String backboneName;

  /**
   * @param backboneName the backbone's name in the table {@code cells}
   */
  ResultRows(PreparedSweep sweep, String backboneName) {
    this.sweep = sweep;
    this.backboneName = backboneName;
  }

  /**
   * The rows of a cell that came back.
   *
   * @param attempt which try of this run it was, from 0
   */
  CellResult of(PreparedSweep.NamedCell named, int attempt, CellReport report) {
    CellOutcome outcome = report.outcome();
    List<EpochRow> epochs =
        outcome.epochs().stream().map(epoch -> epochRow(named.id(), epoch)).toList();
    return new CellResult(cellRow(named, report), epochs, attempts(named.id(), attempt, report));
  }

  private CellRow cellRow(PreparedSweep.NamedCell named, CellReport report) {
    Cell cell = named.cell();
    BoundMethod method = Methods.bind(cell.method(), cell.methodSettings(), "cell " + named.id());
    ModelShape shape = ModelShape.of(sweep.backbone(), cell.training().maxInputTokens());
    Ending ending = Ending.of(report.outcome());
    return new CellRow(
        named.id(),
        cell.method(),
        cell.task(),
        backboneName,
        cell.seed(),
        cell.learningRate(),
        cell.dropout(),
        method.promptTokens(),
        method.trainableParameters(shape),
        cell.precision().key(),
        cell.axes(),
        Optional.of(cell.protocol()).filter(protocol -> !protocol.isBlank()),
        cell.configJson(),
        sweep.backboneDigest(),
        named.task().data().digest(),
        ending.status(),
        ending.cause(),
        Optional.of(ending.health()),
        ending.best().map(best -> OptionalInt.of(best.epoch())).orElse(OptionalInt.empty()),
        ending.best().map(best -> OptionalDouble.of(best.score())).orElse(OptionalDouble.empty()),
        named.task().data().scoreName(),
        ending.best().map(EpochMetrics::metrics).orElse(Map.of()),
        ending.testScore(),
        ending.testMetrics(),
        report.outcome().steps(),
        named.task().train().size(),
        named.task().validation().size(),
        named.task().test().size(),
        Optional.of(named.task().data().unlabelledRows()),
        named.task().truncatedInputs(),
        Duration.between(report.startedAt(), report.endedAt()).toNanos() / 1e9,
        report.startedAt(),
        report.endedAt());
  }

  /** What the kinds of outcome say of a cell's end. */
  private record Ending(
      CellStatus status,
      Optional<String> cause,
      String health,
      Optional<EpochMetrics> best,
      OptionalDouble testScore,
      Map<String, Double> testMetrics) {

    static Ending of(CellOutcome outcome) {
      if (outcome instanceof CellOutcome.Trained trained) {
        return new Ending(
            CellStatus.DONE,
            Optional.empty(),
            trained.health().key(),
            Optional.of(trained.best()),
            OptionalDouble.of(trained.testScore()),
            trained.testMetrics());
      }
      boolean stopped = outcome instanceof CellOutcome.Stopped;
      Health health =
          outcome instanceof CellOutcome.Failed failed ? failed.health() : Health.NOT_TRAINED;
      return new Ending(
          stopped ? CellStatus.STOPPED : CellStatus.FAILED,
          outcome.cause(),
          health.key(),
          Optional.empty(),
          OptionalDouble.empty(),
          Map.of());
    }
  }

  private static EpochRow epochRow(String cellId, EpochMetrics epoch) {
    return new EpochRow(
        cellId,
        epoch.epoch(),
        epoch.step(),
        OptionalDouble.of(epoch.trainLoss()),
        OptionalDouble.of(epoch.evalLoss()),
        epoch.score(),
        epoch.metrics(),
        epoch.learningRate(),
        epoch.gradientNorm(),
        epoch.examplesPerSecond(),
        epoch.peakMemoryBytes(),
        epoch.wallSeconds());
  }

  /** Tries that Spark itself repeated, those that ran out of memory, and the one that did not. */
  private static List<AttemptRow> attempts(String cellId, int attempt, CellReport report) {
    List<AttemptRow> rows = new ArrayList<>();
    for (int lost = 0; lost < report.lostBefore(); lost++) {
      rows.add(
          new AttemptRow(
              cellId,
              attempt,
              "",
              "",
              Optional.empty(),
              "",
              OptionalInt.empty(),
              OptionalInt.empty(),
              report.startedAt(),
              report.startedAt(),
              "LOST",
              Optional.of("its worker was lost, and Spark placed it again")));
    }
    for (int rowsInPass : report.outOfMemory()) {
      rows.add(
          attempt(
              cellId,
              attempt,
              report,
              rowsInPass == 0 ? OptionalInt.empty() : OptionalInt.of(rowsInPass),
              "OUT_OF_MEMORY",
              Optional.of("the device had no memory left; tried again with fewer rows at once")));
    }
    rows.add(
        attempt(
            cellId,
            attempt,
            report,
            report.microBatch(),
            Ending.of(report.outcome()).status().name(),
            report.outcome().cause()));
    return rows;
  }

  private static AttemptRow attempt(
      String cellId,
      int attempt,
      CellReport report,
      OptionalInt microBatch,
      String outcome,
      Optional<String> cause) {
    return new AttemptRow(
        cellId,
        attempt,
        report.executorId(),
        report.host(),
        report.gpuAddress(),
        report.device(),
        microBatch,
        report.resumedAfterEpoch(),
        report.startedAt(),
        report.endedAt(),
        outcome,
        cause);
  }
}
