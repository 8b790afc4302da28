package io.promptsweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.checkpoint.CheckpointFolder;
import io.promptsweep.doctor.Doctor;
import io.promptsweep.doctor.Finding;
import io.promptsweep.output.CancelFile;
import io.promptsweep.output.StoredConfiguration;
import io.promptsweep.output.SweepStatus;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.schedule.SweepPlugin;
import io.promptsweep.tables.CellStatus;
import io.promptsweep.tables.ResultTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that do not go straight through. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SweepControlTest {
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
            .config("spark.plugins", SweepPlugin.class.getName())
            .config(
                "spark.sql.warehouse.dir",
                ToySweeps.ROOT.resolve("pipeline/target/warehouse").toString())
            .getOrCreate();
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private SweepRun.Summary run(PreparedSweep sweep, Path out, boolean retryFailed)
      throws InterruptedException {
    return run(sweep, out, retryFailed, messages);
  }

  private SweepRun.Summary run(
      PreparedSweep sweep, Path out, boolean retryFailed, OutputStream told)
      throws InterruptedException {
    return new SweepRun(sweep, spark, new PrintStream(told, true, StandardCharsets.UTF_8), false)
        .run(new SweepRun.Options(out, retryFailed, folder, "test", "test"));
  }

  private static List<String> outcomes(Path out) {
    return ResultViews.over(session, out)
        .table(ResultTable.ATTEMPTS)
        .select("outcome")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** One cell at a time, the two that fail first. */
  private static PreparedSweep failingFirst(String onError) {
    return ToySweeps.sweep(
        "method.vanilla.learning-rates=[1e38,0.03]",
        "run.parallel-cells=1",
        "run.on-error=\"" + onError + "\"");
  }

  @Test
  void stopAfterBeginsNoCellAfterSoManyFailures() throws Exception {
    Path out = folder.resolve("out");
    PreparedSweep sweep = failingFirst("stop-after=1");
    SweepRun.Summary summary = run(sweep, out, false);
    assertThat(summary.end()).isEqualTo(SweepRun.End.ENDED_ON_FAILURES);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.untried()).isPositive();
    assertThat(SweepStatus.read(out).ended()).isEqualTo("ENDED_ON_FAILURES");

    // The setting is no part of the sweep's identity: the rest is trained on.
    assertThat(run(failingFirst("continue"), out, false).end()).isEqualTo(SweepRun.End.COMPLETE);
    assertThat(ResultTables.count(out)).isEqualTo(Map.of(CellStatus.DONE, 4, CellStatus.FAILED, 2));
  }

  @Test
  void failFastCutsOffWhatIsInTraining() throws Exception {
    Path out = folder.resolve("out");
    PreparedSweep sweep =
        ToySweeps.sweep(
            "method.vanilla.dropout=[off]",
            "sweep.methods=[vanilla]",
            "method.vanilla.learning-rates=[1e38,0.03]",
            "train.epochs=100000",
            "run.parallel-cells=2",
            "run.on-error=fail-fast");
    SweepRun.Summary summary = run(sweep, out, false);
    assertThat(summary.end()).isEqualTo(SweepRun.End.ENDED_ON_FAILURES);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.lost()).isEqualTo(1);
    assertThat(outcomes(out)).containsExactlyInAnyOrder("FAILED", "CANCELLED");
  }

  @Test
  void aCellOverItsTimeLimitIsStoppedAndARetryGoesOnWhereItStood() throws Exception {
    Path out = folder.resolve("out");
    String[] one = {
      "method.vanilla.dropout=[off]",
      "sweep.methods=[vanilla]",
      "method.vanilla.learning-rates=[0.03]",
      "train.epochs=300",
      "run.cell-time-limit=1 s"
    };
    SweepRun.Summary summary = run(ToySweeps.sweep(one), out, false);
    assertThat(summary).isEqualTo(new SweepRun.Summary(1, 0, 1, 1, 0, 0, SweepRun.End.COMPLETE));
    assertThat(ResultTables.count(out)).isEqualTo(Map.of(CellStatus.STOPPED, 1));
    assertThat(messages.toString(StandardCharsets.UTF_8)).contains("STOPPED ");
    assertThat(run(ToySweeps.sweep(one), out, false).trained()).isZero();

    one[4] = "run.cell-time-limit=off";
    assertThat(run(ToySweeps.sweep(one), out, true).failed()).isZero();
    assertThat(ResultTables.count(out)).isEqualTo(Map.of(CellStatus.DONE, 1));
    assertThat(outcomes(out)).containsExactlyInAnyOrder("STOPPED", "DONE");
    assertThat(messages.toString(StandardCharsets.UTF_8)).contains(" since epoch ");
    assertThat(
            ResultViews.over(session, out)
                .table(ResultTable.ATTEMPTS)
                .filter("outcome = 'DONE' AND resumed_after_epoch > 0")
                .count())
        .isEqualTo(1);
    assertThat(ResultViews.over(session, out).table(ResultTable.EPOCHS).count()).isEqualTo(300);
  }

  @Test
  void aCellWithoutProgressIsTakenAwayTriedAgainAndGivenUp() throws Exception {
    Path out = folder.resolve("out");
    PreparedSweep sweep =
        ToySweeps.sweep(
            "method.vanilla.dropout=[off]",
            "sweep.methods=[vanilla]",
            "method.vanilla.learning-rates=[0.03]",
            "train.epochs=100000",
            // No training tells of itself so often.
            "run.no-progress-limit=1 ns",
            "run.retries=2",
            "run.retry-wait=1 ms");
    SweepRun.Summary summary = run(sweep, out, false);
    assertThat(summary).isEqualTo(new SweepRun.Summary(1, 0, 0, 0, 1, 0, SweepRun.End.COMPLETE));
    assertThat(outcomes(out)).containsExactly("NO_PROGRESS", "NO_PROGRESS", "NO_PROGRESS");
    assertThat(messages.toString(StandardCharsets.UTF_8))
        .contains("retry  " + sweep.cells().get(0).id())
        .contains("LOST   " + sweep.cells().get(0).id())
        .contains("run.no-progress-limit");
    assertThat(ResultTables.count(out)).isEmpty();
  }

  @Test
  void aRunEndsWhenItIsAskedTo() throws Exception {
    Path out = folder.resolve("out");
    AtomicBoolean asked = new AtomicBoolean();
    OutputStream told =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            messages.write(b);
            if (messages.toString(StandardCharsets.UTF_8).contains("done ")
                && !asked.getAndSet(true)) {
              CancelFile.write(out);
            }
          }
        };
    PreparedSweep sweep =
        ToySweeps.sweep("run.parallel-cells=1", "method.vanilla.learning-rates=[0.03]");
    SweepRun.Summary summary = run(sweep, out, false, told);
    assertThat(summary.end()).isEqualTo(SweepRun.End.CANCELLED);
    assertThat(summary.trained()).isEqualTo(1);
    assertThat(CancelFile.exists(out)).isFalse();
    assertThat(SweepStatus.isAlive(out)).isFalse();
    assertThat(SweepStatus.read(out).ended()).isEqualTo("CANCELLED");
    assertThat(run(sweep, out, false).end()).isEqualTo(SweepRun.End.COMPLETE);
    assertThat(ResultTables.count(out)).isEqualTo(Map.of(CellStatus.DONE, 4));
  }

  @Test
  void whatHappenedIsInTheEventsAndFinishedCellsLeaveNoCheckpoint() throws Exception {
    Path out = folder.resolve("out");
    run(ToySweeps.sweep("method.vanilla.learning-rates=[0.03]"), out, false);
    List<String> lines = Files.readAllLines(out.resolve("_events.jsonl"));
    ObjectMapper json = new ObjectMapper();
    List<String> events =
        lines.stream()
            .map(
                line -> {
                  try {
                    return json.readTree(line).get("event").textValue();
                  } catch (IOException e) {
                    throw new AssertionError(line, e);
                  }
                })
            .toList();
    assertThat(events).startsWith("sweep-started", "cell-started").endsWith("sweep-ended");
    assertThat(events).filteredOn("cell-finished"::equals).hasSize(4);
    assertThat(out.resolve("_checkpoints")).isEmptyDirectory();
    assertThat(StoredConfiguration.file(out)).content().contains("toy-sentiment");
  }

  @Test
  void sweepsThatShareAFolderOfCheckpointsLeaveEachOthersAlone() throws Exception {
    Path states = folder.resolve("states");
    String[] stopped = {
      "method.vanilla.dropout=[off]",
      "sweep.methods=[vanilla]",
      "method.vanilla.learning-rates=[0.03]",
      "train.epochs=300",
      "run.checkpoints=" + states,
      "run.cell-time-limit=1 s"
    };
    PreparedSweep first = ToySweeps.sweep(stopped);
    run(first, folder.resolve("first"), false);
    Path kept = states.resolve(first.sweepId() + "/" + first.cells().get(0).id() + ".safetensors");
    assertThat(kept).exists();
    run(
        ToySweeps.sweep("method.vanilla.learning-rates=[0.03]", "run.checkpoints=" + states),
        folder.resolve("second"),
        false);
    assertThat(kept).exists();
    assertThat(folder.resolve("first/_checkpoints")).doesNotExist();
  }

  @Test
  void theDoctorFindsABackboneThatIsNotTheDriversAndAFolderThatCannotBeWritten() throws Exception {
    PreparedSweep sweep = ToySweeps.sweep();
    assertThat(
            new Doctor(
                    spark,
                    sweep.executorBackbone(),
                    new CheckpointFolder(folder.resolve("states").toString()))
                .examine())
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Finding.Level.OK))
        .extracting(Finding::text)
        .anyMatch(text -> text.startsWith("PyTorch 2.7.1 for cpu from "))
        .anyMatch(text -> text.startsWith("the backbone has the digest "));
    assertThat(folder.resolve("states")).isEmptyDirectory();

    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    assertThat(
            new Doctor(
                    spark,
                    new io.promptsweep.node.NodeBackbone("embedded", "not-this"),
                    new CheckpointFolder(taken.toString()))
                .examine())
        .filteredOn(finding -> finding.level() != Finding.Level.OK)
        .extracting(finding -> finding.level() + " " + finding.text())
        .satisfiesExactly(
            backbone -> assertThat(backbone).startsWith("ERROR").contains("run.executor-backbone"),
            checkpoints -> assertThat(checkpoints).startsWith("WARN").contains("run.checkpoints"));
  }
}
