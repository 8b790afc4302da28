package io.promptsweep.notebooks;

import io.promptsweep.analysis.chart.Chart;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cell of a {@link Notebook}, with what it shows when it is run.
 *
 * <p>Every cell has an id: letters, digits and hyphens, unique in its notebook.
 */
sealed interface NotebookCell {
  String id();

  /** Markdown. */
  record Text(String id, String markdown) implements NotebookCell {}

  /**
   * Where the tables are, for people to change.
   *
   * @param out the output folder, absolute
   * @param papers the folder of the papers' numbers, absolute
   */
  record Places(String id, Path out, Path papers) implements NotebookCell {}

  /** Makes the tables and views of {@link SqlScript}. */
  record Tables(String id) implements NotebookCell {}

  /** A question in SQL. */
  record Question(String id, String sql, AnswerTable answer) implements NotebookCell {}

  /**
   * A program in PySpark.
   *
   * @param result the variable that has the DataFrame to show
   */
  record Program(String id, String code, String result, AnswerTable answer)
      implements NotebookCell {}

  /**
   * A chart.
   *
   * @param chart with the answer in it
   * @param template its specification without data
   * @param sql what gives its data
   * @param svg a picture of it, where there is one
   */
  record Picture(
      String id, Chart chart, String template, String sql, AnswerTable answer, Optional<String> svg)
      implements NotebookCell {}
}
