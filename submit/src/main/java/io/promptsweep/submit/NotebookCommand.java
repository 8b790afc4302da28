package io.promptsweep.submit;

import io.promptsweep.analysis.chart.VegaSvg;
import io.promptsweep.notebooks.NotebookFolder;
import io.promptsweep.output.SweepStatus;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep notebook}: a sweep's tables, views and charts as notebooks. */
@Command(
    name = "notebook",
    description = {
      "Writes notebooks over the tables of a sweep, with the answers already in them: NAME.ipynb"
          + " for Jupyter, NAME.zpln for Zeppelin, and NAME.sql as promptsweep script does; NAME is"
          + " the output folder's.",
      "docs/notebooks.md says what they need to run. Works while the sweep is still running."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep notebook out/quickstart",
      "  promptsweep notebook out/quickstart --to notebooks"
    })
final class NotebookCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where the notebooks go (default: DIR/notebook).")
  private Path to;

  @Override
  public Integer call() throws IOException {
    Path folder = to == null ? dir.resolve("notebook") : to;
    OutputPlace.checkFolder("--to", folder);
    ForeignFiles.report(spec, dir);
    try (SparkSession spark = Sessions.forQueries();
        VegaSvg pictures = VegaSvg.ifAvailable().orElse(null)) {
      // The tables are small, and the questions many: compiling them takes longer than the answers.
      spark.conf().set("spark.sql.codegen.wholeStage", false);
      NotebookFolder.write(
              spark,
              dir,
              folder,
              cells(),
              chart -> Optional.ofNullable(pictures).map(vega -> vega.render(chart)))
          .forEach(file -> spec.commandLine().getOut().println("wrote " + file));
    }
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }

  /** Cells of the whole sweep, if a run has written them down. */
  private OptionalInt cells() {
    try {
      return OptionalInt.of(SweepStatus.read(dir).cells());
    } catch (InvalidInputException e) {
      return OptionalInt.empty();
    }
  }
}
