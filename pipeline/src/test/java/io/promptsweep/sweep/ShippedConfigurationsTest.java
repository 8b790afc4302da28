package io.promptsweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.sweep.BackboneSettings.BackboneShape;
import io.promptsweep.sweep.BackboneSettings.T5Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedConfigurationsTest {
  private static final Path CONF = Path.of(System.getProperty("project.root"), "conf");

  @Test
  void theQuickstartNeedsNoFilesAndCoversEveryAxis() {
    SweepConfig config = load("quickstart.conf");
    assertThat(config.backbone().location()).isEqualTo(new Location.Embedded());
    assertThat(config.data().location()).isEqualTo(new Location.Embedded());
    assertThat(config.grid().cells()).hasSize(120);
    assertThat(config.grid().methods())
        .containsExactly("vanilla", "residual", "superpos", "dpt", "dept", "adept", "lora", "full");
  }

  /** As {@code promptsweep retry} and whoever gets an output folder read it. */
  @ParameterizedTest
  @CsvSource({
    "quickstart.conf, run.on-error=\"stop-after=2\"",
    "real-data.conf, optimizer.name=adafactor",
    "real-data.conf, 'sweep.axes={\"method.vanilla.prompt-tokens\"=[4,8]}'",
    "quickstart.conf, data.tasks-dir=own"
  })
  void theStoredSourceGivesTheSameSweepFromAnywhere(String name, String set, @TempDir Path anywhere)
      throws Exception {
    SweepConfig config = SweepConfig.load(CONF.resolve(name), List.of(set), Sweeps.KNOWN);
    Path stored = Files.writeString(anywhere.resolve("sweep.conf"), config.source());
    SweepConfig again = SweepConfig.load(stored, List.of(), Sweeps.KNOWN);
    assertThat(again.identity()).isEqualTo(config.identity());
    assertThat(again.run()).isEqualTo(config.run());
    assertThat(again.grid()).isEqualTo(config.grid());
    assertThat(again.name()).isEqualTo(config.name());
    assertThat(again.source()).isEqualTo(config.source());
  }

  @Test
  void theRealDataSweepHas96Cells() {
    SweepConfig config = load("real-data.conf");
    assertThat(config.grid().cells()).hasSize(96);
    assertThat(config.grid().tasks()).containsExactly("sst2", "rte", "cb", "cola");
  }

  @ParameterizedTest
  @CsvSource({"quickstart.conf", "real-data.conf"})
  void theHeaderIsTheCommandThatRunsIt(String name) throws Exception {
    assertThat(Files.readAllLines(CONF.resolve(name)).get(0))
        .startsWith("# promptsweep run conf/" + name + " --out ");
  }

  /** Parameters of v1.1 as SuperPos-Prompt (2406.05279) prints them, of the others as published. */
  @ParameterizedTest
  @CsvSource({
    "t5-small, 60506624",
    "t5-base, 222903552",
    "t5-large, 737668096",
    "t5-v1_1-small, 76961152",
    "t5-v1_1-base, 247577856",
    "t5-v1_1-large, 783150080",
    "t5-small-lm-adapt, 76961152",
    "t5-base-lm-adapt, 247577856",
    "t5-large-lm-adapt, 783150080"
  })
  void theSizesOfABackboneGiveItsParameters(String name, long parameters) throws Exception {
    BackboneSettings backbone = load("backbones/" + name + ".conf").backbone();
    assertThat(backbone.name()).isEqualTo(name);
    BackboneShape shape = backbone.shape().orElseThrow();
    boolean v10 = name.matches("t5-(small|base|large)");
    assertThat(parameters(shape, v10)).isEqualTo(parameters);
    assertThat(shape.version()).isEqualTo(v10 ? T5Version.V1_0 : T5Version.V1_1);
    assertThat(
            shape.config().weightShapes().values().stream()
                .mapToLong(size -> Arrays.stream(size).reduce(1, (a, b) -> a * b))
                .sum())
        .isEqualTo(parameters);
    if (!name.endsWith("lm-adapt")) {
      assertThat(Files.readString(CONF.resolve("backbones/" + name + ".conf")))
          .contains(String.format(Locale.ROOT, "%,d parameters", parameters));
    }
  }

  @Test
  void everyBackboneIsTested() throws Exception {
    try (Stream<Path> files = Files.list(CONF.resolve("backbones"))) {
      assertThat(files).hasSize(9);
    }
  }

  /** v1.0 ties its output layer to the embeddings and has one matrix fewer in the feed-forward. */
  private static long parameters(BackboneShape shape, boolean v10) {
    long d = shape.dModel();
    long attention = 4 * d * shape.dKv() * shape.numHeads();
    long feedForward = (v10 ? 2 : 3) * d * shape.dFf();
    long encoder = attention + feedForward + 2 * d;
    long decoder = 2 * attention + feedForward + 3 * d;
    long positions = 2L * 32 * shape.numHeads();
    long embeddings = (v10 ? 1 : 2) * d * shape.vocabSize();
    return embeddings + positions + 2 * d + shape.numLayers() * (encoder + decoder);
  }

  private static SweepConfig load(String name) {
    return SweepConfig.load(CONF.resolve(name), List.of(), Sweeps.KNOWN);
  }
}
