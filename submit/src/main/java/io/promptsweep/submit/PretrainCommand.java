package io.promptsweep.submit;

import io.promptsweep.pretrain.PretrainConfig;
import io.promptsweep.pretrain.PretrainRun;
import io.promptsweep.run.SweepRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep pretrain}: trains a small T5 from scratch. */
@Command(
    name = "pretrain",
    description = {
      "Trains a small T5 v1.1 from scratch, phase by phase, and writes a Hugging Face folder.",
      "Each phase is a sweep of one cell with its own configuration and tables below DIR/phases.",
      "Running the same command again goes on after the last finished phase."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep pretrain conf/pretrain/toy-backbone.conf --out out/toy-backbone",
      "  promptsweep pretrain conf/pretrain/toy-backbone.conf --out out/prose --set"
          + " text=[books.txt.gz] --set tokenizer=/models/t5-small --set phase.instructions=0"
    })
final class PretrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description =
          "Configuration of the pre-training (HOCON), such as conf/pretrain/toy-backbone.conf.")
  private Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the configuration, such as seed=1; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder: DIR/backbone is the result.")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OutputPlace.checkFolder("--out", out);
    PretrainConfig config = PretrainConfig.load(conf, sets);
    try (SparkSession spark = Sessions.forOneCell("promptsweep pretrain " + config.name())) {
      SweepRun.Options options =
          new SweepRun.Options(
              out,
              true,
              Home.folder(),
              Version.current(),
              "promptsweep "
                  + String.join(
                      " ", spec.commandLine().getParent().getParseResult().originalArgs()));
      Path backbone =
          new PretrainRun(config, out, System.err)
              .run(JavaSparkContext.fromSparkContext(spark.sparkContext()), options);
      spec.commandLine().getOut().println("backbone in " + backbone);
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    }
  }
}
