package io.promptsweep.submit;

import io.promptsweep.analysis.Query;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.papers.PaperResults;
import io.promptsweep.analysis.papers.PaperTable;
import io.promptsweep.analysis.report.ReportFolder;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import io.promptsweep.output.SweepStatus;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.tables.SweepRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep report}: an output folder as a page to read. */
@Command(
    name = "report",
    description = {
      "Writes a report of a sweep: one HTML page that needs no network and no server, the same as"
          + " Markdown, each table as LaTeX and CSV, each chart as SVG.",
      "docs/report.md tells how each number is made. Works while the sweep is still running, and"
          + " says on top what is missing. A run writes the report at its end."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep report out/quickstart",
      "  promptsweep report out/superpos --against superpos/table1 --to paper/results"
    })
final class ReportCommand implements Callable<Integer> {
  private static final String EMBEDDED = "embedded";

  private static final DateTimeFormatter FOR_PEOPLE =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where the report goes (default: DIR/report).")
  private Path to;

  @Option(
      names = "--against",
      paramLabel = "TABLE",
      description =
          "A paper's table to compare with, such as superpos/table1; may be repeated (default:"
              + " every table that there is a score for).")
  private List<String> against = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Path folder = to == null ? dir.resolve("report") : to;
    OutputPlace.checkFolder("--to", folder);
    List<PaperTable> tables = against.stream().map(PaperResults.shipped()::table).toList();
    ForeignFiles.report(spec, dir);
    try (SparkSession spark = Sessions.forQueries()) {
      Path page = write(spark, dir, folder, tables);
      spec.commandLine().getOut().println("report in " + page);
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    }
  }

  /**
   * Writes the report of {@code dir} into {@code to}.
   *
   * @param tables to compare with; none: every table of a paper that there is a score for
   * @return the page
   */
  static Path write(SparkSession spark, Path dir, Path to, List<PaperTable> tables) {
    Query query = new Query(spark, dir);
    ReportFacts facts = query.ask(ReportFacts::read);
    List<Comparison> comparisons =
        query.ask(
            views ->
                Comparison.of(
                    tables.isEmpty() ? PaperResults.shipped().tables() : tables,
                    views,
                    PaperPresets::cells));
    if (tables.isEmpty()) {
      comparisons = comparisons.stream().filter(Comparison::hasOurs).toList();
    }
    return ReportFolder.write(facts, sweep(dir), comparisons, to);
  }

  /** What the folder says beside its tables; tables that were copied alone say less. */
  private static SweepFacts sweep(Path dir) {
    Map<String, String> config = Map.of();
    OptionalInt planned = OptionalInt.empty();
    boolean writing = false;
    try {
      config = SweepRecord.of(dir).latest().config();
      writing = SweepStatus.isAlive(dir);
      planned = OptionalInt.of(SweepStatus.read(dir).cells());
    } catch (InvalidInputException e) {
      // The report says that it does not know.
    }
    return new SweepFacts(
        dir.toString(),
        config.getOrDefault("sweep.name", ""),
        planned,
        writing,
        EMBEDDED.equals(config.get("backbone.path")) || EMBEDDED.equals(config.get("data.dir")),
        Version.current(),
        FOR_PEOPLE.format(Instant.now()));
  }
}
