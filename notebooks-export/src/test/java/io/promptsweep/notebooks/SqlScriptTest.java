package io.promptsweep.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.UnusableResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlScriptTest {
  private static final String CELL =
      "{\"sweep_id\":\"s1\",\"cell_id\":\"c%d\",\"method\":\"vanilla\",\"task\":\"rte\",\"seed\":%d,"
          + "\"learning_rate\":0.3,\"dropout\":false,\"status\":\"DONE\",\"best_score\":0.5,"
          + "\"best_epoch\":0,\"axes\":{}}";

  private static final Pattern STATEMENT_END = Pattern.compile(";\n(?=\n|$)");

  @TempDir Path folder;
  private Path out;
  private SparkSession spark;

  @BeforeEach
  void writeTwoCells() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 1)
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    out = folder.resolve("it's; [out]");
    for (ResultTable table : ResultTable.values()) {
      Files.createDirectories(out.resolve(table.sqlName()).resolve("sweep_id=s1"));
    }
    spark
        .read()
        .schema(ResultTable.CELLS.schema())
        .json(
            spark.createDataset(
                List.of(CELL.formatted(1, 1), CELL.formatted(2, 2)), Encoders.STRING()))
        .drop("sweep_id")
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(out.resolve("cells/sweep_id=s1").toString());
  }

  @Test
  void everyStatementOfTheFileRunsAndTheViewsAreThoseOfAnalysis() throws IOException {
    Path target = folder.resolve("views.sql");
    SqlScript.write(out, target);
    SparkSession fresh = spark.newSession();
    List<List<Row>> answers = new ArrayList<>();
    for (String statement : STATEMENT_END.split(Files.readString(target), -1)) {
      if (!statement.isBlank()) {
        answers.add(fresh.sql(statement).collectAsList());
      }
    }
    int tables = ResultTable.values().length;
    int views = ResultView.values().length;
    assertThat(answers).hasSize(tables + 2 * views);
    ResultViews direct = ResultViews.over(spark.newSession(), out);
    Iterator<List<Row>> questions = answers.listIterator(tables + views);
    for (ResultView view : ResultView.values()) {
      assertThat(questions.next()).as(view.sqlName()).isEqualTo(direct.view(view).collectAsList());
      assertThat(fresh.table(view.sqlName()).schema()).isEqualTo(direct.view(view).schema());
    }
    assertThat(fresh.sql("SELECT sweep_id, n_seeds FROM leaderboard").collectAsList().toString())
        .isEqualTo("[[s1,2]]");
  }

  @Test
  void refusesAFolderThatLacksATable() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> SqlScript.write(empty, folder.resolve("views.sql")))
        .isInstanceOf(UnusableResultsException.class)
        .hasMessage(
            empty
                + " has no folder 'cells'; expected the output folder of a sweep, which"
                + " 'promptsweep run' makes.");
    assertThat(folder.resolve("views.sql")).doesNotExist();
  }
}
