package io.promptsweep.backbone.weights;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.CheckpointFolder;
import io.promptsweep.backbone.Precision;
import io.promptsweep.backbone.parity.ParityCheck;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteValuesTest {
  private static final String END =
      " values are no finite numbers; download the file again, or take an earlier checkpoint of the"
          + " training that made it.";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"NaN,BF16", "NaN,F32", "Infinity,F64", "-Infinity,F32"})
  void namesFileTensorAndPlace(float value, ElementType type) throws IOException {
    String name = "decoder.block.0.layer.2.DenseReluDense.wo.weight";
    CheckpointFolder.of("v1_0").put(name, 24 + 3, value).convert(type).write(folder);
    String sentence =
        folder.resolve("model.safetensors")
            + ": tensor "
            + name
            + " holds "
            + value
            + " at [1, 3], and 1 of its 384"
            + END;
    assertRefused(() -> Backbone.load(folder, Device.cpu(), Precision.FP32), sentence);
    assertRefused(() -> Backbone.load(folder, Device.cpu(), Precision.BF16), sentence);
    Path golden = CheckpointFolder.written("v1_0").resolve("golden.safetensors");
    assertRefused(() -> ParityCheck.run(folder, golden), sentence);
  }

  @Test
  void countsThem() throws IOException {
    CheckpointFolder.of("v1_1")
        .put("encoder.final_layer_norm.weight", 2, Float.NaN)
        .put("encoder.final_layer_norm.weight", 5, Float.POSITIVE_INFINITY)
        .write(folder);
    assertRefused(
        () -> Backbone.load(folder, Device.cpu(), Precision.FP32),
        folder.resolve("model.safetensors")
            + ": tensor encoder.final_layer_norm.weight holds NaN at [2], and 2 of its 16"
            + END);
  }

  private static void assertRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessage(sentence);
  }
}
