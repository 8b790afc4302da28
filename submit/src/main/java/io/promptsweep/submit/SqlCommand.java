package io.promptsweep.submit;

import io.promptsweep.analysis.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep sql}: questions to the result tables. */
@Command(
    name = "sql",
    description = {
      "Queries the tables of a sweep: cells, epochs, attempts, environment, and the views best_epoch,"
          + " leaderboard, summary, learning_curves, learning_rate_sensitivity, dropout_effect, convergence, efficiency, failures; and papers,"
          + " the numbers that papers print.",
      "docs/tables.md explains every column. Works while the sweep is still running."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep sql out/quickstart \"SELECT * FROM summary\"",
      "  promptsweep sql out/quickstart --csv \"SELECT cell_id, epoch, score FROM epochs\""
    })
final class SqlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Parameters(index = "1", paramLabel = "SQL", description = "One statement of Spark SQL.")
  private String sql;

  @Mixin private FormatOptions format;

  @Override
  public Integer call() throws IOException {
    ForeignFiles.report(spec, dir);
    try (SparkSession spark = Sessions.forQueries()) {
      spec.commandLine().getOut().print(new Query(spark, dir).answer(sql, format.chosen()));
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    }
  }
}
