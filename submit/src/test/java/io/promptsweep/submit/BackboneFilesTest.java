package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.backbone.weights.SafetensorsWriter;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.toy.ToyWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no cell could load is refused before a cell begins. */
class BackboneFilesTest {
  private static final String NORM = "encoder.final_layer_norm.weight";

  @TempDir Path folder;

  private record Said(int exitCode, String out, String err) {}

  private static Said say(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        PromptsweepCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  private List<String> withBackbone(Path backbone, String... command) {
    List<String> line = new ArrayList<>(List.of(command));
    for (String set :
        List.of(
            "backbone.path=" + backbone,
            "sweep.seeds=[0]",
            "sweep.tasks=[toy-similarity]",
            "sweep.methods=[vanilla]",
            "sweep.dropout=[off]",
            "method.vanilla.dropout=[off]",
            "train.max-steps=8",
            "train.eval-every-steps=4",
            "task.max-eval-examples=32",
            "run.report=off")) {
      line.addAll(List.of("--set", set));
    }
    return line;
  }

  private Path toyBackbone() throws IOException {
    return ToyWorld.write(folder.resolve("toy")).resolve(ToyWorld.BACKBONE);
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  /** Writes {@code value} over the first element of the encoder's last norm. */
  private static void spoil(Path backbone, float value) {
    Path file = backbone.resolve("model.safetensors");
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (Safetensors stored = Safetensors.open(file)) {
      for (String name : stored.names()) {
        StoredTensor tensor = stored.tensor(name);
        if (name.equals(NORM)) {
          float[] values = tensor.floats();
          values[0] = value;
          tensor = StoredTensor.of(name, values, tensor.shape());
        }
        tensors.put(name, tensor);
      }
      SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "doctor", "bench", "run"})
  void everyCommandRefusesABackboneThatNoCellCanLoad(String command) throws Exception {
    Path backbone = toyBackbone();
    replace(backbone.resolve("config.json"), "\"num_layers\": ", "\"num_layers\": 1");
    List<String> line = withBackbone(backbone, command, "conf/quickstart.conf");
    line.set(1, Cli.root().resolve("conf/quickstart.conf").toString());
    if (command.equals("run")) {
      line.addAll(List.of("--out", folder.resolve("out").toString()));
    }
    Said said = say(line);
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith(
            "promptsweep: "
                + backbone.resolve("model.safetensors")
                + " does not fit "
                + backbone.resolve("config.json")
                + " (num_layers is 1")
        .hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aPlanWithoutFilesNeedsNone() {
    List<String> line = List.of("plan", Cli.root().resolve("conf/papers/superpos.conf").toString());
    assertThat(say(line).exitCode()).isZero();
  }

  @Test
  void valuesThatAreNoNumbersAreNamedByBenchAndByTheCell() throws Exception {
    Path backbone = toyBackbone();
    spoil(backbone, Float.NaN);
    String sentence =
        backbone.resolve("model.safetensors")
            + ": tensor "
            + NORM
            + " holds NaN at [0], and 1 of its ";
    Cli cli = new Cli(folder);
    Cli.Result bench =
        cli.run(withBackbone(backbone, "bench", "conf/quickstart.conf").toArray(String[]::new));
    assertThat(bench.exitCode()).as(bench.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(bench.err()).contains("promptsweep: " + sentence).doesNotContain("\tat ");
    Path out = folder.resolve("out");
    Cli.Result run =
        cli.run(
            withBackbone(backbone, "run", "conf/quickstart.conf", "--out", out.toString())
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SOME_FAILED);
    Cli.Result cause = cli.run("sql", out.toString(), "--csv", "SELECT cause FROM cells");
    assertThat(cause.out()).contains(sentence).doesNotContain("Exception");
  }

  @Test
  void parityNamesThemToo() throws Exception {
    Path golden = ParityFiles.path("t5-v1_1-tiny");
    for (String name : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(golden.resolve(name), folder.resolve(name));
    }
    spoil(folder, Float.NaN);
    Said said =
        say(List.of("parity", folder.toString(), golden.resolve("golden.safetensors").toString()));
    assertThat(said.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(said.err())
        .startsWith(
            "promptsweep: "
                + folder.resolve("model.safetensors")
                + ": tensor "
                + NORM
                + " holds NaN at [0], and 1 of its 48 values")
        .hasLineCount(1);
  }
}
