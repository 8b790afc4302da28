package io.promptsweep.submit;

import io.promptsweep.backbone.TokenizerFit;
import io.promptsweep.checkpoint.CheckpointFolder;
import io.promptsweep.doctor.Doctor;
import io.promptsweep.doctor.Finding;
import io.promptsweep.node.NodeBackbone;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.run.SweepRun;
import io.promptsweep.sweep.SweepConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep doctor}: what is wrong here and on every executor. */
@Command(
    name = "doctor",
    description = {
      "Checks the driver and every executor: Java and Spark, native libraries, GPUs, writable"
          + " caches, clocks; with a configuration also its data, the backbone's digest and the"
          + " checkpoints' folder. Says what to do.",
      "Exit status: 0 nothing that would make cells fail, 1 something."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep doctor",
      "  promptsweep doctor conf/real-data.conf --out out/real --master spark://host:7077"
          + " --properties-file conf/cluster/standalone.properties"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONF",
      description = "Configuration of the sweep that is to run.")
  private Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the configuration; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder of that sweep, for its checkpoints.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Sessions.refuseGpusInLocalMode();
    NodeBackbone backbone = null;
    CheckpointFolder checkpoints = null;
    List<Finding> findings = new ArrayList<>();
    if (conf != null) {
      SweepConfig config = SweepOptions.load(conf, sets);
      PreparedSweep sweep = PreparedSweep.of(config, Home.tasks(config.data().ownTasks()));
      backbone = sweep.executorBackbone();
      TokenizerFit.warnings(sweep.backboneDir())
          .forEach(text -> findings.add(new Finding(Finding.Level.WARN, "backbone", text)));
      sweep
          .warnings()
          .forEach(warning -> findings.add(new Finding(Finding.Level.WARN, "data", warning)));
      checkpoints = out == null ? null : SweepRun.checkpoints(sweep, out).orElse(null);
    }
    try (SparkSession spark = Sessions.forTraining("promptsweep doctor", "local[*]")) {
      findings.addAll(
          new Doctor(JavaSparkContext.fromSparkContext(spark.sparkContext()), backbone, checkpoints)
              .examine());
      PrintWriter results = spec.commandLine().getOut();
      findings.forEach(
          finding ->
              results.printf(
                  Locale.ROOT, "%-5s %s: %s%n", finding.level(), finding.where(), finding.text()));
      results.flush();
      return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR)
          ? ExitCode.SOME_FAILED
          : ExitCode.DONE;
    }
  }
}
