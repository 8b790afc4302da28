package io.promptsweep.analysis.report;

import io.promptsweep.analysis.chart.VegaScripts;
import io.promptsweep.analysis.chart.VegaSvg;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.report.document.Report;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import io.promptsweep.analysis.report.render.CsvFile;
import io.promptsweep.analysis.report.render.HtmlPage;
import io.promptsweep.analysis.report.render.LatexTable;
import io.promptsweep.analysis.report.render.MarkdownText;
import io.promptsweep.analysis.report.section.ReportText;
import io.promptsweep.problem.FileProblem;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a report: {@code index.html}, {@code report.md}, {@code tables/NAME.csv} and {@code
 * .tex}, {@code charts/NAME.svg}, and their list {@code files.txt}, by which the next report knows
 * what to take away.
 */
public final class ReportFolder {
  private static final String PAGE = "index.html";
  private static final String LIST = "files.txt";

  private ReportFolder() {}

  /**
   * Writes the report into {@code to}, in place of an earlier one there; other files stay.
   *
   * @param comparisons with papers, in the order that they are to stand in; none is fine
   * @return the page
   * @throws InvalidInputException if the folder cannot be written
   */
  public static Path write(
      ReportFacts facts, SweepFacts sweep, List<Comparison> comparisons, Path to) {
    Report report = ReportText.of(facts, sweep, comparisons);
    Map<String, String> files = files(report);
    try {
      removeEarlier(to, files);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = to.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      Files.write(to.resolve(LIST), files.keySet());
      return to.resolve(PAGE);
    } catch (IOException e) {
      throw new InvalidInputException(
          to + " cannot be written: " + FileProblem.of(e) + "; free space or name another --to.",
          e);
    }
  }

  /** Every file's content by its place in the folder. */
  static Map<String, String> files(Report report) {
    Map<String, String> pictures = new LinkedHashMap<>();
    if (!report.figures().isEmpty()) {
      try (VegaSvg vega = VegaSvg.ifAvailable().orElse(null)) {
        if (vega != null) {
          report.figures().forEach(f -> pictures.put(f.chart().name(), vega.render(f.chart())));
        }
      }
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put(PAGE, HtmlPage.of(report, pictures, VegaScripts.all()));
    files.put("report.md", MarkdownText.of(report));
    for (Table table : report.tables()) {
      files.put("tables/" + table.name() + ".csv", CsvFile.of(table));
      files.put("tables/" + table.name() + ".tex", LatexTable.of(table));
    }
    pictures.forEach((name, svg) -> files.put("charts/" + name + ".svg", svg));
    return files;
  }

  /** Takes away what an earlier report wrote and this one does not: it would pass for current. */
  private static void removeEarlier(Path to, Map<String, String> files) throws IOException {
    if (!Files.exists(to.resolve(LIST))) {
      return;
    }
    for (String earlier : Files.readAllLines(to.resolve(LIST))) {
      boolean ours = earlier.matches("(tables|charts)/[a-z0-9-]+\\.(csv|tex|svg)");
      if (ours && !files.containsKey(earlier)) {
        Files.deleteIfExists(to.resolve(earlier));
      }
    }
  }
}
