package io.promptsweep.analysis;

import static io.promptsweep.analysis.GoldenTables.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {
  private static final SparkSession SPARK = GoldenTables.spark();
  private static final String ODD =
      """
      SELECT * FROM VALUES
        (1, 0.12345678901D, 'a "b", c', true, map('x', 1.5D)),
        (20, double('NaN'), '', false, map()),
        (NULL, 1e-9D, NULL, NULL, NULL) AS t(n, x, text, yes, m)
      """;

  @TempDir Path out;
  private Query query;

  @BeforeEach
  void oneCell() {
    GoldenTables.write(SPARK, out, ResultTable.CELLS, done("vanilla", "rte", 0.3, 1, "0.5"));
    query = new Query(SPARK, out);
  }

  @Test
  void tableIsAligned() {
    assertThat(query.answer(ODD, QueryFormat.TABLE))
        .isEqualTo(
            """
               n         x  text      yes    m
            ----  --------  --------  -----  ---------
               1  0.123457  a "b", c  true   {"x":1.5}
              20       NaN            false  {}
            NULL      1E-9  NULL      NULL   NULL
            (3 rows)
            """);
  }

  @Test
  void csvIsExact() {
    assertThat(query.answer(ODD, QueryFormat.CSV))
        .isEqualTo(
            """
            n,x,text,yes,m
            1,0.12345678901,"a ""b"", c",true,"{""x"":1.5}"
            20,NaN,"",false,{}
            ,1.0E-9,,,
            """);
  }

  @Test
  void jsonIsOneObjectALine() {
    assertThat(query.answer(ODD, QueryFormat.JSON))
        .isEqualTo(
            """
            {"n":1,"x":0.12345678901,"text":"a \\"b\\", c","yes":true,"m":{"x":1.5}}
            {"n":20,"x":"NaN","text":"","yes":false,"m":{}}
            {"n":null,"x":1.0E-9,"text":null,"yes":null,"m":null}
            """);
  }

  @Test
  void seesCellsThatCameSince() {
    String count = "SELECT count(*) AS n, count(*) AS n FROM cells";
    assertThat(query.answer(count, QueryFormat.CSV)).isEqualTo("n,n\n1,1\n");
    GoldenTables.write(SPARK, out, ResultTable.CELLS, done("vanilla", "rte", 0.3, 2, "0.5"));
    assertThat(query.answer(count, QueryFormat.CSV)).isEqualTo("n,n\n2,2\n");
  }

  /** The words are Spark's own; what is optional in them came with Spark 4. */
  @Test
  void refusesBadSqlInOneSentence() {
    assertThatThrownBy(() -> query.answer("SELECT metod FROM leaderboard", QueryFormat.TABLE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "the query is not valid: \\[UNRESOLVED_COLUMN\\.WITH_SUGGESTION\\] A column(, variable,)?"
                + " or function parameter with name `metod` cannot be resolved\\. Did you mean one of"
                + " the following\\? \\[`method`.*")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> query.answer("SELEKT 1", QueryFormat.TABLE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "the query is not valid: \\[PARSE_SYNTAX_ERROR\\] Syntax error at or near 'SELEKT'\\."
                + "( SQLSTATE: 42601 )?\\(line 1, pos 0\\)");
    assertThatThrownBy(() -> query.answer("SELECT raise_error('no')", QueryFormat.TABLE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "the query failed: (no|\\[USER_RAISED_EXCEPTION\\] no SQLSTATE: P0001)");
  }
}
