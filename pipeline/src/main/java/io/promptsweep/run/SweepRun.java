package io.promptsweep.run;

import io.promptsweep.checkpoint.CheckpointFolder;
import io.promptsweep.files.LocalPath;
import io.promptsweep.output.CancelFile;
import io.promptsweep.output.EventLog;
import io.promptsweep.output.StoredConfiguration;
import io.promptsweep.prepare.Extension;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.schedule.CellScheduler;
import io.promptsweep.schedule.CellWork;
import io.promptsweep.schedule.MicroBatches;
import io.promptsweep.schedule.Progress;
import io.promptsweep.schedule.TrainingJob;
import io.promptsweep.schedule.UnitJob;
import io.promptsweep.sweep.RunSettings;
import io.promptsweep.sweep.RunSettings.CheckpointPlace;
import io.promptsweep.tables.ResultTables;
import io.promptsweep.tables.RunConfiguration;
import io.promptsweep.tables.SweepRecord;
import io.promptsweep.training.data.TokenizedTask;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  /** How a run ended. */
  public enum End {
    /** Every cell had its turn. */
    COMPLETE,
    /** {@code run.on-error} ended it. */
    ENDED_ON_FAILURES,
    /** {@code promptsweep cancel} ended it. */
    CANCELLED,
    /** Spark's application ended under it. */
    SPARK_STOPPED
  }

  /**
   * How it went.
   *
   * @param cells of all configurations that the folder was run with
   * @param before of those, finished by earlier runs
   * @param trained finished by this run, failed ones included
   * @param failed of those, without success
   * @param lost without a result: their executors died, or they were cut off
   * @param untried never begun, because the run ended before
   * @param end how it ended
   */
  public record Summary(
      int cells, int before, int trained, int failed, int lost, int untried, End end) {
    /** Cells of other configurations that have no result and were no part of this run. */
    public int elsewhere() {
      return cells - before - trained - lost - untried;
    }
  }

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
   * @throws io.promptsweep.problem.InvalidInputException if the cells in the output folder have
   *     other settings or inputs, or it cannot be written; finished cells are safe
   */
  public Summary run(Options options) throws InterruptedException {
    return run(options, trainingJob(checkpoints(sweep, options.out())));
  }

  /**
   * Has {@code job} done with each cell that is missing, in place of training; to measure what
   * everything else costs.
   */
  public Summary run(Options options, UnitJob job) throws InterruptedException {
    ResultTables.Options keeping = ResultTables.Options.defaults();
    Extension extension = new Extension(sweep, options.out());
    try (ResultTables tables =
        ResultTables.open(
            options.out(),
            configuration(options.version()),
            places(),
            extension,
            options.retryFailed() ? keeping.retryingFailed() : keeping)) {
      tables.recordEnvironment(
          Environment.describe(
              sweep.config(),
              options.home(),
              options.version(),
              spark.version(),
              options.commandLine()));
      CancelFile.delete(options.out()); // one that an earlier run was asked by
      StoredConfiguration.write(options.out(), sweep, tables.sweepId());
      Map<String, PreparedSweep.NamedCell> missing = missing(tables);
      FolderCells folder =
          new FolderCells(
              tables.sweepId(),
              tables.all().size(),
              tables.withResult(tables.all()) - tables.withResult(missing.keySet()));
      messages.printf(
          Locale.ROOT,
          "sweep %s (%s): %d cells, %d finished before, %d to train%s%n",
          sweep.config().name(),
          tables.sweepId(),
          sweep.cells().size(),
          sweep.cells().size() - missing.size(),
          missing.size(),
          folder.cells() == sweep.cells().size()
              ? ""
              : String.format(
                  Locale.ROOT,
                  "; the folder has %d with those of other configurations",
                  folder.cells()));
      sweep.warnings().forEach(warning -> messages.println("warning: " + warning));
      Optional<CheckpointFolder> checkpoints = checkpoints(sweep, options.out());
      checkpoints.ifPresent(states -> states.retain(tables.withoutSuccess(tables.all())));
      try (Progress progress = new Progress(messages, terminal, missing.size());
          EventLog events = new EventLog(options.out())) {
        events.add(
            "sweep-started",
            "sweep_id",
            tables.sweepId(),
            "configuration",
            sweep.sweepId(),
            "cells",
            sweep.cells().size(),
            "to_train",
            missing.size(),
            "application",
            spark.sc().applicationId(),
            "command",
            options.commandLine());
        Collector collector =
            new Collector(
                sweep,
                options.out(),
                folder,
                missing,
                tables,
                checkpoints,
                progress,
                events,
                new ResultRows(sweep, extension.backboneName()));
        collector.writeStatus("");
        scheduler(job).run(units(missing), collector);
        CancelFile.delete(options.out());
        return collector.summary();
      }
    }
  }

  private RunConfiguration configuration(String version) {
    Map<String, String> config = new TreeMap<>();
    sweep.config().resolved().forEach((key, value) -> config.put(key, String.valueOf(value)));
    return new RunConfiguration(
        sweep.sweepId(),
        config,
        Instant.now(),
        version,
        sweep.backboneDigest(),
        sweep.dataDigests());
  }

  /** Each cell's place in the grid; it stands in a line of its own. */
  private Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    sweep
        .cells()
        .forEach(named -> places.put(named.id(), named.label().replaceAll("[\\t\\r\\n]", " ")));
    return places;
  }

  private Map<String, PreparedSweep.NamedCell> missing(ResultTables tables) {
    Map<String, PreparedSweep.NamedCell> all = new LinkedHashMap<>();
    sweep.cells().forEach(named -> all.put(named.id(), named));
    Map<String, PreparedSweep.NamedCell> missing = new LinkedHashMap<>();
    tables.missing(all.keySet()).forEach(id -> missing.put(id, all.get(id)));
    return missing;
  }

  /** Where a sweep into {@code out} keeps the state of its cells, if anywhere. */
  public static Optional<CheckpointFolder> checkpoints(PreparedSweep sweep, Path out) {
    CheckpointPlace place = sweep.config().run().checkpoints();
    if (place instanceof CheckpointPlace.Off) {
      return Optional.empty();
    }
    // Other sweeps may share a folder of the user's choice, and each clears its own.
    String folder =
        place instanceof CheckpointPlace.Folder chosen
            ? chosen.uri() + "/" + sweepId(sweep, out)
            : out.resolve("_checkpoints").toString();
    return Optional.of(
        new CheckpointFolder(
            LocalPath.isRemote(folder) // executors have another current directory
                ? folder
                : Path.of(folder).toAbsolutePath().normalize().toString()));
  }

  /** The id of the sweep in {@code out}, which its first configuration gave it. */
  private static String sweepId(PreparedSweep sweep, Path out) {
    return Files.exists(out.resolve("sweep.json"))
        ? SweepRecord.of(out).sweepId()
        : sweep.sweepId();
  }

  private TrainingJob trainingJob(Optional<CheckpointFolder> checkpoints) {
    RunSettings run = sweep.config().run();
    return new TrainingJob(
        sweep.executorBackbone(),
        run.threadsPerCell().orElse(0),
        checkpoints.orElse(null),
        new MicroBatches(run.microBatch().rows().orElse(0), run.microBatch().halve()),
        run.cellTimeLimit().orElse(null));
  }

  private CellScheduler scheduler(UnitJob job) {
    RunSettings run = sweep.config().run();
    return new CellScheduler(
        spark,
        job,
        new CellScheduler.Options(
            run.parallelCells(), run.retries(), run.retryWait(), run.noProgressLimit()));
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
                        named.label(),
                        named.cell(),
                        shared.computeIfAbsent(named.task(), spark::broadcast))))
        .toList();
  }
}
