package io.promptsweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.node.NodeBackbone;
import io.promptsweep.output.TunedPrompts;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.schedule.CellReport;
import io.promptsweep.schedule.CellScheduler;
import io.promptsweep.schedule.CellWork;
import io.promptsweep.schedule.Loss;
import io.promptsweep.schedule.TrainingJob;
import io.promptsweep.training.CellOutcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps in Spark's local mode, two cells at once. */
class SweepRunTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static SparkSession session;
  private static JavaSparkContext spark;

  @TempDir Path folder;
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  @BeforeAll
  static void start() {
    session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.warehouse.dir", ROOT.resolve("pipeline/target/warehouse").toString())
            .getOrCreate();
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private SweepRun.Summary run(PreparedSweep sweep, Path out, boolean retryFailed)
      throws InterruptedException {
    return new SweepRun(
            sweep, spark, new PrintStream(messages, true, StandardCharsets.UTF_8), false)
        .run(new SweepRun.Options(out, retryFailed, folder, "test", "test"));
  }

  @Test
  void everyCellIsCommittedOnceAndRunningAgainTrainsNothing() throws Exception {
    PreparedSweep sweep = ToySweeps.sweep();
    Path out = folder.resolve("out");
    assertThat(run(sweep, out, false))
        .isEqualTo(new SweepRun.Summary(6, 0, 6, 2, 0, 0, SweepRun.End.COMPLETE));
    assertThat(run(sweep, out, false))
        .isEqualTo(new SweepRun.Summary(6, 6, 0, 0, 0, 0, SweepRun.End.COMPLETE));
    assertThat(run(sweep, out, true))
        .isEqualTo(new SweepRun.Summary(6, 4, 2, 2, 0, 0, SweepRun.End.COMPLETE));

    ResultViews views = ResultViews.over(session, out);
    List<Row> cells =
        views
            .table(ResultTable.CELLS)
            .select("cell_id", "status", "health", "truncated_inputs")
            .collectAsList();
    assertThat(cells).hasSize(6);
    assertThat(new TreeSet<>(cells.stream().map(row -> row.getString(0)).toList()))
        .isEqualTo(new TreeSet<>(sweep.cells().stream().map(PreparedSweep.NamedCell::id).toList()));
    assertThat(cells).filteredOn(row -> row.getString(1).equals("FAILED")).hasSize(2);
    assertThat(cells)
        .filteredOn(row -> row.getString(1).equals("FAILED"))
        .allSatisfy(row -> assertThat(row.getString(2)).isEqualTo("non-finite"));
    assertThat(views.table(ResultTable.EPOCHS).count()).isEqualTo(4 * 2);
    // Two of the cells were tried twice.
    assertThat(views.table(ResultTable.ATTEMPTS).count()).isEqualTo(8);
    assertThat(views.table(ResultTable.ENVIRONMENT).count()).isEqualTo(3);
    assertThat(messages.toString(StandardCharsets.UTF_8))
        .contains("6 cells, 0 finished before, 6 to train")
        .contains("FAILED ")
        .contains("done   ");
  }

  @Test
  void everyTrainedCellLeavesItsPromptAndWhatItBelongsTo() throws Exception {
    PreparedSweep sweep =
        ToySweeps.sweep("sweep.methods=[superpos,dept,lora]", "sweep.dropout=[off]");
    Path out = folder.resolve("out");
    run(sweep, out, false);
    for (PreparedSweep.NamedCell named : sweep.cells()) {
      try (Safetensors file = Safetensors.open(TunedPrompts.file(out, named.id()))) {
        assertThat(file.metadata())
            .containsEntry("method", named.cell().method())
            .containsEntry("config_json", named.cell().configJson())
            .containsEntry("backbone_digest", sweep.backboneDigest())
            .containsKey("best_epoch");
        int width = sweep.backbone().dModel();
        switch (named.cell().method()) {
          // Its basis and weights are folded into the prompt.
          case "superpos" -> {
            assertThat(file.names()).containsExactly("prompt");
            assertThat(file.tensor("prompt").shape()).containsExactly(10, width);
          }
          case "dept" -> assertThat(file.names()).containsExactlyInAnyOrder("prompt", "a", "b");
          default ->
              assertThat(file.names())
                  .contains("encoder.block.0.layer.0.SelfAttention.q.lora_A.weight");
        }
      }
    }
  }

  private static CellScheduler.Options options(int inFlight) {
    return new CellScheduler.Options(inFlight, 3, Duration.ZERO, Optional.empty());
  }

  @Test
  void theFolderOfAnotherSweepIsRefused() throws Exception {
    Path out = folder.resolve("out");
    run(ToySweeps.sweep("train.epochs=1", "method.vanilla.learning-rates=[0.03]"), out, false);
    PreparedSweep other = ToySweeps.sweep("sweep.seeds=[4]");
    assertThatThrownBy(() -> run(other, out, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("belongs to sweep")
        .hasMessageContaining("give this sweep another output folder");
  }

  @Test
  void noMoreUnitsAreInFlightThanAllowedAndEachComesBackOnce() throws Exception {
    PreparedSweep sweep = ToySweeps.sweep("train.epochs=1", "sweep.seeds=[0,1,2]");
    List<List<CellWork>> units =
        sweep.cells().stream()
            .map(
                named ->
                    List.of(
                        new CellWork(
                            named.id(),
                            named.label(),
                            named.cell(),
                            spark.broadcast(named.task()))))
            .toList();
    List<String> returned = new ArrayList<>();
    int[] open = new int[2];
    new CellScheduler(spark, TrainingJob.plain(sweep.executorBackbone(), 1), options(2))
        .run(
            units,
            new CellScheduler.Receiver() {
              @Override
              public void started(List<CellWork> unit, int attempt) {
                open[0]++;
                open[1] = Math.max(open[1], open[0]);
              }

              @Override
              public void finished(List<CellWork> unit, int attempt, List<CellReport> reports) {
                open[0]--;
                reports.forEach(
                    report -> {
                      returned.add(report.outcome().cellId());
                      assertThat(report.device()).isEqualTo("cpu()");
                      assertThat(report.gpuAddress()).isEmpty();
                    });
              }

              @Override
              public void retried(List<CellWork> unit, int attempt, Loss loss, Duration wait) {
                throw new AssertionError(loss);
              }

              @Override
              public void lost(List<CellWork> unit, int attempt, Loss loss) {
                throw new AssertionError(loss);
              }
            });
    assertThat(open[1]).isEqualTo(2);
    assertThat(returned)
        .containsExactlyInAnyOrderElementsOf(
            sweep.cells().stream().map(PreparedSweep.NamedCell::id).toList());
  }

  @Test
  void aUnitWhoseBackboneIsGoneFailsWithItsCauseAndTakesNoOtherAlong() throws Exception {
    PreparedSweep sweep = ToySweeps.sweep("train.epochs=1", "method.vanilla.learning-rates=[0.03]");
    Path gone = folder.resolve("gone");
    List<CellOutcome> outcomes = new ArrayList<>();
    CellWork work =
        new CellWork(
            sweep.cells().get(0).id(),
            "label",
            sweep.cells().get(0).cell(),
            spark.broadcast(sweep.cells().get(0).task()));
    new CellScheduler(
            spark, TrainingJob.plain(new NodeBackbone(gone.toString(), ""), 1), options(1))
        .run(
            List.of(List.of(work)),
            new CellScheduler.Receiver() {
              @Override
              public void started(List<CellWork> unit, int attempt) {}

              @Override
              public void finished(List<CellWork> unit, int attempt, List<CellReport> reports) {
                reports.forEach(report -> outcomes.add(report.outcome()));
              }

              @Override
              public void retried(List<CellWork> unit, int attempt, Loss loss, Duration wait) {
                throw new AssertionError(loss);
              }

              @Override
              public void lost(List<CellWork> unit, int attempt, Loss loss) {
                throw new AssertionError(loss);
              }
            });
    assertThat(outcomes)
        .singleElement()
        .isInstanceOfSatisfying(
            CellOutcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .isEqualTo(
                        gone + " has no config.json; a backbone is a Hugging Face T5 folder."));
  }
}
