package io.promptsweep.backbone.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.backbone.weights.SafetensorsWriter;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParityCheckTest {

  @ParameterizedTest
  @ValueSource(strings = {"t5-v1_0-tiny", "t5-v1_1-tiny"})
  void agreesWithHuggingFaceInEveryQuantity(String name) {
    Path dir = ParityFiles.path(name);
    List<ParityCheck.Difference> differences =
        ParityCheck.run(dir, dir.resolve("golden.safetensors"));
    assertThat(differences)
        .extracting(d -> d.quantity().replaceAll(" .*", ""))
        .contains(
            "encoder_last_hidden_state",
            "logits",
            "loss",
            "grad_prompt",
            "candidate_log_likelihood",
            "greedy_ids",
            "grad.shared.weight",
            "grad.encoder.block.0.layer.0.SelfAttention.q.weight");
    assertThat(differences).allSatisfy(d -> assertThat(d.within()).as(d.toString()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5-v1_0-tiny", "t5-v1_1-tiny"})
  void seesAWrongWeight(String name, @TempDir Path dir) throws Exception {
    Path source = ParityFiles.path(name);
    Files.copy(source.resolve("config.json"), dir.resolve("config.json"));
    LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (Checkpoint checkpoint = Checkpoint.open(source)) {
      for (String tensor : checkpoint.names()) {
        StoredTensor stored = checkpoint.tensor(tensor);
        float[] values = stored.floats();
        if (tensor.equals("encoder.block.1.layer.1.DenseReluDense.wo.weight")) {
          values[7] += 1;
        }
        tensors.put(tensor, StoredTensor.of(tensor, values, stored.shape()));
      }
      SafetensorsWriter.write(dir.resolve("model.safetensors"), tensors, new LinkedHashMap<>());
    }
    Path golden = source.resolve("golden.safetensors");
    assertThat(ParityCheck.run(dir, golden))
        .filteredOn(d -> d.quantity().equals("logits"))
        .singleElement()
        .satisfies(d -> assertThat(d.within()).isFalse());
  }

  @Test
  void namesWhatAGoldenFileLacks(@TempDir Path dir) {
    Path model = ParityFiles.path("t5-v1_0-tiny");
    Path weights = model.resolve("model.safetensors");
    assertThatThrownBy(() -> ParityCheck.run(model, weights))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            weights
                + " has no tensor prompt; a golden file holds prompt, input_ids, attention_mask and"
                + " labels.");
  }
}
