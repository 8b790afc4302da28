package io.promptsweep.submit;

import io.promptsweep.analysis.Query;
import io.promptsweep.analysis.QueryFormat;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.prepare.SelectionWarning;
import io.promptsweep.run.SweepRun;
import io.promptsweep.sweep.Location;
import io.promptsweep.sweep.SweepConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptsweep run}: trains what a sweep's output folder lacks. */
@Command(
    name = "run",
    description = {
      "Trains every cell of a sweep that its output folder does not hold yet.",
      "Running the same command again goes on where the last run ended, however it ended. A larger"
          + " grid (more seeds, learning rates, methods, tasks) into the same folder trains what is new."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep run conf/quickstart.conf --out out/quickstart",
      "  promptsweep run conf/real-data.conf --out out/real --set backbone.path=/models/t5-small"
          + " --set data.dir=/data",
      "  promptsweep run conf/real-data.conf --out out/real --master spark://host:7077"
          + " --conf spark.executor.cores=4"
    })
final class RunCommand implements Callable<Integer> {
  private static final String SUMMARY =
      "SELECT method, dropout, n_tasks, n_seeds, mean_score, std_score, mean_test_score,"
          + " std_test_score, n_failed FROM summary";

  private static final String TOY_WORLD =
      "This is a toy world: made-up sentences, and where the backbone is embedded, one of 0.9"
          + " million parameters. It shows how a sweep works and is no evidence about the methods"
          + " or their papers.";

  @Spec private CommandSpec spec;
  @Mixin private SweepOptions sweep;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder: the tables, one folder each.")
  private Path out;

  @Option(
      names = "--retry-failed",
      description = "Train cells again that FAILED or were STOPPED in earlier runs.")
  private boolean retryFailed;

  @Option(
      names = "--on-error",
      paramLabel = "WHAT",
      description =
          "What a failed cell means for the others: continue, stop-after=N (none begins after N"
              + " failures) or fail-fast (those in training are cut off); the same as --set"
              + " run.on-error=WHAT.")
  private String onError;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return train(
        spec,
        onError == null ? sweep.load() : sweep.load("run.on-error=\"" + onError + "\""),
        out,
        retryFailed);
  }

  /** Trains what {@code out} lacks of {@code config}, prints the result, and says how it ended. */
  static int train(CommandSpec spec, SweepConfig config, Path out, boolean retryFailed)
      throws IOException, InterruptedException {
    OutputPlace.checkFolder("--out", out);
    MadeUpSweep.refuse(config, out);
    Sessions.refuseGpusInLocalMode();
    return train(
        spec, PreparedSweep.of(config, Home.tasks(config.data().ownTasks())), out, retryFailed);
  }

  /** The same with a sweep that has been prepared. */
  static int train(CommandSpec spec, PreparedSweep prepared, Path out, boolean retryFailed)
      throws IOException, InterruptedException {
    SweepConfig config = prepared.config();
    PrintWriter results = spec.commandLine().getOut();
    SweepRun.Summary summary;
    try (SparkSession spark = Sessions.forRun(config)) {
      SweepRun run =
          new SweepRun(
              prepared,
              JavaSparkContext.fromSparkContext(spark.sparkContext()),
              System.err,
              Terminal.showsStandardError());
      summary =
          run.run(
              new SweepRun.Options(
                  out, retryFailed, Home.folder(), Version.current(), commandLine(spec)));
    }
    ForeignFiles.report(spec, out);
    try (SparkSession spark = Sessions.onDriver()) {
      results.println(new Query(spark, out).answer(SUMMARY, QueryFormat.TABLE));
      results.printf(
          Locale.ROOT,
          "%d of %d cells finished (%d before this run), %d failed, %d lost; tables in %s%n",
          summary.before() + summary.trained(),
          summary.cells(),
          summary.before(),
          summary.failed(),
          summary.lost(),
          out);
      if (summary.end() != SweepRun.End.COMPLETE) {
        results.println(sentence(summary));
      }
      SelectionWarning.of(config, prepared.source().library()).ifPresent(results::println);
      if (summary.elsewhere() > 0) {
        results.printf(
            Locale.ROOT,
            "%d cells of other configurations of this folder have no result; promptsweep retry %s"
                + " trains them.%n",
            summary.elsewhere(),
            out);
      }
      if (onToyWorld(config)) {
        results.println(TOY_WORLD);
      }
      results.flush();
      if (config.run().report()) {
        results.println(report(spark, out));
      }
      results.flush();
    }
    return exitCode(summary);
  }

  /** Writes the report; a failure costs only this, as the tables are complete without it. */
  private static String report(SparkSession spark, Path out) {
    try {
      return "report in " + ReportCommand.write(spark, out, out.resolve("report"), List.of());
    } catch (RuntimeException e) {
      return String.format(
          Locale.ROOT,
          "The report could not be written: %s The tables are complete; promptsweep report %s tries"
              + " again.",
          e.getMessage(),
          out);
    }
  }

  private static String sentence(SweepRun.Summary summary) {
    String why =
        switch (summary.end()) {
          case COMPLETE -> "";
          case ENDED_ON_FAILURES ->
              String.format(
                  Locale.ROOT,
                  "Ended after %d failed cells, as run.on-error says",
                  summary.failed());
          case CANCELLED -> "Cancelled";
          case SPARK_STOPPED -> "Ended because Spark's application ended";
        };
    return String.format(
        Locale.ROOT,
        "%s: %d cells have not been tried; the same command goes on.",
        why,
        summary.untried());
  }

  private static int exitCode(SweepRun.Summary summary) {
    return switch (summary.end()) {
      case CANCELLED, SPARK_STOPPED -> ExitCode.INTERRUPTED;
      case ENDED_ON_FAILURES -> ExitCode.SOME_FAILED;
      case COMPLETE ->
          summary.lost() > 0
              ? ExitCode.INTERRUPTED
              : summary.failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.DONE;
    };
  }

  private static boolean onToyWorld(SweepConfig config) {
    return config.backbone().location() instanceof Location.Embedded
        || config.data().location() instanceof Location.Embedded;
  }

  private static String commandLine(CommandSpec spec) {
    return "promptsweep "
        + String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
  }
}
