package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.RandomBackbone;
import io.promptsweep.backbone.T5Config;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps as users run them, killed half way and started again. */
class KilledSweepTest {
  private static final String NUMBERS =
      "SELECT c.cell_id, c.best_epoch, c.best_score, c.test_score, c.health, e.epoch, e.step,"
          + " e.train_loss, e.eval_loss, e.score, e.gradient_norm, e.learning_rate, e.metrics"
          + " FROM cells c JOIN epochs e ON c.cell_id = e.cell_id ORDER BY c.cell_id, e.epoch";

  @TempDir Path folder;

  @Test
  void theSweepOverRealTasksEndsWithTheSameNumbersWhenItIsKilledHalfWay() throws Exception {
    Path shared = Path.of(System.getProperty("shared.dir"));
    assumeTrue(
        Files.exists(shared.resolve("data/glue")) && Files.exists(shared.resolve("tokenizer/t5")),
        "needs the real task files and the T5 vocabulary in shared.dir = " + shared);
    Path backbone = Files.createDirectories(folder.resolve("backbone"));
    T5Config config =
        new T5Config(
            32128, 16, 8, 32, 1, 1, 2, 32, 128, 0.1, 1e-6, Activation.GATED_GELU, false, 0, 1, 0);
    RandomBackbone.write(backbone, config, 1, shared.resolve("tokenizer/t5/tokenizer.json"));
    List<String> settings =
        List.of(
            "--set",
            "backbone.path=" + backbone,
            "--set",
            "data.dir=" + shared.resolve("data"),
            "--set",
            "train.epochs=2",
            "--set",
            "train.max-steps=5",
            "--set",
            "task.max-train-examples=48",
            "--set",
            "task.max-eval-examples=24");
    assertKillChangesNothing("conf/real-data.conf", settings, 96, 48);
  }

  @Test
  void theToySweepEndsWithTheSameNumbersWhenItIsKilledHalfWay() throws Exception {
    List<String> settings =
        List.of(
            "--set",
            "sweep.seeds=[0]",
            "--set",
            "train.max-steps=16",
            "--set",
            "train.eval-every-steps=8",
            "--set",
            "task.max-eval-examples=32");
    assertKillChangesNothing("conf/quickstart.conf", settings, 40, 16);
  }

  private void assertKillChangesNothing(String conf, List<String> settings, int cells, int killAt)
      throws Exception {
    Cli cli = new Cli(folder);
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    Cli.Result uninterrupted = cli.run(run(conf, settings, whole));
    assertThat(uninterrupted.exitCode()).as(uninterrupted.err()).isZero();
    assertThat(uninterrupted.out())
        .contains(String.format(Locale.ROOT, "%d of %d cells finished", cells, cells));

    Process first = cli.start(run(conf, settings, killed));
    try (BufferedReader err = first.errorReader()) {
      int done = 0;
      for (String line = err.readLine(); done < killAt; line = err.readLine()) {
        assertThat(line).as("the sweep ended before it could be killed").isNotNull();
        done += line.startsWith("done ") ? 1 : 0;
      }
      first.destroyForcibly();
    }
    assertThat(first.waitFor()).isEqualTo(128 + 9);

    Cli.Result resumed = cli.run(run(conf, settings, killed));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains(String.format(Locale.ROOT, "%d of %d cells finished", cells, cells));
    assertThat(resumed.out()).doesNotContain("(0 before this run)");

    List<String> numbers = numbers(cli, whole);
    assertThat(numbers(cli, killed)).isEqualTo(numbers);
    assertThat(new TreeSet<>(numbers.stream().map(line -> line.substring(0, 16)).toList()))
        .hasSize(cells);
    assertThat(numbers).doesNotHaveDuplicates();

    Cli.Result third = cli.run(run(conf, settings, killed));
    assertThat(third.exitCode()).isZero();
    assertThat(third.err()).contains(cells + " finished before, 0 to train");
  }

  private static String[] run(String conf, List<String> settings, Path out) {
    List<String> arguments = new ArrayList<>(List.of("run", conf, "--out", out.toString()));
    arguments.addAll(List.of("--set", "run.report=off"));
    arguments.addAll(settings);
    return arguments.toArray(String[]::new);
  }

  private static List<String> numbers(Cli cli, Path out) throws Exception {
    Cli.Result csv = cli.run("sql", out.toString(), "--csv", NUMBERS);
    assertThat(csv.exitCode()).as(csv.err()).isZero();
    return csv.out().lines().skip(1).toList();
  }
}
