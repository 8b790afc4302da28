package io.promptsweep.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LoRA and full fine-tuning, which change the backbone that a cell sees. */
class WeightTrainingTest {
  @TempDir static Path folder;
  private static ToyTraining toy;

  @BeforeAll
  static void load() {
    toy = new ToyTraining(folder);
  }

  @AfterAll
  static void close() {
    toy.close();
  }

  private static CellJob job(String method, double learningRate, int epochs, boolean dropout) {
    return ToyTraining.job(
        method,
        method,
        toy.task("toy-sentiment", 128, 64),
        ToyTraining.settings(epochs, 16),
        3,
        learningRate,
        dropout);
  }

  private static Map<String, float[]> frozenWeights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    toy.backbone
        .config()
        .weightShapes()
        .keySet()
        .forEach(name -> weights.put(name, toy.backbone.frozen(name).toFloatArray()));
    return weights;
  }

  @Test
  void fineTuningLowersTheLossAndLeavesTheSharedBackboneAlone() {
    CellOutcome before = toy.train(job("vanilla", 0.01, 1, false)).get(0);
    List<CellOutcome> together =
        toy.train(
            job("full", 3e-3, 4, true),
            job("lora", 1e-2, 4, false),
            job("vanilla", 0.01, 1, false));

    for (CellOutcome tuned : together.subList(0, 2)) {
      assertThat(tuned.epochs().get(3).trainLoss())
          .as(tuned.cellId())
          .isLessThan(0.7 * tuned.epochs().get(0).trainLoss());
    }
    assertThat(together.get(2).epochs().get(0).evalLoss())
        .isCloseTo(before.epochs().get(0).evalLoss(), offset(1e-6));
    frozenWeights()
        .forEach(
            (name, values) -> assertThat(values).as(name).isEqualTo(toy.backbone.rawWeight(name)));
  }

  @Test
  void withoutAStepEveryWeightMethodIsTheBackboneItself() {
    // Rates so small that float32 weights do not change: the epoch's loss is the backbone's own.
    double full = toy.train(job("full", 1e-30, 1, false)).get(0).epochs().get(0).evalLoss();
    double lora = toy.train(job("lora", 1e-30, 1, false)).get(0).epochs().get(0).evalLoss();

    assertThat(lora).isCloseTo(full, offset(1e-6 * full));
    assertThat(((CellOutcome.Trained) toy.train(job("full", 1e-30, 1, false)).get(0)).health())
        .isEqualTo(Health.PROMPT_NOT_MOVING);
  }

  @Test
  void bfloat16KeepsItsMasterWeightsInFloat32() {
    try (Backbone half = Backbone.load(toy.backboneDir(), Device.cpu(), Precision.BF16)) {
      CellOutcome rough =
          new Trainer(half, (cellId, epoch) -> {}, Trainer.Options.PLAIN)
              .train(List.of(job("full", 1e-3, 2, false)))
              .get(0);
      CellOutcome exact = toy.train(job("full", 1e-3, 2, false)).get(0);
      // A step of 1e-3 is below bfloat16's resolution of most weights: without fp32 copies nothing
      // would be learned.
      assertThat(rough.epochs().get(1).trainLoss())
          .isCloseTo(exact.epochs().get(1).trainLoss(), offset(0.02));
    }
  }
}
