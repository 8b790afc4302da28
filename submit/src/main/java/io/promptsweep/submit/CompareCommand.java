package io.promptsweep.submit;

import io.promptsweep.analysis.MadeUp;
import io.promptsweep.analysis.QueryFormat;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.comparison.Verdict;
import io.promptsweep.analysis.papers.PaperResults;
import io.promptsweep.analysis.papers.PaperTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep compare}: a sweep beside what papers print. */
@Command(
    name = "compare",
    description = {
      "Sets the scores of a sweep beside the numbers of a paper's table, with a verdict each:"
          + " reproduced (the difference is within the noise of the seeds), above, below, undecided"
          + " (one seed has no spread), not comparable (and in what the protocols differ), or"
          + " missing.",
      "Differences of protocol are computed from the cells' configurations and the preset in"
          + " conf/papers that the paper's numbers belong to. docs/comparison.md explains every"
          + " column.",
      "Without a table: how many numbers of each table there are ours for."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep compare out/superpos superpos/table1",
      "  promptsweep compare out/superpos superpos/table1 --csv > table1.csv",
      "  promptsweep compare out/superpos"
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "Such as superpos/table1.")
  private String table;

  @Option(names = "--all", description = "Also numbers without one of ours.")
  private boolean all;

  @Mixin private FormatOptions format;

  @Override
  public Integer call() throws IOException {
    PaperResults papers = PaperResults.shipped();
    List<PaperTable> tables = table == null ? papers.tables() : List.of(papers.table(table));
    ForeignFiles.report(spec, dir);
    try (SparkSession spark = Sessions.forQueries()) {
      ResultViews ours = ResultViews.over(spark, dir);
      MadeUp.refuse(ours);
      PrintWriter out = spec.commandLine().getOut();
      if (table == null) {
        out.print(format.chosen().of(overview(tables, ours)));
      } else {
        Comparison comparison = Comparison.of(tables.get(0), ours, PaperPresets::cells);
        out.print(
            format.chosen() == QueryFormat.TABLE
                ? ComparisonText.of(comparison, all)
                : format.chosen().of(comparison.rows()));
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  private static List<Map<String, Object>> overview(List<PaperTable> tables, ResultViews ours) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Comparison comparison : Comparison.of(tables, ours, PaperPresets::cells)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("table", comparison.table().id());
      row.put("numbers", comparison.lines().size());
      for (Verdict verdict : Verdict.values()) {
        row.put(verdict.words(), comparison.count(verdict));
      }
      row.put("doubtful", comparison.doubtful());
      rows.add(row);
    }
    return rows;
  }
}
