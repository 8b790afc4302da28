package io.promptsweep.run;

import io.promptsweep.checkpoint.CheckpointFolder;
import io.promptsweep.output.CancelFile;
import io.promptsweep.output.EventLog;
import io.promptsweep.output.SweepStatus;
import io.promptsweep.output.TunedPrompts;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.schedule.CellProgress;
import io.promptsweep.schedule.CellReport;
import io.promptsweep.schedule.CellScheduler;
import io.promptsweep.schedule.CellWork;
import io.promptsweep.schedule.LiveCells;
import io.promptsweep.schedule.Loss;
import io.promptsweep.schedule.Progress;
import io.promptsweep.schedule.RunDecision;
import io.promptsweep.sweep.RunSettings.OnError;
import io.promptsweep.tables.AttemptRow;
import io.promptsweep.tables.CellResult;
import io.promptsweep.tables.ResultTables;
import io.promptsweep.training.CellOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The driver's side of a run: commits each outcome as it comes (nobody else writes the tables),
 * tells people, and decides whether the sweep goes on.
 */
final class Collector implements CellScheduler.Receiver {
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);

  private final PreparedSweep sweep;
  private final Path out;
  private final FolderCells folder;
  private final Map<String, PreparedSweep.NamedCell> cells;
  private final ResultTables tables;
  private final Optional<CheckpointFolder> checkpoints;
  private final Progress progress;
  private final EventLog events;
  private final TunedPrompts prompts;
  private final ResultRows rows;
  private final Map<String, Instant> startedAt = new HashMap<>();
  private Instant statusWritten = Instant.EPOCH;
  private RunDecision decision = RunDecision.CONTINUE;
  private boolean cancelled;
  private boolean missingGpuNoted;
  private int finished;
  private int failed;
  private int lost;

  /**
   * @param folder all that the folder is to have
   * @param cells those to train in this run, by id
   */
  Collector(
      PreparedSweep sweep,
      Path out,
      FolderCells folder,
      Map<String, PreparedSweep.NamedCell> cells,
      ResultTables tables,
      Optional<CheckpointFolder> checkpoints,
      Progress progress,
      EventLog events,
      ResultRows rows) {
    this.sweep = sweep;
    this.out = out;
    this.folder = folder;
    this.cells = cells;
    this.tables = tables;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.events = events;
    this.prompts = new TunedPrompts(out, sweep.backboneDigest());
    this.rows = rows;
  }

  @Override
  public void started(List<CellWork> unit, int attempt) {
    for (CellWork work : unit) {
      startedAt.put(work.cellId(), Instant.now());
      events.add(
          "cell-started", "cell_id", work.cellId(), "label", work.label(), "attempt", attempt);
    }
    progress.started(unit);
  }

  @Override
  public void finished(List<CellWork> unit, int attempt, List<CellReport> reports) {
    for (CellReport report : reports) {
      CellOutcome outcome = report.outcome();
      PreparedSweep.NamedCell named = cells.get(outcome.cellId());
      prompts.write(named, outcome);
      CellResult result = rows.of(named, attempt, report);
      if (!tables.commit(result)) {
        throw new IllegalStateException("cell " + named.id() + " came back twice");
      }
      boolean trained = outcome instanceof CellOutcome.Trained;
      if (trained) {
        checkpoints.ifPresent(folder -> folder.delete(named.id()));
      }
      finished++;
      failed += trained ? 0 : 1;
      tell(result, attempt, report);
      progress.finished(
          named.label(),
          outcome,
          report.resumedAfterEpoch(),
          Duration.between(report.startedAt(), report.endedAt()));
    }
  }

  private void tell(CellResult result, int attempt, CellReport report) {
    events.add(
        "cell-finished",
        "cell_id",
        result.cell().cellId(),
        "attempt",
        attempt,
        "status",
        result.cell().status(),
        "cause",
        result.cell().cause().orElse(null),
        "executor",
        report.executorId(),
        "host",
        report.host(),
        "device",
        report.device(),
        "epochs",
        report.outcome().epochs().size(),
        "resumed_after_epoch",
        report.resumedAfterEpoch().isPresent() ? report.resumedAfterEpoch().getAsInt() : null);
    if (report.gpuAddress().isPresent() && report.device().startsWith("cpu") && !missingGpuNoted) {
      missingGpuNoted = true;
      progress.note(
          String.format(
              Locale.ROOT,
              "note   Spark gave GPU %s on %s, and PyTorch found none there: training on the CPU; promptsweep doctor says what is missing",
              report.gpuAddress().get(),
              report.host()));
    }
  }

  @Override
  public void retried(List<CellWork> unit, int attempt, Loss loss, Duration wait) {
    recordLoss(unit, attempt, loss, "cell-retried");
    progress.retried(unit, loss, wait);
  }

  @Override
  public void lost(List<CellWork> unit, int attempt, Loss loss) {
    recordLoss(unit, attempt, loss, "cell-lost");
    lost += unit.size();
    progress.lost(unit, loss);
  }

  private void recordLoss(List<CellWork> unit, int attempt, Loss loss, String event) {
    for (CellWork work : unit) {
      tables.recordAttempt(
          new AttemptRow(
              work.cellId(),
              attempt,
              loss.executorId(),
              loss.host(),
              Optional.empty(),
              "",
              OptionalInt.empty(),
              OptionalInt.empty(),
              startedAt.get(work.cellId()),
              Instant.now(),
              loss.kind().name(),
              Optional.of(loss.cause())));
      events.add(
          event,
          "cell_id",
          work.cellId(),
          "attempt",
          attempt,
          "kind",
          loss.kind(),
          "cause",
          loss.cause(),
          "executor",
          loss.executorId(),
          "host",
          loss.host());
    }
  }

  @Override
  public RunDecision decision() {
    progress.tick();
    if (Duration.between(statusWritten, Instant.now()).compareTo(STATUS_INTERVAL) > 0) {
      writeStatus("");
    }
    if (!cancelled && CancelFile.exists(out)) {
      cancelled = true;
      decision = RunDecision.CANCEL_NOW;
      events.add("sweep-cancelled");
    }
    if (decision == RunDecision.CONTINUE && failed > 0) {
      OnError onError = sweep.config().run().onError();
      if (onError instanceof OnError.FailFast) {
        decision = RunDecision.CANCEL_NOW;
      } else if (onError instanceof OnError.StopAfter stop && failed >= stop.failures()) {
        decision = RunDecision.DRAIN;
      }
    }
    return decision;
  }

  /** How the run went, for the caller and, as the last status, for everybody else. */
  SweepRun.Summary summary() {
    int untried = cells.size() - finished - lost;
    SweepRun.End end;
    if (cancelled) {
      end = SweepRun.End.CANCELLED;
    } else if (decision != RunDecision.CONTINUE) {
      end = SweepRun.End.ENDED_ON_FAILURES;
    } else {
      end = untried > 0 ? SweepRun.End.SPARK_STOPPED : SweepRun.End.COMPLETE;
    }
    writeStatus(end.name());
    events.add(
        "sweep-ended",
        "how",
        end,
        "finished",
        finished,
        "failed",
        failed,
        "lost",
        lost,
        "untried",
        untried);
    return new SweepRun.Summary(
        folder.cells(), folder.before(), finished, failed, lost, untried, end);
  }

  void writeStatus(String ended) {
    Progress.State state = progress.state();
    List<SweepStatus.CellNow> running = new ArrayList<>();
    state
        .running()
        .forEach(
            (id, label) -> {
              Optional<CellProgress> now = LiveCells.of(id);
              running.add(
                  new SweepStatus.CellNow(
                      id,
                      label,
                      now.map(CellProgress::device).orElse(""),
                      now.map(CellProgress::step).orElse(0L),
                      now.map(CellProgress::totalSteps).orElse(0L),
                      now.map(CellProgress::epochs).orElse(0),
                      now.map(CellProgress::score).orElse(Double.NaN),
                      now.map(CellProgress::examplesPerSecond).orElse(Double.NaN),
                      now.map(CellProgress::memoryBytes).orElse(0L)));
            });
    new SweepStatus(
            sweep.config().name(),
            folder.sweepId(),
            folder.cells(),
            folder.before(),
            state.counts().done(),
            state.counts().failed(),
            state.counts().lost(),
            running,
            state.best(),
            state.best().isEmpty() ? 0 : state.bestScore(),
            state.left().map(left -> left.toMillis() / 1e3).orElse(-1.0),
            Instant.now().toString(),
            ended)
        .write(out);
    statusWritten = Instant.now();
  }
}
