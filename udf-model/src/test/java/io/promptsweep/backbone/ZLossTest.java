package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.promptsweep.backbone.parity.GoldenBatch;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.torch.Autograd;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a z-loss weighs, against the golden logits and against differences. */
class ZLossTest {
  private static final Path GOLDEN = ParityFiles.path("t5-v1_1-tiny/golden.safetensors");

  private static double sum(GoldenBatch batch, Backbone backbone, float[] shift, float[] gradient) {
    try (Autograd.Mode on = Autograd.on();
        NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      NDArray prompt = batch.prompt(manager);
      if (shift.length > 0) {
        try (Autograd.Mode off = Autograd.off()) {
          prompt.addi(manager.create(shift, prompt.getShape()));
        }
      }
      NDArray sum =
          backbone
              .lossesAndLogZ(batch.encode(backbone, manager, prompt), batch.targets())
              .squaredLogZ()
              .sum();
      if (gradient.length > 0) {
        Autograd.backward(sum);
        float[] found = Autograd.gradient(prompt).toFloatArray();
        System.arraycopy(found, 0, gradient, 0, found.length);
      }
      return sum.toFloatArray()[0];
    }
  }

  private static int[] shifted(int[] target, int start) {
    int[] inputs = new int[target.length];
    inputs[0] = start;
    System.arraycopy(target, 0, inputs, 1, target.length - 1);
    return inputs;
  }

  @Test
  void itIsTheSquaredLogarithmOfTheDenominatorAndLeavesLossesAsTheyAre() {
    try (Safetensors golden = Safetensors.open(GOLDEN);
        Backbone backbone =
            Backbone.load(ParityFiles.path("t5-v1_1-tiny"), Device.cpu(), Precision.FP32);
        Autograd.Mode off = Autograd.off();
        NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      GoldenBatch batch = GoldenBatch.read(golden, GOLDEN);
      EncodedRows encoded = batch.encode(backbone, manager, batch.prompt(manager));
      Backbone.TokenLosses both = backbone.lossesAndLogZ(encoded, batch.targets());
      assertThat(both.losses().toFloatArray())
          .isEqualTo(backbone.losses(encoded, batch.targets()).toFloatArray());
      float[] found = both.squaredLogZ().toFloatArray();
      int[][] shifted =
          Arrays.stream(batch.targets())
              .map(target -> shifted(target, backbone.config().decoderStartTokenId()))
              .toArray(int[][]::new);
      float[] logits = backbone.logits(encoded, shifted).toFloatArray();
      int vocabulary = logits.length / found.length;
      for (int t = 0; t < found.length; t++) {
        double z = 0;
        for (int v = 0; v < vocabulary; v++) {
          z += Math.exp(logits[t * vocabulary + v]);
        }
        assertThat((double) found[t]).isCloseTo(Math.log(z) * Math.log(z), offset(1e-3));
      }
    }
  }

  @Test
  void itsGradientFlowsBackToThePrompt() {
    try (Safetensors golden = Safetensors.open(GOLDEN);
        Backbone backbone =
            Backbone.load(ParityFiles.path("t5-v1_1-tiny"), Device.cpu(), Precision.FP32)) {
      GoldenBatch batch = GoldenBatch.read(golden, GOLDEN);
      float[] gradient = new float[golden.tensor("prompt").floats().length];
      sum(batch, backbone, new float[0], gradient);
      double square = 0;
      for (float g : gradient) {
        square += g * (double) g;
      }
      assertThat(square).isPositive();
      double step = 1e-2 / Math.sqrt(square);
      float[] there = new float[gradient.length];
      float[] back = new float[gradient.length];
      for (int i = 0; i < there.length; i++) {
        there[i] = (float) (step * gradient[i]);
        back[i] = -there[i];
      }
      double slope =
          (sum(batch, backbone, there, new float[0]) - sum(batch, backbone, back, new float[0]))
              / (2 * step);
      assertThat(slope / square).isCloseTo(1, offset(0.02));
    }
  }
}
