package io.promptsweep.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.output.CancelFile;
import io.promptsweep.output.StoredConfiguration;
import io.promptsweep.output.SweepStatus;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.run.SweepRun;
import io.promptsweep.run.ToySweeps;
import io.promptsweep.tables.CellStatus;
import io.promptsweep.tables.PlannedCells;
import io.promptsweep.tables.ResultTables;
import io.promptsweep.tables.RunConfiguration;
import io.promptsweep.tables.SweepRecord;
import io.promptsweep.toy.ToyWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are run with more than one configuration. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExtensionTest {
  private static final String NUMBERS =
      "SELECT c.cell_id, c.method, c.task, c.seed, c.learning_rate, c.dropout, c.backbone,"
          + " c.best_score, c.test_score, e.epoch, e.train_loss, e.eval_loss, e.gradient_norm"
          + " FROM cells c JOIN epochs e ON c.cell_id = e.cell_id ORDER BY c.cell_id, e.epoch";

  private static SparkSession session;
  private static JavaSparkContext spark;

  @TempDir Path folder;
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private Path out;
  private Path world;

  @BeforeAll
  static void start() {
    session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
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

  @BeforeEach
  void makeWorld() {
    out = folder.resolve("out");
    world = ToyWorld.write(folder);
  }

  /** One cell a seed of vanilla prompt tuning, of a world that the test may change. */
  private PreparedSweep sweep(String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "sweep.methods=[vanilla]",
                "sweep.dropout=[off]",
                "method.vanilla.dropout=[off]",
                "method.vanilla.learning-rates=[0.03]",
                "backbone.path=\"" + world.resolve(ToyWorld.BACKBONE) + "\"",
                "data.dir=\"" + world.resolve(ToyWorld.DATA) + "\""));
    all.addAll(List.of(sets));
    return ToySweeps.sweep(all.toArray(String[]::new));
  }

  private SweepRun.Summary run(PreparedSweep sweep) throws InterruptedException {
    return run(sweep, false, messages);
  }

  private SweepRun.Summary run(PreparedSweep sweep, boolean retryFailed, OutputStream told)
      throws InterruptedException {
    return new SweepRun(sweep, spark, new PrintStream(told, true, StandardCharsets.UTF_8), false)
        .run(new SweepRun.Options(out, retryFailed, folder, "test", "test"));
  }

  private List<String> numbers(Path out) {
    ResultViews.over(session, out);
    return session.sql(NUMBERS).collectAsList().stream().map(row -> row.mkString("|")).toList();
  }

  private String answer(String sql) {
    ResultViews.over(session, out);
    return session.sql(sql).collectAsList().toString();
  }

  private void refused(PreparedSweep sweep, String what) {
    assertThatThrownBy(() -> run(sweep))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            out
                + "/sweep.json belongs to sweep '"
                + SweepRecord.of(out).sweepId()
                + "', whose finished cells have other settings or inputs than this one: "
                + what
                + "; give this sweep another output folder, or restore what differs.");
  }

  @Test
  void moreSeedsAnotherMethodAndAPartOfTheGridComeInAndNothingChanges() throws Exception {
    PreparedSweep first = sweep("sweep.seeds=[0]");
    assertThat(run(first)).isEqualTo(new SweepRun.Summary(1, 0, 1, 0, 0, 0, SweepRun.End.COMPLETE));
    List<String> before = numbers(out);
    assertThat(before).hasSize(2);

    PreparedSweep moreSeeds = sweep("sweep.seeds=\"0..2\"");
    assertThat(run(moreSeeds))
        .isEqualTo(new SweepRun.Summary(3, 1, 2, 0, 0, 0, SweepRun.End.COMPLETE));
    PreparedSweep otherMethod =
        sweep("sweep.seeds=[0]", "sweep.methods=[superpos]", "method.superpos.basis=16");
    assertThat(run(otherMethod))
        .isEqualTo(new SweepRun.Summary(4, 3, 1, 0, 0, 0, SweepRun.End.COMPLETE));
    assertThat(messages.toString(StandardCharsets.UTF_8))
        .contains("1 cells, 0 finished before, 1 to train; the folder has 4 with those of");
    for (PreparedSweep again : List.of(first, moreSeeds, otherMethod)) {
      assertThat(run(again))
          .isEqualTo(new SweepRun.Summary(4, 4, 0, 0, 0, 0, SweepRun.End.COMPLETE));
    }

    assertThat(numbers(out)).hasSize(8).containsAll(before).doesNotHaveDuplicates();
    assertThat(
            answer("SELECT count(*), count(DISTINCT cell_id), count(DISTINCT sweep_id) FROM cells"))
        .isEqualTo("[[4,4,1]]");
    assertThat(answer("SELECT method, n_seeds FROM leaderboard ORDER BY method"))
        .isEqualTo("[[superpos,1], [vanilla,3]]");
    assertThat(ResultTables.count(out)).isEqualTo(Map.of(CellStatus.DONE, 4));
    assertThat(SweepStatus.read(out).cells()).isEqualTo(4);
    assertThat(SweepStatus.read(out).sweepId()).isEqualTo(first.sweepId());
    SweepRecord record = SweepRecord.of(out);
    assertThat(record.sweepId()).isEqualTo(first.sweepId());
    assertThat(record.configurations())
        .extracting(RunConfiguration::id)
        .containsExactly(first.sweepId(), moreSeeds.sweepId(), otherMethod.sweepId());
    assertThat(record.configurations())
        .allSatisfy(
            each -> {
              assertThat(each.backboneDigest()).isEqualTo(first.backboneDigest());
              assertThat(each.dataDigests())
                  .isEqualTo(
                      Map.of(
                          "toy-sentiment", List.of(first.cells().get(0).task().data().digest())));
            });
    assertThat(record.latest().config()).containsEntry("sweep.methods", "[superpos]");
    assertThat(StoredConfiguration.files(out)).hasSize(4);
    // The same numbers as in a folder of their own.
    List<String> extended = numbers(out);
    out = folder.resolve("whole");
    run(sweep("sweep.seeds=\"0..2\""));
    run(otherMethod);
    assertThat(numbers(out)).isEqualTo(extended);
  }

  @Test
  void learningRatesDropoutTasksAndRunSettingsComeIn() throws Exception {
    run(sweep("sweep.seeds=[0]"));
    run(sweep("sweep.seeds=[0]", "method.vanilla.learning-rates=[0.01]"));
    run(sweep("sweep.seeds=[0]", "method.vanilla.dropout=[on]", "run.threads-per-cell=2"));
    run(
        sweep(
            "sweep.seeds=[0]",
            "sweep.tasks=[toy-acceptability]",
            "tasks.toy-acceptability.train.batch-size=16",
            "sweep.name=renamed"));
    assertThat(run(sweep("sweep.seeds=[0]")).cells()).isEqualTo(4);
    assertThat(answer("SELECT count(*), count(DISTINCT task) FROM cells")).isEqualTo("[[4,2]]");
  }

  @Test
  void whatWouldChangeFinishedCellsIsRefusedWithTheKeysThatDiffer() throws Exception {
    run(sweep("sweep.seeds=[0]"));
    refused(
        sweep("sweep.seeds=[0,1]", "train.epochs=1"), "train.epochs is 2 in the folder and 1 here");
    refused(
        sweep("sweep.seeds=[1]", "train.batch-size=16", "task.max-input-tokens=64"),
        "task.max-input-tokens is 256 in the folder and 64 here, train.batch-size is 32 in the"
            + " folder and 16 here");
    refused(
        sweep("sweep.seeds=[1]", "method.vanilla.prompt-tokens=5"),
        "method.vanilla.prompt-tokens is 10 in the folder and 5 here");
    refused(
        sweep("sweep.seeds=[1]", "optimizer.name=adafactor"),
        "optimizer.name is adamw in the folder and adafactor here");
    refused(
        sweep("sweep.seeds=[1]", "train.z-loss=0.1", "train.max-steps=3"),
        "train.max-steps is off in the folder and 3 here, train.z-loss is 0 in the folder and 0.1"
            + " here");
    // Another method or task would be compared with, or averaged with, what is there.
    refused(
        sweep("sweep.methods=[superpos]", "train.epochs=1"),
        "train.epochs is 2 in the folder and 1 here");
    refused(
        sweep("sweep.tasks=[toy-acceptability]", "train.epochs=1"),
        "train.epochs is 2 in the folder and 1 here");
    refused(
        sweep("sweep.seeds=[0]", "protocol=mine"),
        "protocol is 'toy world, no evidence about the papers' in the folder and 'mine' here");
    assertThat(ResultTables.count(out)).isEqualTo(Map.of(CellStatus.DONE, 1));
    assertThat(SweepRecord.of(out).configurations()).hasSize(1);
    assertThat(PlannedCells.read(out).ids()).hasSize(1);
  }

  @Test
  void aChangedBackboneAndChangedDataAreNamed() throws Exception {
    run(sweep("sweep.seeds=[0]", "sweep.tasks=[toy-sentiment,toy-acceptability]"));
    Path weights = world.resolve(ToyWorld.BACKBONE).resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    byte[] changed = bytes.clone();
    changed[changed.length - 1] ^= 1;
    Files.write(weights, changed);
    PreparedSweep other = sweep("sweep.seeds=[0,1]");
    String there = SweepRecord.of(out).latest().backboneDigest().substring(0, 12);
    refused(
        other,
        "the backbone's digest is "
            + there
            + " in the folder and "
            + other.backboneDigest().substring(0, 12)
            + " here (the files of the backbone in "
            + world.resolve(ToyWorld.BACKBONE)
            + " are not those that the folder was trained with)");
    Files.write(weights, bytes);

    Path file = file("TOY-ACCEPTABILITY");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf('\n', text.length() / 2) + 1));
    PreparedSweep moreSeeds =
        sweep("sweep.seeds=[1]", "sweep.tasks=[toy-sentiment,toy-acceptability]");
    refused(
        moreSeeds,
        "the data of task toy-acceptability changed (its digest is "
            + SweepRecord.of(out)
                .latest()
                .dataDigests()
                .get("toy-acceptability")
                .get(0)
                .substring(0, 12)
            + " in the folder and "
            + moreSeeds.dataDigests().get("toy-acceptability").get(0).substring(0, 12)
            + " here; its files are in "
            + world.resolve(ToyWorld.DATA)
            + ")");
    // The other task's data is as it was.
    assertThat(run(sweep("sweep.seeds=[1]")).trained()).isEqualTo(1);
  }

  private Path file(String task) throws IOException {
    try (Stream<Path> files = Files.list(world.resolve(ToyWorld.DATA).resolve(task))) {
      return files.filter(f -> f.getFileName().toString().startsWith("train")).findFirst().get();
    }
  }

  @Test
  void seedsThatDrawTheirOwnExamplesComeInUnlessTheDataUnderThemChanged() throws Exception {
    String few = "task.few-shot-per-class=4";
    run(sweep("sweep.seeds=[0,1]", few, "task.few-shot-seed=cell", "task.max-train-examples=off"));
    assertThat(
            run(sweep(
                    "sweep.seeds=[2]",
                    few,
                    "task.few-shot-seed=cell",
                    "task.max-train-examples=off"))
                .cells())
        .isEqualTo(3);
    refused(
        sweep("sweep.seeds=[3,4]", few, "task.few-shot-seed=1", "task.max-train-examples=off"),
        "task.few-shot-seed is cell in the folder and 1 here");

    Path file = file("TOY-SENTIMENT");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf('\n', text.length() / 2) + 1));
    PreparedSweep more =
        sweep("sweep.seeds=[5]", few, "task.few-shot-seed=cell", "task.max-train-examples=off");
    assertThatThrownBy(() -> run(more))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(": the data of task toy-sentiment changed (its digest is ")
        .hasMessageNotContaining("backbone's");
  }

  @Test
  void valuesOfAxesComeInUnlessEqualCellsWouldStandUnderTwoNames() throws Exception {
    run(sweep("sweep.seeds=[0]", "sweep.axes.train.batch-size=[16]"));
    run(sweep("sweep.seeds=[0]", "sweep.axes.train.batch-size=[16,8]"));
    assertThat(answer("SELECT axes['train.batch-size'] FROM cells ORDER BY ALL"))
        .isEqualTo("[[16], [8]]");
    refused(
        sweep("sweep.seeds=[1]", "train.batch-size=16"),
        "equal cells of vanilla on toy-sentiment have the axes {train.batch-size=16} in the folder"
            + " and {} here");
    // Another value than any of the axis is a setting of its own.
    run(sweep("sweep.seeds=[0]", "train.batch-size=32"));
    refused(
        sweep("sweep.seeds=[0]", "sweep.axes.train.batch-size=[16,32]"),
        "equal cells of vanilla on toy-sentiment have the axes {} in the folder and"
            + " {train.batch-size=32} here");
    refused(
        sweep("sweep.seeds=[0]", "sweep.axes.train.batch-size=[4]", "train.epochs=1"),
        "train.epochs is 2 in the folder and 1 here");
    run(
        sweep(
            "sweep.seeds=[0]",
            "sweep.methods=[superpos]",
            "sweep.axes.method.superpos.basis=[4,8]"));
    assertThat(answer("SELECT count(*) FROM cells")).isEqualTo("[[5]]");
  }

  @Test
  void aBackboneThatMovedKeepsItsName() throws Exception {
    run(sweep("sweep.seeds=[0]"));
    Path moved = folder.resolve("moved");
    Files.move(world.resolve(ToyWorld.BACKBONE), moved);
    run(sweep("sweep.seeds=[0,1]", "backbone.path=\"" + moved + "\""));
    assertThat(answer("SELECT DISTINCT backbone FROM cells")).isEqualTo("[[backbone]]");
    refused(
        sweep("sweep.seeds=[2]", "backbone.path=\"" + moved + "\"", "backbone.name=other"),
        "backbone.name is backbone in the folder and other here");
  }

  @Test
  void anExtensionThatIsCutOffGoesOnWithTheSameNumbersAndIsCountedMeanwhile() throws Exception {
    PreparedSweep first = sweep("sweep.seeds=[0]", "run.parallel-cells=1");
    run(first);
    PreparedSweep larger = sweep("sweep.seeds=\"0..3\"", "run.parallel-cells=1");
    AtomicBoolean asked = new AtomicBoolean();
    OutputStream told =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            messages.write(b);
            if (messages
                        .toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(l -> l.contains("done "))
                        .count()
                    > 1
                && !asked.getAndSet(true)) {
              CancelFile.write(out);
            }
          }
        };
    SweepRun.Summary cut = run(larger, false, told);
    assertThat(cut.end()).isEqualTo(SweepRun.End.CANCELLED);
    assertThat(cut.cells()).isEqualTo(4);
    int missing = 4 - cut.before() - cut.trained();
    assertThat(missing).isPositive();
    // The smaller one has nothing to do, and knows what the folder lacks.
    SweepRun.Summary small = run(first);
    assertThat(small)
        .isEqualTo(new SweepRun.Summary(4, 4 - missing, 0, 0, 0, 0, SweepRun.End.COMPLETE));
    assertThat(small.elsewhere()).isEqualTo(missing);
    assertThat(SweepStatus.read(out).cells()).isEqualTo(4);
    assertThat(run(larger).trained()).isEqualTo(missing);
    List<String> numbers = numbers(out);
    out = folder.resolve("whole");
    run(larger);
    assertThat(numbers(out)).isEqualTo(numbers);
  }

  @Test
  void failedCellsOfAnotherConfigurationAreTriedAgainOnRequestOnly() throws Exception {
    PreparedSweep failing = sweep("sweep.seeds=[0]", "method.vanilla.learning-rates=[0.03,1e38]");
    run(failing);
    PreparedSweep other = sweep("sweep.seeds=[0]", "sweep.methods=[superpos]");
    assertThat(run(other, true, messages))
        .isEqualTo(new SweepRun.Summary(3, 2, 1, 0, 0, 0, SweepRun.End.COMPLETE));
    // What `promptsweep retry` does: the folder's last configuration, with the others' cells.
    assertThat(run(other.with(failing.cells()), true, messages))
        .isEqualTo(new SweepRun.Summary(3, 2, 1, 1, 0, 0, SweepRun.End.COMPLETE));
    assertThat(ResultViews.over(session, out).table(ResultTable.ATTEMPTS).count()).isEqualTo(4);
    assertThat(SweepRecord.of(out).configurations()).hasSize(2);
  }

  @Test
  void aFolderOfAnOlderVersionIsExtended() throws Exception {
    run(sweep("sweep.seeds=[0]"));
    String older =
        Files.readString(out.resolve("sweep.json"))
            .replaceAll("(?s),\\s*\"configurations\" : \\[.*\\]\\s*\\}\\s*$", "}");
    assertThat(older).doesNotContain("backbone_digest");
    Files.writeString(out.resolve("sweep.json"), older);
    Files.delete(out.resolve("_cells.tsv"));
    try (Stream<Path> files = Files.list(out.resolve("_configurations"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    String id = SweepRecord.of(out).sweepId();
    assertThat(SweepRecord.of(out).configurations())
        .extracting(RunConfiguration::id)
        .containsExactly(id);
    refused(
        sweep("sweep.seeds=[1]", "train.epochs=1"), "train.epochs is 2 in the folder and 1 here");
    assertThat(run(sweep("sweep.seeds=[1]")).cells()).isEqualTo(2);
    assertThat(StoredConfiguration.file(out, id)).content().contains("seeds");
    assertThat(StoredConfiguration.files(out)).hasSize(3);
  }

  @Test
  void nothingHangsOnAConfigurationThatFinishedNoCell() throws Exception {
    PreparedSweep mistaken = sweep("sweep.seeds=[0,1]", "train.epochs=7");
    ResultTables.open(
            out,
            new RunConfiguration(
                mistaken.sweepId(), Map.of(), java.time.Instant.EPOCH, "test", "", Map.of()),
            Map.of("cell-a", "somewhere else"),
            (record, cells) -> {
              throw new AssertionError("asked of an empty folder");
            },
            ResultTables.Options.defaults())
        .close();
    assertThat(run(sweep("sweep.seeds=[0]")))
        .isEqualTo(new SweepRun.Summary(1, 0, 1, 0, 0, 0, SweepRun.End.COMPLETE));
    assertThat(SweepRecord.of(out).configurations()).hasSize(1);
  }
}
