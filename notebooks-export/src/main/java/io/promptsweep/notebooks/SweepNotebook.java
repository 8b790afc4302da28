package io.promptsweep.notebooks;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.SqlResource;
import io.promptsweep.analysis.chart.Chart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** What the notebook of a sweep says and asks. */
final class SweepNotebook {
  /** Rows of a view that a notebook shows. */
  static final int ROWS = 50;

  /** A chart of more rows than this can no longer be read, and makes a browser slow. */
  private static final int MOST_POINTS = 5000;

  /** What most readers want to see first; views that are not named here follow. */
  private static final List<ResultView> FIRST =
      List.of(ResultView.SUMMARY, ResultView.LEADERBOARD, ResultView.DROPOUT_EFFECT);

  private static final Pattern VIEW_BOX =
      Pattern.compile("^<svg(?![^>]* width=)[^>]* viewBox=\"\\S+ \\S+ ([0-9.]+) ([0-9.]+)\"");

  private final SparkSession spark;
  private final ResultViews views;
  private final SweepSettings settings;
  private final Function<Chart, Optional<String>> pictures;
  private final List<NotebookCell> cells = new ArrayList<>();

  private SweepNotebook(
      SparkSession spark, ResultViews views, Function<Chart, Optional<String>> pictures) {
    this.spark = spark;
    this.views = views;
    this.settings = SweepSettings.of(views);
    this.pictures = pictures;
  }

  /**
   * The notebook of the results in {@code out}.
   *
   * @param papers the folder that has the papers' numbers
   * @param expected cells of the whole sweep, where that is known
   * @param pictures makes an SVG of a chart, where it can
   */
  static Notebook of(
      SparkSession spark,
      ResultViews views,
      Path out,
      Path papers,
      OptionalInt expected,
      Function<Chart, Optional<String>> pictures) {
    SweepNotebook notebook = new SweepNotebook(spark, views, pictures);
    String title = "Results of " + out.toAbsolutePath().normalize().getFileName();
    notebook.head(title, SweepState.of(views, expected));
    notebook.cells.add(
        new NotebookCell.Places(
            "places", out.toAbsolutePath().normalize(), papers.toAbsolutePath().normalize()));
    notebook.text(
        "about-tables",
        "The next cell makes a Spark session, the tables and the views, by the statements of the SQL"
            + " script that was written with this notebook. The results follow it.");
    notebook.cells.add(new NotebookCell.Tables("tables"));
    Set<ResultView> order = new LinkedHashSet<>(FIRST);
    order.addAll(Arrays.asList(ResultView.values()));
    order.forEach(notebook::section);
    notebook.papers();
    notebook.gap();
    notebook.text("other-programs", SqlResource.text(SweepNotebook.class, "other_programs.md"));
    return new Notebook(title, notebook.cells);
  }

  private void text(String id, String markdown) {
    cells.add(new NotebookCell.Text(id, markdown));
  }

  private void head(String title, SweepState state) {
    StringBuilder text = new StringBuilder("# ").append(MarkdownText.escaped(title)).append("\n");
    state.warnings().forEach(warning -> text.append("\n- **").append(warning).append("**"));
    text.append(state.warnings().isEmpty() ? "" : "\n")
        .append("\nWritten by Promptsweep with the answers in it; run it to have them anew. ")
        .append(state.cells())
        .append(state.cells() == 1 ? " cell has" : " cells have")
        .append(" a result. A score stands beside the number of seeds (`n_seeds`) that it is the")
        .append(" mean of and their sample standard deviation. NULL is nothing; NaN was computed,")
        .append(" and that was the result.");
    if (!settings.constants().isEmpty()) {
      text.append("\n\nThe same for every cell, and therefore not in the tables below: ")
          .append(settings.sentence())
          .append('.');
    }
    text("about", text.toString());
  }

  private void section(ResultView view) {
    String id = view.sqlName().replace('_', '-');
    text("about-" + id, "## " + view.sqlName() + "\n\n" + MarkdownText.escaped(view.about()));
    NotebookChart.of(view, settings).ifPresent(this::picture);
    String sql = settings.question(view, views.view(view).schema());
    AnswerTable answer = answer(sql);
    if (answer.rows().size() == ROWS) {
      text("rows-" + id, "The first " + ROWS + " rows; without `LIMIT` there may be more.");
    }
    cells.add(new NotebookCell.Question(id, sql, answer));
  }

  private void picture(NotebookChart chart) {
    AnswerTable answer = answer(chart.sql());
    String id = chart.name() + "-chart";
    if (answer.rows().size() > MOST_POINTS) {
      text(id, "No chart: " + answer.rows().size() + " rows are too many to be read in one.");
    } else if (!answer.rows().isEmpty()) {
      Chart filled = chart.with(answer);
      cells.add(
          new NotebookCell.Picture(
              id,
              filled,
              chart.template().toPrettyString(),
              chart.sql(),
              answer,
              pictures.apply(filled).map(SweepNotebook::sized)));
    }
  }

  /** Readers show an SVG as an image, and one without a size as wide as the page. */
  private static String sized(String svg) {
    Matcher root = VIEW_BOX.matcher(svg);
    return root.find()
        ? "<svg width=\"" + root.group(1) + "\" height=\"" + root.group(2) + "\"" + svg.substring(4)
        : svg;
  }

  private void papers() {
    text(
        "about-papers",
        "## papers\n\nWhat papers print, the same beside every sweep. `doubtful` says why not to rely"
            + " on a number.");
    String sql =
        "SELECT paper, table_id, count(*) AS n_numbers, count(doubtful) AS n_doubtful\n"
            + "FROM papers\n"
            + "GROUP BY paper, table_id\n"
            + "ORDER BY table_id";
    cells.add(new NotebookCell.Question("papers", sql, answer(sql)));
  }

  private void gap() {
    text(
        "about-gap",
        "## A question in PySpark\n\nThe best epoch is chosen by its validation score, which is"
            + " therefore too high. How far is the test score below it? A mean over `DONE` cells of"
            + " all tasks, learning rates and seeds that have both; `n_cells` of them.");
    Dataset<Row> gaps =
        views
            .table(ResultTable.CELLS)
            .where("status = 'DONE' AND test_score IS NOT NULL")
            .withColumn("gap", functions.col("best_score").minus(functions.col("test_score")))
            .where("NOT isnan(gap)")
            .groupBy("method", "dropout")
            .agg(
                functions.count("gap").as("n_cells"),
                functions.avg("gap").as("mean_gap"),
                functions.stddev_samp("gap").as("std_gap"))
            .orderBy("method", "dropout");
    String code = SqlResource.text(SweepNotebook.class, "selection_gap.py");
    cells.add(new NotebookCell.Program("gap", code, "gaps", AnswerTable.of(gaps)));
  }

  private AnswerTable answer(String sql) {
    return AnswerTable.of(spark.sql(sql));
  }
}
