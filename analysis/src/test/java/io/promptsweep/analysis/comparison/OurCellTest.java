package io.promptsweep.analysis.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.analysis.GoldenTables;
import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultViews;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of {@code cells} as a comparison reads them. */
class OurCellTest {
  private static SparkSession spark;

  @TempDir Path out;

  @BeforeAll
  static void start() {
    spark = GoldenTables.spark();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static String done(int seed, String digest, String task) {
    return GoldenTables.cell(
        "vanilla",
        "rte",
        0.3,
        seed,
        String.format(
            Locale.ROOT,
            "\"status\":\"DONE\",\"best_epoch\":1,\"best_score\":0.5,\"test_examples\":9,"
                + "\"best_metrics\":{\"accuracy\":0.5},\"test_metrics\":{\"accuracy\":0.25,\"f1\":\"NaN\"},"
                + "\"trainable_parameters\":640,\"data_digest\":\"%s\",\"config_json\":"
                + "\"{\\\"seed\\\":%d,\\\"learning-rate\\\":0.3,\\\"task\\\":%s}\"",
            digest,
            seed,
            task));
  }

  private List<OurCell> read(String... lines) {
    GoldenTables.write(spark, out, ResultTable.CELLS, lines);
    return OurCell.in(ResultViews.over(spark, out));
  }

  @Test
  void aRowIsReadWithWhatIsANumber() {
    OurCell cell = read(done(0, "d", "{}")).get(0);
    assertThat(cell.scored()).isTrue();
    assertThat(cell.split("test")).isEqualTo("test");
    assertThat(cell.test()).isEqualTo(Map.of("accuracy", 0.25));
    assertThat(cell.metric("validation", "accuracy")).contains(0.5);
    assertThat(cell.metric("test", "f1")).isEmpty();
    assertThat(cell.protocol().keys())
        .containsEntry("backbone.name", "\"t5\"")
        .containsEntry("trainable parameters", "640")
        .doesNotContainKeys("seed", "learning-rate");
  }

  @Test
  void failedCellsHaveNoScore() {
    OurCell cell =
        read(GoldenTables.cell(
                "vanilla", "rte", 0.3, 0, "\"status\":\"FAILED\",\"config_json\":\"{}\""))
            .get(0);
    assertThat(cell.scored()).isFalse();
    assertThat(cell.metric("test", "accuracy")).isEmpty();
  }

  @Test
  void otherDataIsAnotherOriginUnlessEachSeedDrawsItsOwnFewExamples() {
    assertThat(read(done(0, "d", "{}"), done(1, "e", "{}")).stream().map(OurCell::origin))
        .doesNotHaveDuplicates();
  }

  @Test
  void seedsWithFewExamplesOfTheirOwnBelongTogether() {
    String few = "{\\\"few-shot-per-class\\\":5,\\\"few-shot-seed\\\":%d}";
    List<OurCell> cells =
        read(
            done(0, "d", String.format(Locale.ROOT, few, 0)),
            done(1, "e", String.format(Locale.ROOT, few, 1)));
    assertThat(cells.stream().map(OurCell::origin).distinct()).hasSize(1);
    assertThat(cells.stream().map(OurCell::protocol).distinct()).hasSize(1);
  }
}
