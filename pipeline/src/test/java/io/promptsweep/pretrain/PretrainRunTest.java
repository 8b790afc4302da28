package io.promptsweep.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.backbone.Precision;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.run.SweepRun;
import io.promptsweep.toy.ToyWorld;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainRunTest {
  private static final String SMALL =
      """
      phases = [span-corruption, lm-adaptation]
      threads = 1
      model { d-model = 16, d-kv = 8, d-ff = 16, num-layers = 1, num-heads = 2 }
      phase {
        train-examples = 64, validation-examples = 8, epochs = 2, batch-size = 16, max-words = 12
        instructions = 1
        lm-adaptation { span-corruption = 0, continuation = 1 }
      }
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  private Path run(Path out) throws Exception {
    Path file = Files.writeString(folder.resolve("small.conf"), SMALL);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("pretrain")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      return new PretrainRun(
              PretrainConfig.load(file, List.of()),
              out,
              new PrintStream(messages, true, StandardCharsets.UTF_8))
          .run(spark, new SweepRun.Options(out, true, folder, "test", "test"));
    }
  }

  @Test
  void theSameConfigurationGivesTheSameBackboneAndFinishedPhasesAreNotRepeated() throws Exception {
    Path first = run(folder.resolve("a"));
    assertThat(messages.toString(StandardCharsets.UTF_8)).contains("1 cells, 0 finished before");
    messages.reset();
    Path again = run(folder.resolve("a"));
    assertThat(messages.toString(StandardCharsets.UTF_8))
        .contains("1 cells, 1 finished before, 0 to train")
        .doesNotContain("0 finished before");
    assertThat(BackboneDigest.of(again)).isEqualTo(BackboneDigest.of(first));
    assertThat(BackboneDigest.of(run(folder.resolve("b")))).isEqualTo(BackboneDigest.of(first));
  }

  @Test
  void everyPhaseChangesTheWeightsAndTheResultIsABackbone() throws Exception {
    Path backbone = run(folder.resolve("out"));
    Path phases = folder.resolve("out").resolve("phases");
    Set<String> embeddings = new HashSet<>();
    for (String phase :
        List.of("0-random", "1-span-corruption/backbone", "2-lm-adaptation/backbone")) {
      try (Safetensors file =
          Safetensors.open(phases.resolve(phase).resolve("model.safetensors"))) {
        embeddings.add(Arrays.toString(file.tensor("lm_head.weight").floats()));
      }
    }
    assertThat(embeddings).hasSize(3);
    try (Backbone loaded = Backbone.load(backbone, Device.cpu(), Precision.FP32)) {
      assertThat(loaded.tokenizer().decode(loaded.tokenizer().encode("anna pushed a dog")))
          .isEqualTo("anna pushed a dog");
    }
  }

  @Test
  void noSentenceOfTheToyTasksIsInTheExamples() throws Exception {
    run(folder.resolve("held"));
    Set<String> heldOut = ToyWorld.sentences();
    List<String> lines =
        Files.readAllLines(
            folder.resolve("held/phases/1-span-corruption/data/span-corruption/train.jsonl"));
    assertThat(lines).hasSize(64);
    for (String line : lines) {
      String text = line.replaceAll("\\{\"kind\":\"[a-z-]+\",\"input\":\"|\".*", "");
      for (String part : text.split(" / | \\| | ; |sentence[12]: | : ", -1)) {
        assertThat(heldOut).doesNotContain(part.strip());
      }
    }
  }
}
