package io.promptsweep.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFormatsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "t5-v1_0-tiny,pytorch_model.bin,55",
    "t5-v1_0-tiny,pytorch_model.legacy.bin,55",
    "t5-v1_1-tiny,pytorch_model.bin,61"
  })
  void everyFormatHoldsTheSameBytes(String backbone, String file, int tensors) {
    Path dir = ParityFiles.path(backbone);
    try (Checkpoint golden = Checkpoint.open(dir);
        Checkpoint other = Checkpoint.openFile(dir.resolve(file))) {
      assertThat(golden.names()).hasSize(tensors);
      // Pickles keep the tied tables under all their names.
      assertThat(other.names()).containsAll(golden.names());
      for (String name : golden.names()) {
        assertSame(other.tensor(name), golden.tensor(name));
      }
      assertSame(other.tensor("encoder.embed_tokens.weight"), golden.tensor("shared.weight"));
      assertThat(golden.tensor("shared.weight").floats()[0])
          .isEqualTo(golden.tensor("shared.weight").bytes().getFloat());
    }
  }

  @Test
  void safetensorsGoesBeforePickles() {
    try (Checkpoint checkpoint = Checkpoint.open(ParityFiles.path("t5-v1_0-tiny"))) {
      assertThat(checkpoint.names()).doesNotContain("encoder.embed_tokens.weight");
    }
  }

  @Test
  void readsPicklesWhereThereIsNothingElse() throws IOException {
    Files.copy(
        ParityFiles.path("t5-v1_0-tiny/pytorch_model.bin"), folder.resolve("pytorch_model.bin"));
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.names()).contains("encoder.embed_tokens.weight");
    }
  }

  @Test
  void shardsReadAsOneFile() throws IOException {
    try (Checkpoint whole = Checkpoint.open(ParityFiles.path("t5-v1_1-tiny"))) {
      shard(whole);
      try (Checkpoint shards = Checkpoint.open(folder)) {
        assertThat(new TreeSet<>(shards.names())).isEqualTo(new TreeSet<>(whole.names()));
        whole.names().forEach(name -> assertSame(shards.tensor(name), whole.tensor(name)));
      }
    }
  }

  @Test
  void saysWhichShardIsMissing() throws IOException {
    try (Checkpoint whole = Checkpoint.open(ParityFiles.path("t5-v1_1-tiny"))) {
      shard(whole);
    }
    Files.delete(folder.resolve("model-00002-of-00003.safetensors"));
    assertRefused(
        folder.resolve("model.safetensors.index.json")
            + " names the shard model-00002-of-00003.safetensors, which is missing: download it.");
  }

  @Test
  void aShardLiesBesideItsIndex() throws IOException {
    for (String shard : List.of("../model.safetensors", "/etc/passwd", "a\\b", "", "..")) {
      JsonObject map = new JsonObject();
      map.addProperty("w", shard);
      JsonObject index = new JsonObject();
      index.add("weight_map", map);
      Path file = folder.resolve("model.safetensors.index.json");
      Files.writeString(file, index.toString());
      assertRefused(
          file
              + ": weight_map gives w the shard "
              + map.get("w")
              + " rather than the name of a file beside it.");
    }
  }

  @Test
  void saysWhichTensorTheShardLacks() throws IOException {
    StoredTensor tensor = StoredTensor.of("weight", new float[2], 2);
    SafetensorsWriter.write(folder.resolve("one.safetensors"), Map.of("weight", tensor), Map.of());
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"wieght\": \"one.safetensors\"}}");
    assertRefused(
        folder.resolve("one.safetensors") + " has no tensor wieght; did you mean 'weight'?");
  }

  @Test
  void saysWhatWasLookedFor() throws IOException {
    String looked =
        "model.safetensors, model.safetensors.index.json, pytorch_model.bin,"
            + " pytorch_model.bin.index.json";
    assertRefused(
        folder
            + " has no weights: none of "
            + looked
            + " is there; download one of them, or run git lfs pull where the folder is a git"
            + " clone.");
    Files.writeString(folder.resolve("tf_model.h5"), "weights");
    assertRefused(
        folder
            + " has only tf_model.h5, the weights of another framework, and none of "
            + looked
            + "; save it with transformers' save_pretrained from PyTorch.");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            folder.resolve("nowhere")
                + " is not a folder; a backbone is a Hugging Face T5 folder.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "pytorch_model.bin"})
  void namesTheRemedyForAPointer(String name) throws IOException {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    Files.writeString(folder.resolve(name), pointer);
    assertRefused(
        folder.resolve(name)
            + " is a git-lfs pointer of "
            + pointer.length()
            + " bytes, not the file; run git lfs pull.");
  }

  @Test
  void saysWhichTensorIsMissingOrOfAnotherShape() {
    Path dir = ParityFiles.path("t5-v1_0-tiny");
    Path file = dir.resolve("model.safetensors");
    try (Checkpoint checkpoint = Checkpoint.open(dir)) {
      assertThat(checkpoint.require("encoder.final_layer_norm.weight", 48).floats()).hasSize(48);
      assertThatThrownBy(() -> checkpoint.require("encoder.final_layer_norm.weight", 47))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              file
                  + ": encoder.final_layer_norm.weight has shape [48] rather than [47], as"
                  + " config.json says; the two files are of different models.");
      assertThatThrownBy(() -> checkpoint.tensor("encoder.final_layernorm.weight"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              file
                  + " has no tensor encoder.final_layernorm.weight; did you mean"
                  + " 'encoder.final_layer_norm.weight'?");
      assertThatThrownBy(() -> checkpoint.tensor("lm_head.weight"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(file + " has no tensor lm_head.weight; did you mean 'shared.weight'?");
      assertThatThrownBy(() -> checkpoint.tensor("x"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              file
                  + " has no tensor x; it has 55 tensors, such as"
                  + " decoder.block.0.layer.0.SelfAttention.k.weight.");
    }
  }

  @Test
  void tensorsOutliveTheCheckpoint() {
    StoredTensor tensor;
    try (Checkpoint checkpoint = Checkpoint.open(ParityFiles.path("t5-v1_0-tiny"))) {
      tensor = checkpoint.tensor("shared.weight");
    }
    assertThat(tensor.floats()).hasSize(160 * 48);
  }

  @ParameterizedTest
  @CsvSource({"dept-t5-base-cola,80,3", "dept-t5-base-nq,60,1", "dept-t5-base-superglue-wic,60,1"})
  void readsAdaptersThatTheirAuthorsReleased(String adapter, int promptTokens, int tensors) {
    Path file =
        Path.of(
            System.getProperty("shared.dir", ""), "peft-adapters", adapter, "adapter_model.bin");
    assumeThat(file).as("trained adapters under the folder of -Dshared.dir").exists();
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertThat(checkpoint.names()).hasSize(tensors);
      float[] prompt = checkpoint.require("prompt_embeddings", promptTokens, 768).floats();
      assertThat(prompt).hasSize(promptTokens * 768);
      double square = 0;
      for (float value : prompt) {
        square += (double) value * value;
      }
      assertThat(Math.sqrt(square / prompt.length)).isBetween(0.1, 100.0);
    }
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }

  private void shard(Checkpoint whole) throws IOException {
    Map<String, Map<String, StoredTensor>> shards = new HashMap<>();
    JsonObject map = new JsonObject();
    int i = 0;
    for (String name : whole.names()) {
      String shard = "model-0000" + (i++ % 3 + 1) + "-of-00003.safetensors";
      shards.computeIfAbsent(shard, s -> new LinkedHashMap<>()).put(name, whole.tensor(name));
      map.addProperty(name, shard);
    }
    shards.forEach(
        (shard, tensors) ->
            SafetensorsWriter.write(folder.resolve(shard), tensors, Map.of("format", "pt")));
    JsonObject index = new JsonObject();
    index.add("weight_map", map);
    Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
  }

  private static void assertSame(StoredTensor actual, StoredTensor expected) {
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.bytes()).isEqualTo(expected.bytes());
  }
}
