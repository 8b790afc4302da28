package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.parity.GoldenBatch;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.method.BoundMethod;
import io.promptsweep.method.Dropout;
import io.promptsweep.method.Methods;
import io.promptsweep.torch.Autograd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * DePT's code pads every input to the longest length and adds the update to padding too. The golden
 * file holds what Transformers computes so, see {@code src/test/python/dept_padded.py}; here rows
 * stand without padding, and every real token's state must be the same.
 */
class DePtPaddingTest {
  private static final Path BATCH = ParityFiles.path("t5-v1_1-tiny/golden.safetensors");
  private static final Path PADDED =
      Path.of(
          System.getProperty("project.root"),
          "udf-model/src/test/resources/golden/dept-padded.safetensors");

  private static NDArray array(NDManager manager, StoredTensor tensor) {
    return manager.create(tensor.floats(), new Shape(tensor.shape()));
  }

  @Test
  void rowsWithoutPaddingHaveTheStatesOfPaddedRows() {
    try (Safetensors batch = Safetensors.open(BATCH);
        Safetensors padded = Safetensors.open(PADDED);
        Backbone backbone =
            Backbone.load(ParityFiles.path("t5-v1_1-tiny"), Device.cpu(), Precision.FP32);
        Autograd.Mode off = Autograd.off();
        NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      int[][] inputs = GoldenBatch.read(batch, BATCH).inputs();
      NDArray prompt = array(manager, batch.tensor("prompt"));
      int n = (int) prompt.getShape().get(0);
      NDArray a = array(manager, padded.tensor("a"));
      BoundMethod dept =
          Methods.bind(
              "dept", Map.of("prompt-tokens", n, "rank", (int) a.getShape().get(1)), "test");
      long[] ids = Arrays.stream(inputs).flatMapToInt(Arrays::stream).asLongStream().toArray();
      List<Long> positions = new ArrayList<>();
      List<Long> index = new ArrayList<>();
      long at = n;
      for (int[] input : inputs) {
        for (long t = 0; t < n; t++) {
          index.add(t);
        }
        for (long t = 0; t < input.length; t++) {
          positions.add(t);
          index.add(at++);
        }
      }
      NDArray updated =
          dept.inputs(
              Map.of("prompt", prompt, "a", a, "b", array(manager, padded.tensor("b"))),
              backbone.embed(manager.create(ids)),
              manager.create(positions.stream().mapToLong(Long::longValue).toArray()),
              Dropout.NONE);
      RowLayout rows = RowLayout.of(Arrays.stream(inputs).mapToInt(i -> n + i.length).toArray());
      long[] flat = new long[rows.flatSize()];
      for (int i = 0; i < index.size(); i++) {
        flat[i] = index.get(i);
      }
      float[] states =
          backbone
              .encode(backbone.arrange(manager.create(flat), List.of(prompt, updated)), rows, null)
              .states()
              .toFloatArray();

      StoredTensor golden = padded.tensor("states");
      float[] expected = golden.floats();
      int length = (int) golden.shape()[1];
      int width = (int) golden.shape()[2];
      assertThat(Arrays.stream(inputs).mapToInt(i -> n + i.length).distinct().count())
          .as("rows of different lengths")
          .isGreaterThan(1);
      for (int row = 0; row < inputs.length; row++) {
        for (int t = 0; t < n + inputs[row].length; t++) {
          for (int i = 0; i < width; i++) {
            assertThat((double) states[(rows.start(row) + t) * width + i])
                .as("row %d token %d", row, t)
                .isCloseTo(expected[(row * length + t) * width + i], offset(2e-5));
          }
        }
      }
    }
  }
}
