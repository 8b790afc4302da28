package io.promptsweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.promptsweep.sweep.TaskOptions.OnLongInput;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.training.TrainingSettings;
import io.promptsweep.training.optimizer.OptimizerSettings.Adafactor;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW;
import io.promptsweep.training.optimizer.ScheduleSettings;
import io.promptsweep.training.optimizer.ScheduleSettings.Linear;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepConfigTest {
  @TempDir Path folder;

  @Test
  void anEmptyFileGivesTheDefaults() {
    assertThat(Sweeps.load(folder, "").resolvedText().lines())
        .filteredOn(line -> !line.startsWith("method."))
        .containsExactly(
            "backbone.name = \"\"",
            "backbone.path = \"\"",
            "backbone.shape.d-ff = \"off\"",
            "backbone.shape.d-kv = \"off\"",
            "backbone.shape.d-model = \"off\"",
            "backbone.shape.num-heads = \"off\"",
            "backbone.shape.num-layers = \"off\"",
            "backbone.shape.version = \"v1.1\"",
            "backbone.shape.vocab-size = \"off\"",
            "data.dir = \"\"",
            "data.tasks-dir = \"\"",
            "decoding = \"greedy\"",
            "optimizer.adamw.beta1 = 0.9",
            "optimizer.adamw.beta2 = 0.999",
            "optimizer.adamw.epsilon = 1E-8",
            "optimizer.adamw.formula = \"pytorch\"",
            "optimizer.adamw.weight-decay = 0.01",
            "optimizer.name = \"adamw\"",
            "precision = \"fp32\"",
            "protocol = \"own\"",
            "run.cell-time-limit = \"off\"",
            "run.checkpoints = \"out\"",
            "run.executor-backbone = \"\"",
            "run.micro-batch = \"auto\"",
            "run.no-progress-limit = \"30 min\"",
            "run.on-error = \"continue\"",
            "run.parallel-cells = 0",
            "run.report = true",
            "run.retries = 3",
            "run.retry-wait = \"2 s\"",
            "run.threads-per-cell = \"auto\"",
            "schedule.name = \"constant\"",
            "sweep.dropout = [false]",
            "sweep.learning-rates = [\"paper\"]",
            "sweep.methods = [\"vanilla\",\"residual\",\"superpos\"]",
            "sweep.name = \"sweep\"",
            "sweep.seeds = [0,1,2]",
            "sweep.tasks = [\"sst2\",\"rte\"]",
            "task.family = \"A\"",
            "task.few-shot-examples = \"off\"",
            "task.few-shot-per-class = \"off\"",
            "task.invalid = \"count-as-wrong\"",
            "task.judged-by = \"task\"",
            "task.max-eval-examples = \"off\"",
            "task.max-input-tokens = 256",
            "task.max-train-examples = \"off\"",
            "task.on-long-input = \"truncate\"",
            "task.on-long-target = \"fail\"",
            "task.score = \"task\"",
            "task.split = \"auto\"",
            "train.batch-size = 16",
            "train.epochs = 20",
            "train.eval-batch-size = 64",
            "train.eval-every-steps = \"off\"",
            "train.gradient-clip = 0",
            "train.max-steps = \"off\"",
            "train.max-target-tokens = 20",
            "train.shuffle = \"each-epoch\"",
            "train.z-loss = 0");
  }

  @Test
  void adafactorAndTheLinearScheduleHaveTheirDefaults() {
    Cell cell =
        Sweeps.load(folder, "optimizer.name = adafactor, schedule.name = linear")
            .grid()
            .cells()
            .get(0);
    assertThat(cell.training().optimizer())
        .isEqualTo(new Adafactor(1e-30, 1e-3, 1.0, -0.8, 0, 1e-5, false, false, false));
    assertThat(cell.training().schedule()).isEqualTo(new Linear(0));
  }

  @Test
  void optimizersAndWarmUpHaveTheSwitchesOfThePapersCode() {
    Cell dept =
        first(
            """
            optimizer.adamw { epsilon = 1e-6, formula = transformers }
            schedule { name = linear, warmup-steps = 0.1, warmup-rounding = down }
            """);
    assertThat(dept.training().optimizer())
        .isEqualTo(new AdamW(0.9, 0.999, 1e-6, 0.01, AdamW.Formula.TRANSFORMERS));
    assertThat(dept.training().schedule()).isEqualTo(new Linear(0.1, Linear.Rounding.DOWN));
    assertThat(dept.configJson())
        .contains("\"formula\":\"transformers\"", "\"warmup-rounding\":\"down\"");
    Cell lester = first("optimizer { name = adafactor, adafactor.factored = off }");
    assertThat(((Adafactor) lester.training().optimizer()).factored()).isFalse();
    assertThat(lester.configJson()).contains("\"factored\":false");
  }

  @Test
  void tasksAndTrainingHaveTheSwitchesOfThePapersCode() {
    Cell cell =
        first(
            """
            task { few-shot-examples = 16, on-long-target = cut, split = halved-validation-by-rows }
            task.judged-by = own-answer
            train { shuffle = once, max-target-tokens = 5 }
            """);
    assertThat(cell.taskOptions().fewShot())
        .contains(new TaskOptions.FewShot(16, TaskOptions.FewShot.Count.IN_ALL, 42));
    assertThat(cell.taskOptions().onLongTarget()).isEqualTo(TaskOptions.OnLongTarget.CUT);
    assertThat(cell.taskOptions().split()).isEqualTo("halved-validation-by-rows");
    assertThat(cell.taskOptions().judgedBy()).isEqualTo("own-answer");
    assertThat(cell.training().shuffle()).isEqualTo(TrainingSettings.Shuffle.ONCE);
    assertThat(cell.configJson())
        .contains(
            "\"few-shot-examples\":16,\"few-shot-seed\":42",
            "\"judged-by\":\"own-answer\"",
            "\"on-long-target\":\"cut\"",
            "\"shuffle\":\"once\"");
    Sweeps.load(
        folder,
        "tasks.rte { few-shot-per-class = off, few-shot-examples = 8 }, task.few-shot-per-class ="
            + " 4");
  }

  private static final String FULL_FILE =
      """
      sweep { methods = vanilla, tasks = [rte, cola], seeds = 0, axes { train.epochs = [1, 2] } }
      method.vanilla { prompt-tokens = 7, learning-rates = [0.5, 0.6] }
      tasks.rte { max-input-tokens = 50, method.vanilla.prompt-tokens = 9 }
      tasks.cola.train.batch-size = 4
      train { epochs = 5, batch-size = ${train.eval-batch-size}, eval-batch-size = 8 }
      schedule { name = linear, warmup-steps = 3 }
      """;

  @Test
  void anEmptyObjectOnTheCommandLineClearsWhatTheFileHas() {
    assertThat(Sweeps.load(folder, FULL_FILE).grid().cells()).hasSize(8);
    assertThat(Sweeps.load(folder, FULL_FILE, "sweep.axes={}").grid().cells()).hasSize(4);
    assertThat(
            Sweeps.load(folder, FULL_FILE, "sweep.axes = { }", "sweep.axes.train.epochs=[1,2,3]")
                .grid()
                .cells())
        .hasSize(12);
    assertThat(
            Sweeps.load(folder, FULL_FILE, "sweep.axes.train.epochs=[1,2,3]", "sweep.axes={}")
                .grid()
                .cells())
        .hasSize(4);
    SweepConfig method = Sweeps.load(folder, FULL_FILE, "method.vanilla={}", "sweep.axes={}");
    assertThat(method.grid().cells())
        .extracting(cell -> cell.methodSettings().get("prompt-tokens"))
        .containsExactly(9, 100);
    SweepConfig tasks = Sweeps.load(folder, FULL_FILE, "tasks={}", "sweep.axes={}");
    assertThat(tasks.grid().cells())
        .extracting(cell -> cell.methodSettings().get("prompt-tokens"))
        .containsOnly(7);
    assertThat(tasks.grid().cells())
        .extracting(cell -> cell.training().batchSize())
        .containsOnly(8);
    SweepConfig rte = Sweeps.load(folder, FULL_FILE, "tasks.rte={}", "sweep.axes={}");
    assertThat(rte.grid().cells())
        .extracting(cell -> cell.training().maxInputTokens(), cell -> cell.training().batchSize())
        .containsOnly(tuple(256, 8), tuple(256, 4));
    Cell train =
        Sweeps.load(folder, FULL_FILE, "train={}", "train.epochs=3", "sweep.axes={}", "tasks={}")
            .grid()
            .cells()
            .get(0);
    assertThat(train.training().epochs()).isEqualTo(3);
    assertThat(train.training().batchSize()).isEqualTo(16);
    Cell schedule =
        Sweeps.load(folder, FULL_FILE, "schedule={}", "sweep.axes={}").grid().cells().get(0);
    assertThat(schedule.training().schedule()).isEqualTo(new ScheduleSettings.Constant());
  }

  @Test
  void whatIsClearedStaysClearedInTheSweepsOwnFile() {
    SweepConfig cleared = Sweeps.load(folder, FULL_FILE, "sweep.axes={}", "method.vanilla={}");
    assertThat(Sweeps.load(folder, cleared.source()).grid()).isEqualTo(cleared.grid());
  }

  @Test
  void twoLinesClearInAFile() {
    Sweeps.file(folder, "base.conf", FULL_FILE);
    String text = "include \"base.conf\"\n";
    assertThat(Sweeps.load(folder, text + "sweep.axes {}").grid().cells()).hasSize(8);
    assertThat(Sweeps.load(folder, text + "sweep.axes = null, sweep.axes {}").grid().cells())
        .hasSize(4);
    assertThat(
            Sweeps.load(
                    folder,
                    text
                        + "sweep.axes = null, sweep.axes {}, tasks = null, tasks {}\n"
                        + "method.vanilla = null, method.vanilla {}")
                .grid()
                .cells())
        .extracting(cell -> cell.methodSettings().get("prompt-tokens"))
        .containsExactly(100, 100);
  }

  @Test
  void keysThatCameLaterAreNoPartOfASweepsIdWhileTheyHaveTheirDefaults() {
    SweepConfig config =
        Sweeps.load(
            folder, "optimizer.name = adafactor, schedule { name = linear, warmup-steps = 0.1 }");
    assertThat(config.resolved())
        .containsKeys("optimizer.adafactor.factored", "schedule.warmup-rounding", "train.shuffle");
    assertThat(config.identity())
        .containsKeys("optimizer.adafactor.beta1", "train.epochs")
        .doesNotContainKeys(
            "optimizer.adafactor.factored",
            "schedule.warmup-rounding",
            "task.few-shot-examples",
            "task.judged-by",
            "task.on-long-target",
            "train.shuffle");
    assertThat(Sweeps.load(folder, "method.vanilla.label-word-rows = mean").identity())
        .containsEntry("method.vanilla.label-word-rows", "mean");
    assertThat(Sweeps.load(folder, "optimizer.adamw.formula = pytorch").identity())
        .doesNotContainKey("optimizer.adamw.formula");
    assertThat(Sweeps.load(folder, "optimizer.adamw.formula = transformers").identity())
        .containsKey("optimizer.adamw.formula");
  }

  private Cell first(String text) {
    return Sweeps.load(folder, text).grid().cells().get(0);
  }

  @Test
  void theCommandLineWinsOverTheFileOverTheDefaults() {
    SweepConfig config =
        Sweeps.load(
            folder,
            "train { epochs = 3, batch-size = 8, max-steps = 50 }",
            "train.epochs=5",
            "train.epochs = 7");
    var training = config.grid().cells().get(0).training();
    assertThat(training.epochs()).isEqualTo(7);
    assertThat(training.batchSize()).isEqualTo(8);
    assertThat(training.maxSteps()).isEqualTo(OptionalLong.of(50));
    assertThat(training.evalBatchSize()).isEqualTo(64);
  }

  @Test
  void overridesTakeHoconValuesAndBareText() {
    SweepConfig config =
        Sweeps.load(
            folder,
            "",
            "sweep.seeds=[3, 1]",
            "data.dir=/data/run#3//glue",
            "train={epochs=2}",
            "train.batch-size=${train.epochs}",
            "protocol=\"a # b\"");
    assertThat(config.grid().cells().stream().map(Cell::seed).distinct()).containsExactly(3L, 1L);
    assertThat(config.data().location())
        .isEqualTo(new Location.Folder(Path.of("/data/run#3//glue")));
    assertThat(config.grid().cells().get(0).training().batchSize()).isEqualTo(2);
    assertThat(config.protocol()).isEqualTo("a # b");
  }

  @Test
  void includesAndSubstitutionsWork() {
    Sweeps.file(folder, "sizes/small.conf", "backbone.name = small, train.epochs = 4");
    SweepConfig config =
        Sweeps.load(
            folder,
            """
            include "sizes/small.conf"
            train.batch-size = ${train.epochs}
            train.eval-batch-size = ${?PROMPTSWEEP_NO_SUCH_VARIABLE}
            """);
    assertThat(config.backbone().name()).isEqualTo("small");
    assertThat(config.grid().cells().get(0).training().batchSize()).isEqualTo(4);
    assertThat(config.grid().cells().get(0).training().evalBatchSize()).isEqualTo(64);
  }

  @Test
  void numbersAndSwitchesMayBeText() {
    Cell cell =
        Sweeps.load(
                folder,
                "train.epochs = \"3\", sweep.dropout = \"yes\", sweep.learning-rates = \"0.5\","
                    + " method.vanilla.prompt-tokens = \"7\"")
            .grid()
            .cells()
            .get(0);
    assertThat(cell.training().epochs()).isEqualTo(3);
    assertThat(cell.dropout()).isTrue();
    assertThat(cell.learningRate()).isEqualTo(0.5);
    assertThat(cell.methodSettings()).containsEntry("prompt-tokens", 7);
  }

  @Test
  void aTaskOverridesTaskAndTrainingSettings() {
    SweepConfig config =
        Sweeps.load(
            folder,
            """
            task { max-input-tokens = 100, max-train-examples = 50 }
            tasks.rte {
              max-input-tokens = 348, on-long-input = fail, few-shot-per-class = 16
              train { epochs = 2, max-target-tokens = 5 }
            }
            """);
    Cell sst2 = config.grid().cells().get(0);
    Cell rte = config.grid().cells().stream().filter(c -> c.task().equals("rte")).findFirst().get();
    assertThat(sst2.training().maxInputTokens()).isEqualTo(100);
    assertThat(sst2.training().epochs()).isEqualTo(20);
    assertThat(sst2.taskOptions().fewShot()).isEmpty();
    assertThat(rte.training().maxInputTokens()).isEqualTo(348);
    assertThat(rte.training().epochs()).isEqualTo(2);
    assertThat(rte.training().maxTargetTokens()).isEqualTo(5);
    assertThat(rte.taskOptions())
        .isEqualTo(
            new TaskOptions(
                "A",
                "auto",
                Optional.of(new TaskOptions.FewShot(16, 42)),
                OptionalInt.of(50),
                OptionalInt.empty(),
                OnLongInput.FAIL,
                InvalidPredictions.COUNT_AS_WRONG,
                "task"));
  }

  @Test
  void aTaskMayScoreAsSuperPosDoesAndStepsAloneMayEndTraining() {
    Cell cell =
        Sweeps.load(
                folder,
                """
sweep { methods = vanilla, tasks = [rte], seeds = 0 }
task.invalid = score-zero
tasks.rte { score = mean, train { epochs = off, max-steps = 30, eval-every-steps = 10 } }
""")
            .grid()
            .cells()
            .get(0);
    assertThat(cell.taskOptions().invalid()).isEqualTo(InvalidPredictions.SCORE_ZERO);
    assertThat(cell.taskOptions().score()).isEqualTo("mean");
    assertThat(cell.training().evalEverySteps()).hasValue(10);
    assertThat(cell.configJson()).doesNotContain("epochs");
    assertThat(Cell.parse(cell.configJson(), cell.protocol(), cell.axes())).isEqualTo(cell);
    assertThat(Sweeps.problems(folder, "train.epochs = off"))
        .isEqualTo(
            "x.conf: 1: train.epochs is off, so train.max-steps must say when training ends.");
  }

  @Test
  void aMethodOverridesLearningRatesAndWeightDecay() {
    SweepConfig config =
        Sweeps.load(
            folder,
            """
            sweep { methods = [vanilla, residual], tasks = rte, seeds = 0, learning-rates = 0.01 }
            method.residual { learning-rates = [0.3, 0.1], weight-decay = 1e-5 }
            """);
    assertThat(config.grid().cells())
        .extracting(Cell::method, Cell::learningRate)
        .containsExactly(tuple("vanilla", 0.01), tuple("residual", 0.3), tuple("residual", 0.1));
    assertThat(config.grid().cells())
        .extracting(c -> ((AdamW) c.training().optimizer()).weightDecay())
        .containsExactly(0.01, 1e-5, 1e-5);
    assertThat(config.grid().cells().get(1).methodSettings())
        .doesNotContainKeys("learning-rates", "weight-decay");
  }

  @Test
  void aMethodsSectionForOneTaskOverridesItsOwnKeyByKey() {
    SweepConfig config =
        Sweeps.load(
            folder,
            """
sweep { methods = [vanilla, dept], tasks = [rte, cola], seeds = 0, learning-rates = 0.01 }
method.dept { rank = 30, alpha = 4, learning-rates = 0.3 }
tasks.cola.method {
  dept { rank = 15, learning-rates = [0.4, 0.5], weight-decay = 0 }
  vanilla.prompt-tokens = 7
}
""");
    List<Cell> cells = config.grid().cells();
    assertThat(cells)
        .extracting(Cell::task, Cell::method, Cell::learningRate)
        .containsExactly(
            tuple("rte", "vanilla", 0.01),
            tuple("rte", "dept", 0.3),
            tuple("cola", "vanilla", 0.01),
            tuple("cola", "dept", 0.4),
            tuple("cola", "dept", 0.5));
    assertThat(cells)
        .extracting(c -> ((AdamW) c.training().optimizer()).weightDecay())
        .containsExactly(0.01, 0.01, 0.01, 0.0, 0.0);
    assertThat(cells.get(1).methodSettings()).containsEntry("rank", 30).containsEntry("alpha", 4);
    assertThat(cells.get(3).methodSettings())
        .containsEntry("rank", 15)
        .containsEntry("alpha", 4)
        .doesNotContainKeys("learning-rates", "weight-decay");
    assertThat(cells.get(2).methodSettings()).containsEntry("prompt-tokens", 7);
    assertThat(config.resolved())
        .containsEntry("method.dept.rank", 30)
        .containsEntry("tasks.cola.method.dept.rank", 15)
        .containsKey("tasks.cola.method.dept.weight-decay");
  }

  @Test
  void paperStandsForTheLearningRateOfTheMethodsPaper() {
    List<Cell> cells =
        Sweeps.load(
                folder,
                """
                sweep { methods = [vanilla, residual, dpt], tasks = rte, seeds = 0 }
                method.residual.learning-rates = [paper, 0.1]
                method.dpt.learning-rates = [0.25, paper]
                """)
            .grid()
            .cells();
    assertThat(cells)
        .extracting(Cell::method, Cell::learningRate)
        .containsExactly(
            tuple("vanilla", 0.25),
            tuple("residual", 0.25),
            tuple("residual", 0.1),
            tuple("dpt", 0.25));
  }

  @Test
  void aMethodMayHaveDropoutArmsOfItsOwn() {
    assertThat(
            Sweeps.load(
                    folder,
                    """
sweep { methods = [vanilla, full], tasks = [rte, cb], seeds = 0, dropout = [off, on] }
method.full.dropout = on
tasks.cb.method.vanilla.dropout = off
""")
                .grid()
                .cells())
        .extracting(Cell::task, Cell::method, Cell::dropout)
        .containsExactly(
            tuple("rte", "vanilla", false),
            tuple("rte", "vanilla", true),
            tuple("rte", "full", true),
            tuple("cb", "vanilla", false),
            tuple("cb", "full", true));
  }

  @Test
  void theFewExamplesAreDrawnByOneSeedOrByTheCellsOwn() {
    String grid =
        "sweep { methods = vanilla, tasks = rte, seeds = [3, 4] }, task.few-shot-per-class = 8";
    assertThat(Sweeps.load(folder, grid + ", task.few-shot-seed = 7").grid().cells())
        .extracting(cell -> cell.taskOptions().fewShot().orElseThrow().seed())
        .containsExactly(7L, 7L);
    SweepConfig byCell = Sweeps.load(folder, grid + ", task.few-shot-seed = cell");
    assertThat(byCell.grid().cells())
        .extracting(cell -> cell.taskOptions().fewShot().orElseThrow().seed())
        .containsExactly(3L, 4L);
    assertThat(byCell.resolved()).containsEntry("task.few-shot-seed", "cell");
  }

  @Test
  void relativePathsAreLookedForBesideTheFileSecond() throws Exception {
    Files.createDirectory(folder.resolve("my-t5"));
    SweepConfig config =
        Sweeps.load(folder, "backbone.path = my-t5, data.dir = embedded, data.tasks-dir = nowhere");
    assertThat(config.backbone().location())
        .isEqualTo(new Location.Folder(folder.resolve("my-t5")));
    assertThat(config.backbone().name()).isEqualTo("my-t5");
    assertThat(config.data().location()).isEqualTo(new Location.Embedded());
    assertThat(config.data().ownTasks()).contains(Path.of("nowhere"));
    assertThat(Sweeps.load(folder, "").data().location()).isEqualTo(new Location.Unset());
  }

  @Test
  void theWrittenConfigurationNamesEveryFolderInFull() {
    SweepConfig config =
        Sweeps.load(
            folder,
            "sweep.tasks = [rte], run.checkpoints = states, data.tasks-dir = \"file:/own\"");
    String again = config.source();
    SweepConfig read = Sweeps.load(folder.resolve("elsewhere"), again);
    assertThat(read.run().checkpoints())
        .isEqualTo(
            new RunSettings.CheckpointPlace.Folder(
                Path.of("states").toAbsolutePath().normalize().toString()));
    assertThat(read.data().ownTasks()).contains(Path.of("/own"));
    assertThat(Sweeps.load(folder, "run.checkpoints = \"S3A://b/x\"").run().checkpoints())
        .isEqualTo(new RunSettings.CheckpointPlace.Folder("s3a://b/x"));
  }

  @Test
  void ownTasksAreFoundThroughTheFolderThatTheFileNames() {
    Path file =
        Sweeps.file(folder, "x.conf", "data.tasks-dir = /own, sweep.tasks = [from-own-folder]");
    KnownNames known =
        new KnownNames(
            Sweeps.METHODS,
            own ->
                new TreeSet<>(
                    own.equals(Optional.of(Path.of("/own")))
                        ? Set.of("from-own-folder")
                        : Set.of("rte")));
    assertThat(SweepConfig.load(file, List.of(), known).grid().tasks())
        .containsExactly("from-own-folder");
  }
}
