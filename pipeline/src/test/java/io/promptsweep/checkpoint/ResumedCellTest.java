package io.promptsweep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.promptsweep.training.CellJob;
import io.promptsweep.training.CellOutcome;
import io.promptsweep.training.Checkpoints;
import io.promptsweep.training.EpochMetrics;
import io.promptsweep.training.ToyTraining;
import io.promptsweep.training.Trainer;
import io.promptsweep.training.TrainingSettings;
import io.promptsweep.training.optimizer.OptimizerSettings;
import io.promptsweep.training.optimizer.ScheduleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells that are cut off and go on from their last checkpoint. */
class ResumedCellTest {
  @TempDir static Path world;
  @TempDir Path folder;
  private static ToyTraining toy;

  @BeforeAll
  static void load() {
    toy = new ToyTraining(world);
  }

  @AfterAll
  static void close() {
    toy.close();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Evaluates inside passes of ten steps: every seventh step, which no pass ends with. */
  private static CellJob job(String method, boolean dropout, OptimizerSettings optimizer) {
    TrainingSettings plain = ToyTraining.settings(3, 8);
    TrainingSettings settings =
        new TrainingSettings(
            plain.epochs(),
            plain.maxSteps(),
            OptionalLong.of(7),
            plain.batchSize(),
            plain.evalBatchSize(),
            optimizer,
            new ScheduleSettings.Linear(0.1),
            1,
            0,
            plain.decoding(),
            plain.maxInputTokens(),
            plain.maxTargetTokens());
    return ToyTraining.job(
        "cell", method, toy.task("toy-sentiment", 78, 20), settings, 3, 0.02, dropout);
  }

  private CellOutcome train(CellJob job, Checkpoints checkpoints, long killAt, List<Integer> from) {
    Trainer.Listener listener =
        new Trainer.Listener() {
          @Override
          public void epoch(String cellId, EpochMetrics metrics) {}

          @Override
          public void step(String cellId, long step, long totalSteps) {
            if (step == killAt) {
              throw new Killed();
            }
          }

          @Override
          public void resumed(String cellId, int epochs) {
            from.add(epochs);
          }
        };
    return new Trainer(
            toy.backbone,
            listener,
            new Trainer.Options(checkpoints, Integer.MAX_VALUE, Optional.empty()))
        .train(List.of(job))
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "vanilla,true,adamw",
    "residual,false,adafactor",
    "superpos,true,adafactor",
    "dept,false,adamw",
    "adept,true,adamw",
    "lora,false,adamw",
    "full,true,adafactor"
  })
  void aCellKilledTwiceEndsWithTheNumbersOfOneThatNeverWas(
      String method, boolean dropout, String optimizer) {
    CellJob job =
        job(
            method,
            dropout,
            optimizer.equals("adamw")
                ? OptimizerSettings.AdamW.defaults()
                : OptimizerSettings.Adafactor.defaults());
    CellOutcome.Trained whole =
        (CellOutcome.Trained) train(job, Checkpoints.NONE, -1, new ArrayList<>());

    CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("states").toString());
    List<Integer> from = new ArrayList<>();
    assertThatThrownBy(() -> train(job, checkpoints, 9, from)).isInstanceOf(Killed.class);
    assertThatThrownBy(() -> train(job, checkpoints, 27, from)).isInstanceOf(Killed.class);
    CellOutcome.Trained resumed = (CellOutcome.Trained) train(job, checkpoints, -1, from);

    assertThat(from).containsExactly(1, 3);
    assertThat(resumed.steps()).isEqualTo(whole.steps());
    assertThat(resumed.health()).isEqualTo(whole.health());
    assertThat(resumed.testMetrics()).isEqualTo(whole.testMetrics());
    assertThat(resumed.best().epoch()).isEqualTo(whole.best().epoch());
    assertThat(resumed.epochs()).hasSameSizeAs(whole.epochs()).hasSizeGreaterThan(3);
    for (int i = 0; i < whole.epochs().size(); i++) {
      EpochMetrics a = resumed.epochs().get(i);
      EpochMetrics b = whole.epochs().get(i);
      assertThat(a.step()).isEqualTo(b.step());
      assertThat(a.trainLoss()).isEqualTo(b.trainLoss());
      assertThat(a.evalLoss()).isEqualTo(b.evalLoss());
      assertThat(a.gradientNorm()).isEqualTo(b.gradientNorm());
      assertThat(a.learningRate()).isEqualTo(b.learningRate());
      assertThat(a.metrics()).isEqualTo(b.metrics());
    }
    assertThat(resumed.stored().keySet()).isEqualTo(whole.stored().keySet());
    whole
        .stored()
        .forEach(
            (name, tensor) ->
                assertThat(resumed.stored().get(name).values()).isEqualTo(tensor.values()));
  }

  @Test
  void aDamagedCheckpointAndOneOfAnotherCellAreNotUsed() throws IOException {
    CellJob job = job("vanilla", false, OptimizerSettings.AdamW.defaults());
    CheckpointFolder checkpoints = new CheckpointFolder(folder.toString());
    assertThatThrownBy(() -> train(job, checkpoints, 9, new ArrayList<>()))
        .isInstanceOf(Killed.class);
    Path file = folder.resolve("cell.safetensors");
    byte[] good = Files.readAllBytes(file);
    assertThat(checkpoints.load("cell")).isPresent();
    Files.copy(file, folder.resolve("other.safetensors"));
    assertThat(checkpoints.load("other")).isEmpty();
    for (int length : new int[] {0, 7, good.length / 2, good.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThat(checkpoints.load("cell")).as("the first %d bytes", length).isEmpty();
    }
    checkpoints.delete("cell");
    assertThat(file).doesNotExist();
    checkpoints.delete("cell");
  }

  @Test
  void onlyTheCheckpointsThatAreNeededStayAndNothingHalfWritten() throws IOException {
    for (String name :
        List.of("a.safetensors", "b.safetensors", ".b.safetensors.17.part", "notes.txt")) {
      Files.writeString(folder.resolve(name), "");
    }
    new CheckpointFolder(folder.toString()).retain(List.of("b", "c"));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("b.safetensors", "notes.txt");

    Files.writeString(folder.resolve(".c.part"), "");
    String mount = String.valueOf(folder.getFileName());
    SparkHadoopUtil.get()
        .conf()
        .set("fs.viewfs.mounttable." + mount + ".link." + folder, folder.toUri().toString());
    new CheckpointFolder("viewfs://" + mount + folder).retain(List.of());
    assertThat(folder.toFile().list()).containsExactly("notes.txt");
    new CheckpointFolder(folder.resolve("none").toString()).retain(List.of());
  }

  @Test
  void aFolderThatCannotBeWrittenCostsTheCheckpointsOnly() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    CellJob job = job("vanilla", false, OptimizerSettings.AdamW.defaults());
    assertThat(train(job, new CheckpointFolder(taken.toString()), -1, new ArrayList<>()))
        .isInstanceOf(CellOutcome.Trained.class);
  }

  @Test
  void anyFileSystemOfHadoopKeepsCheckpoints() {
    // Hadoop's view of the local disk, by a name that is not taken for a local path.
    String mount = String.valueOf(folder.getFileName()); // Hadoop keeps a view once it was used
    String uri = "viewfs://" + mount + folder.resolve("far");
    SparkHadoopUtil.get()
        .conf()
        .set("fs.viewfs.mounttable." + mount + ".link." + folder, folder.toUri().toString());
    CheckpointFolder far = new CheckpointFolder(uri);
    CellJob job = job("vanilla", false, OptimizerSettings.AdamW.defaults());
    List<Integer> from = new ArrayList<>();
    assertThatThrownBy(() -> train(job, far, 9, from)).isInstanceOf(Killed.class);
    assertThat(folder.resolve("far/cell.safetensors")).exists();
    assertThat(train(job, far, -1, from)).isInstanceOf(CellOutcome.Trained.class);
    assertThat(from).containsExactly(1);
    far.delete("cell");
    assertThat(folder.resolve("far/cell.safetensors")).doesNotExist();
  }

  @Test
  void aCellOverItsTimeLimitIsStoppedAndGoesOnFromItsCheckpoint() {
    CheckpointFolder checkpoints = new CheckpointFolder(folder.toString());
    CellJob job = job("vanilla", false, OptimizerSettings.AdamW.defaults());
    assertThatThrownBy(() -> train(job, checkpoints, 9, new ArrayList<>()))
        .isInstanceOf(Killed.class);
    CellOutcome stopped =
        new Trainer(
                toy.backbone,
                (cellId, epoch) -> {},
                new Trainer.Options(checkpoints, Integer.MAX_VALUE, Optional.of(Duration.ZERO)))
            .train(List.of(job))
            .get(0);
    assertThat(stopped).isInstanceOf(CellOutcome.Stopped.class);
    assertThat(stopped.steps()).isEqualTo(8);
    assertThat(stopped.epochs()).hasSize(1);
    assertThat(((CellOutcome.Stopped) stopped).reason())
        .contains("step 8 of 30")
        .contains("run.cell-time-limit");
  }

  @ParameterizedTest
  @CsvSource({"vanilla,3", "residual,1", "dept,5", "lora,4", "full,8"})
  void microBatchesSumToTheWholeBatch(String method, int rows) {
    CellJob job = job(method, true, OptimizerSettings.AdamW.defaults());
    CellOutcome whole = train(job, Checkpoints.NONE, -1, new ArrayList<>());
    CellOutcome inParts =
        new Trainer(
                toy.backbone,
                (cellId, epoch) -> {},
                new Trainer.Options(Checkpoints.NONE, rows, Optional.empty()))
            .train(List.of(job))
            .get(0);
    assertThat(inParts.steps()).isEqualTo(whole.steps());
    EpochMetrics a = inParts.epochs().get(0);
    EpochMetrics b = whole.epochs().get(0);
    assertThat(a.trainLoss()).isCloseTo(b.trainLoss(), offset(2e-3 * b.trainLoss()));
    assertThat(a.gradientNorm()).isCloseTo(b.gradientNorm(), offset(2e-2 * b.gradientNorm()));
    assertThat(a.learningRate()).isEqualTo(b.learningRate());
  }
}
