package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One terminal runs a sweep, another looks at it and ends it. */
class RunControlTest {
  @TempDir Path folder;

  private String[] run(Path out) {
    List<String> line = new ArrayList<>(List.of("run", "conf/quickstart.conf"));
    line.addAll(List.of("--out", out.toString()));
    for (String set :
        List.of(
            "sweep.seeds=[0]",
            "sweep.tasks=[toy-inference]",
            "train.max-steps=400",
            "train.eval-every-steps=20",
            "task.max-eval-examples=32",
            "run.report=off")) {
      line.addAll(List.of("--set", set));
    }
    return line.toArray(String[]::new);
  }

  @Test
  void aRunIsSeenRefusesASecondIsCancelledAndGoesOn() throws Exception {
    Cli cli = new Cli(folder);
    Path out = folder.resolve("out");
    Process first = cli.start(run(out));
    try (BufferedReader err = first.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.startsWith("done ")) {
        line = err.readLine();
      }
      assertThat(line).as("the sweep ended before it was looked at").isNotNull();

      Cli.Result status = cli.run("status", out.toString(), "--json");
      assertThat(status.exitCode()).as(status.err()).isZero();
      JsonNode json = new ObjectMapper().readTree(status.out());
      assertThat(json.get("alive").booleanValue()).isTrue();
      assertThat(json.get("done").intValue()).isPositive();
      assertThat(json.get("missing").intValue()).isPositive();
      assertThat(json.get("run").get("running")).isNotEmpty();

      Cli.Result second = cli.run(run(out));
      assertThat(second.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(second.err()).contains("is being written by process " + first.pid());

      Cli.Result cancel = cli.run("cancel", out.toString());
      assertThat(cancel.exitCode()).as(cancel.err()).isZero();
      assertThat(err.lines()).anyMatch(text -> text.startsWith("LOST "));
    }
    assertThat(first.waitFor()).isEqualTo(ExitCode.INTERRUPTED);

    Cli.Result nobody = cli.run("cancel", out.toString());
    assertThat(nobody.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(nobody.err()).contains("there is nothing to cancel");
    Cli.Result status = cli.run("status", out.toString(), "--watch");
    assertThat(status.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(status.out()).contains("cancelled; promptsweep run").contains("10 cells");

    Cli.Result retry = cli.run("retry", out.toString());
    assertThat(retry.exitCode()).as(retry.err()).isZero();
    // The two that were cut off had finished epochs.
    assertThat(retry.err()).contains(" since epoch ");
    assertThat(cli.run("status", out.toString()).out()).contains("10 done, 0 without success");
  }

  @Test
  void aFolderWithoutASweepIsNone() throws Exception {
    Cli cli = new Cli(folder);
    for (String command : List.of("status", "cancel", "retry")) {
      Cli.Result said = cli.run(command, folder.resolve("none").toString());
      assertThat(said.exitCode()).as(command).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(said.err()).contains("is not the output folder of a sweep");
    }
  }

  @Test
  void gpusInLocalModeAreRefusedBeforeAnythingWaits() throws Exception {
    for (String master : List.of("local", "local[2]", "local[*,3]")) {
      Cli.Result said =
          new Cli(folder, "-Dspark.master=" + master, "-Dspark.task.resource.gpu.amount=0.5")
              .run(run(folder.resolve("out")));
      assertThat(said.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(said.err())
          .contains("spark.task.resource.gpu.amount = 0.5")
          .contains("local mode hands out no GPUs")
          .contains("add --master");
    }
  }
}
