package io.promptsweep.run;

import io.promptsweep.schedule.CellReport;
import io.promptsweep.schedule.CellScheduler;
import io.promptsweep.schedule.CellWork;
import io.promptsweep.schedule.Progress;
import io.promptsweep.tables.AttemptRow;
import io.promptsweep.tables.ResultTables;
import io.promptsweep.tables.SweepRecord;
import io.promptsweep.training.TokenizedTask;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Trains the cells of a sweep that its output folder lacks. */
public final class SweepRun {
  /**
   * How a run goes about it.
   *
   * @param out the output folder
   * @param retryFailed whether cells that FAILED before are tried again
   * @param home the project's folder, for the record of its commit
   * @param version of Promptsweep
   * @param commandLine how it was started
   */
  public record Options(
      Path out, boolean retryFailed, Path home, String version, String commandLine) {}

  /**
   * How it went.
   *
   * @param cells of the whole sweep
   * @param before finished by earlier runs
   * @param trained finished by this run, failed ones included
   * @param failed of those, without success
   * @param lost without a result, because their executors died
   */
  public record Summary(int cells, int before, int trained, int failed, int lost) {}

  private final PreparedSweep sweep;
  private final JavaSparkContext spark;
  private final PrintStream messages;
  private final boolean terminal;

  /**
   * A run on {@code spark}.
   *
   * @param messages where progress goes
   * @param terminal whether that is a terminal
   */
  public SweepRun(
      PreparedSweep sweep, JavaSparkContext spark, PrintStream messages, boolean terminal) {
    this.sweep = sweep;
    this.spark = spark;
    this.messages = messages;
    this.terminal = terminal;
  }

  /**
   * Trains what is missing.
   *
   * @throws io.promptsweep.problem.InvalidInputException if the output folder belongs to another
   *     sweep or cannot be written; finished cells are safe
   */
  public Summary run(Options options) throws InterruptedException {
    ResultTables.Options keeping = ResultTables.Options.defaults();
    try (ResultTables tables =
        ResultTables.open(
            options.out(),
            record(options.version()),
            options.retryFailed() ? keeping.retryingFailed() : keeping)) {
      tables.recordEnvironment(
          Environment.describe(
              sweep.config(),
              options.home(),
              options.version(),
              spark.version(),
              options.commandLine()));
      Map<String, PreparedSweep.NamedCell> missing = missing(tables);
      int before = sweep.cells().size() - missing.size();
      messages.printf(
          "sweep %s (%s): %d cells, %d finished before, %d to train%n",
          sweep.config().name(), sweep.sweepId(), sweep.cells().size(), before, missing.size());
      try (Progress progress = new Progress(messages, terminal, missing.size())) {
        Collector collector =
            new Collector(
                missing, tables, new TunedPrompts(options.out(), sweep.backboneDigest()), progress);
        scheduler().run(units(missing), collector);
        return new Summary(
            sweep.cells().size(),
            before,
            missing.size() - collector.lost,
            collector.failed,
            collector.lost);
      }
    }
  }

  private SweepRecord record(String version) {
    Map<String, String> config = new TreeMap<>();
    sweep.config().resolved().forEach((key, value) -> config.put(key, String.valueOf(value)));
    return new SweepRecord(sweep.sweepId(), config, Instant.now(), version);
  }

  private Map<String, PreparedSweep.NamedCell> missing(ResultTables tables) {
    Map<String, PreparedSweep.NamedCell> all = new LinkedHashMap<>();
    sweep.cells().forEach(named -> all.put(named.id(), named));
    Map<String, PreparedSweep.NamedCell> missing = new LinkedHashMap<>();
    tables.missing(all.keySet()).forEach(id -> missing.put(id, all.get(id)));
    return missing;
  }

  private CellScheduler scheduler() {
    int parallel = sweep.config().run().parallelCells();
    return new CellScheduler(
        spark,
        sweep.backboneDir().toAbsolutePath().toString(),
        sweep.config().run().threadsPerCell(),
        parallel > 0 ? parallel : spark.defaultParallelism());
  }

  /** One unit of work a cell; each task travels to an executor once, as a broadcast. */
  private List<List<CellWork>> units(Map<String, PreparedSweep.NamedCell> missing) {
    IdentityHashMap<TokenizedTask, Broadcast<TokenizedTask>> shared = new IdentityHashMap<>();
    return missing.values().stream()
        .map(
            named ->
                List.of(
                    new CellWork(
                        named.id(),
                        named.cell(),
                        shared.computeIfAbsent(named.task(), spark::broadcast))))
        .toList();
  }

  /** Commits each outcome as it comes; the tables' only caller. */
  private final class Collector implements CellScheduler.Receiver {
    private final Map<String, PreparedSweep.NamedCell> cells;
    private final ResultTables tables;
    private final TunedPrompts prompts;
    private final Progress progress;
    private final ResultRows rows = new ResultRows(sweep);
    private final Map<String, Instant> startedAt = new HashMap<>();
    private int failed;
    private int lost;

    Collector(
        Map<String, PreparedSweep.NamedCell> cells,
        ResultTables tables,
        TunedPrompts prompts,
        Progress progress) {
      this.cells = cells;
      this.tables = tables;
      this.prompts = prompts;
      this.progress = progress;
    }

    @Override
    public void started(List<CellWork> unit) {
      unit.forEach(work -> startedAt.put(work.cellId(), Instant.now()));
      progress.started(unit.size());
    }

    @Override
    public void finished(List<CellWork> unit, List<CellReport> reports) {
      for (CellReport report : reports) {
        PreparedSweep.NamedCell named = cells.get(report.outcome().cellId());
        prompts.write(named, report.outcome());
        boolean committed = tables.commit(rows.of(named, report));
        if (!committed) {
          throw new IllegalStateException("cell " + named.id() + " came back twice");
        }
        failed += report.outcome() instanceof io.promptsweep.training.CellOutcome.Failed ? 1 : 0;
        progress.finished(
            named.label(),
            report.outcome(),
            Duration.between(report.startedAt(), report.endedAt()));
      }
    }

    @Override
    public void lost(List<CellWork> unit, Throwable cause) {
      String sentence = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      for (CellWork work : unit) {
        tables.recordAttempt(
            new AttemptRow(
                work.cellId(),
                0,
                "",
                "",
                Optional.empty(),
                "",
                startedAt.get(work.cellId()),
                Instant.now(),
                "LOST",
                Optional.of(sentence)));
      }
      lost += unit.size();
      progress.lost(unit.size(), sentence);
    }
  }
}
