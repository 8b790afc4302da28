package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.backbone.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomBackboneTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"t5-v1_0-tiny", "t5-v1_1-tiny"})
  void hasTheNamesAndShapesThatTransformersWrites(String golden) {
    Path dir = ParityFiles.path(golden);
    RandomBackbone.write(folder, T5Config.read(dir), 1);
    assertThat(T5Config.read(folder)).isEqualTo(T5Config.read(dir));
    try (Checkpoint random = Checkpoint.open(folder);
        Checkpoint expected = Checkpoint.open(dir)) {
      Set<String> names = new TreeSet<>(random.names());
      assertThat(names).isEqualTo(new TreeSet<>(expected.names()));
      names.forEach(name -> random.require(name, expected.tensor(name).shape()));
    }
  }

  @Test
  void drawsWithTheScalesOfTransformers() {
    T5Config config =
        new T5Config(
            600, 64, 16, 256, 2, 2, 8, 32, 128, 0.1, 1e-6, Activation.GATED_GELU, false, 0, 1, 0);
    RandomBackbone.write(folder, config, 7);
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      String self = "encoder.block.0.layer.0.SelfAttention.";
      String feedForward = "decoder.block.1.layer.2.DenseReluDense.";
      assertDeviation(checkpoint, "shared.weight", 1);
      assertDeviation(checkpoint, "lm_head.weight", 1);
      assertDeviation(checkpoint, self + "q.weight", 1 / Math.sqrt(64 * 16));
      assertDeviation(checkpoint, self + "k.weight", 1 / Math.sqrt(64));
      assertDeviation(checkpoint, self + "v.weight", 1 / Math.sqrt(64));
      assertDeviation(checkpoint, self + "o.weight", 1 / Math.sqrt(8 * 16));
      assertDeviation(checkpoint, feedForward + "wi_1.weight", 1 / Math.sqrt(64));
      assertDeviation(checkpoint, feedForward + "wo.weight", 1 / Math.sqrt(256));
      assertThat(checkpoint.tensor("encoder.final_layer_norm.weight").floats()).containsOnly(1);
      assertThat(checkpoint.tensor(self + "k.weight").floats())
          .isNotEqualTo(checkpoint.tensor(self + "v.weight").floats());
    }
  }

  @Test
  void theSeedDecidesEveryByte() throws IOException {
    T5Config config = T5Config.read(ParityFiles.path("t5-v1_0-tiny"));
    Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
    for (int i = 0; i < 3; i++) {
      RandomBackbone.write(folder.resolve("" + i), config, i / 2, tokenizer);
    }
    assertThat(folder.resolve("1/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("0/model.safetensors"));
    assertThat(BackboneDigest.of(folder.resolve("2")))
        .isNotEqualTo(BackboneDigest.of(folder.resolve("0")));
    assertThat(folder.resolve("2/tokenizer.json")).hasContent("{}");
  }

  private static void assertDeviation(Checkpoint checkpoint, String name, double expected) {
    double sum = 0;
    double squares = 0;
    float[] values = checkpoint.tensor(name).floats();
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double tolerance = 5 / Math.sqrt(values.length);
    assertThat(sum / values.length / expected)
        .as("mean of %s", name)
        .isBetween(-tolerance, tolerance);
    assertThat(Math.sqrt(squares / values.length) / expected)
        .as("deviation of %s", name)
        .isBetween(1 - tolerance, 1 + tolerance);
  }
}
