package io.promptsweep.submit;

import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.run.SweepRun;
import io.promptsweep.schedule.CellReport;
import io.promptsweep.schedule.CellWork;
import io.promptsweep.schedule.UnitJob;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.training.CellOutcome;
import io.promptsweep.training.EpochMetrics;
import io.promptsweep.training.Health;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptsweep bench-scheduler}: what a sweep costs beside training. */
@Command(
    name = "bench-scheduler",
    description = {
      "Runs a sweep whose cells train nothing and report made-up epochs: what scheduling,"
          + " committing and publishing cost a cell, the driver's heap, and the number of files.",
      "The tables it writes are no results, and say so by their ids and their protocol; the output"
          + " folder should be thrown away."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer =
        "  promptsweep bench-scheduler conf/quickstart.conf --out out/bench"
            + " --set sweep.seeds=0..249 --epochs 100")
final class BenchSchedulerCommand implements Callable<Integer> {
  private static final int MOST_EPOCHS = 100_000;

  @Spec private CommandSpec spec;
  @Mixin private SweepOptions sweep;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A new or empty folder.")
  private Path out;

  @Option(names = "--epochs", description = "Made-up epochs a cell (default: 10).")
  private int epochs = 10;

  /** Trains nothing. */
  private record Nothing(int epochs) implements UnitJob {
    @Override
    public List<CellReport.Carried> train(List<CellWork> work) {
      Instant now = Instant.now();
      return work.stream()
          .map(
              cell ->
                  new CellReport.Carried(
                      outcome(cell.cellId()),
                      new CellReport.Place(0, "driver", "localhost", null, "cpu()"),
                      0,
                      List.of(),
                      0,
                      now,
                      now))
          .toList();
    }

    private CellOutcome outcome(String cellId) {
      List<EpochMetrics> made =
          IntStream.rangeClosed(1, epochs)
              .mapToObj(
                  epoch ->
                      new EpochMetrics(
                          epoch, epoch, 1, 1, 0.5, Map.of("accuracy", 0.5), 0.1, 1, 1, 1, 1))
              .toList();
      return new CellOutcome.Trained(
          cellId, made, epochs, made.get(0), 0.5, Map.of("accuracy", 0.5), Health.OK, Map.of());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Range.check("--epochs", epochs, 1, MOST_EPOCHS);
    OutputPlace.checkFolder("--out", out);
    MadeUpSweep.checkNew(out);
    SweepConfig config = sweep.load(MadeUpSweep.SETTING);
    PrintWriter results = spec.commandLine().getOut();
    long preparing = System.nanoTime();
    PreparedSweep prepared =
        MadeUpSweep.of(PreparedSweep.of(config, Home.tasks(config.data().ownTasks())));
    int cells = prepared.cells().size();
    results.printf(Locale.ROOT, "%d cells prepared in %.1f s%n", cells, seconds(preparing));
    try (SparkSession spark = Sessions.forRun(config)) {
      PrintStream progress =
          new PrintStream(new HeapWatch(results, cells), true, StandardCharsets.UTF_8);
      long started = System.nanoTime();
      long processor = processorNanos();
      new SweepRun(
              prepared, JavaSparkContext.fromSparkContext(spark.sparkContext()), progress, false)
          .run(
              new SweepRun.Options(out, false, Home.folder(), Version.current(), "bench-scheduler"),
              new Nothing(epochs));
      results.printf(
          Locale.ROOT,
          "%d cells of %d epochs in %.1f s: %.2f ms a cell, %.2f ms of processor time; %d Parquet"
              + " files%n",
          cells,
          epochs,
          seconds(started),
          1e3 * seconds(started) / cells,
          (processorNanos() - processor) / 1e6 / cells,
          files());
      results.flush();
    }
    return ExitCode.DONE;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** Of this process, all threads together. */
  private static long processorNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(out)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  /** Counts finished cells by their lines, and says how large the heap is at each fifth. */
  private static final class HeapWatch extends OutputStream {
    private final PrintWriter results;
    private final int each;
    private int lines;

    HeapWatch(PrintWriter results, int cells) {
      this.results = results;
      this.each = Math.max(1, cells / 5);
    }

    @Override
    public void write(int b) {
      if (b == '\n' && ++lines % each == 0) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        results.printf(
            Locale.ROOT,
            "after %d cells: %d MB of heap%n",
            lines,
            (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        results.flush();
      }
    }
  }
}
