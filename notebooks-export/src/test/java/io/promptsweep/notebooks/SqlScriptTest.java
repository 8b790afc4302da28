package io.promptsweep.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.analysis.PapersView;
import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlScriptTest {
  private static final Pattern STATEMENT_END = Pattern.compile(";\n(?=\n|$)");
  private static final SparkSession SPARK = SmallSweep.spark();

  @TempDir Path folder;

  @AfterAll
  static void stop() throws IOException {
    SPARK.close();
  }

  private static List<List<Row>> run(SparkSession session, Path script) throws IOException {
    List<List<Row>> answers = new ArrayList<>();
    for (String statement : STATEMENT_END.split(Files.readString(script), -1)) {
      if (!statement.isBlank()) {
        answers.add(session.sql(statement).collectAsList());
      }
    }
    return answers;
  }

  @Test
  void everyStatementOfTheFileRunsAndTheViewsAreThoseOfAnalysis() throws IOException {
    Path out = SmallSweep.write(SPARK, folder.resolve(SmallSweep.HOSTILE));
    Path target = folder.resolve("views.sql");
    SqlScript.write(out, target);
    SparkSession fresh = SPARK.newSession();
    List<List<Row>> answers = run(fresh, target);
    int tables = ResultTable.values().length;
    int views = ResultView.values().length;
    assertThat(answers).hasSize(tables + 2 * views);
    ResultViews direct = ResultViews.over(SPARK.newSession(), out);
    Iterator<List<Row>> questions = answers.listIterator(tables + views);
    for (ResultView view : ResultView.values()) {
      assertThat(questions.next().toString())
          .as(view.sqlName())
          .isEqualTo(direct.view(view).collectAsList().toString());
      assertThat(fresh.table(view.sqlName()).schema().catalogString())
          .isEqualTo(direct.view(view).schema().catalogString());
    }
    assertThat(fresh.sql("SELECT method, n_seeds FROM leaderboard ORDER BY n_seeds DESC").first())
        .hasToString("[vanilla,2]");
  }

  @Test
  void thePapersBesideANotebookAreThoseOfAnalysis() throws IOException {
    Path out = SmallSweep.empty(folder.resolve("out"));
    Path to = Files.createDirectory(folder.resolve(SmallSweep.HOSTILE));
    ResultViews.over(SPARK, out);
    List<Row> shipped = SPARK.table(PapersView.SQL_NAME).collectAsList();
    SPARK.table(PapersView.SQL_NAME).coalesce(1).write().parquet(to.resolve("papers").toString());
    Path target = folder.resolve("views.sql");
    SqlScript.write(out, Optional.of(to), target);
    SparkSession fresh = SPARK.newSession();
    run(fresh, target);
    assertThat(fresh.table(PapersView.SQL_NAME).collectAsList()).isEqualTo(shipped).isNotEmpty();
  }

  @Test
  void refusesAFolderThatLacksATable() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> SqlScript.write(empty, folder.resolve("views.sql")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            empty
                + " has no folder 'cells'; expected the output folder of a sweep, which"
                + " 'promptsweep run' makes.");
    assertThat(folder.resolve("views.sql")).doesNotExist();
  }
}
