package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is run with a larger grid, as users run it. */
class ExtendedSweepTest {
  private static final String NUMBERS =
      "SELECT c.cell_id, c.best_score, c.test_score, e.epoch, e.train_loss, e.eval_loss, e.score"
          + " FROM cells c JOIN epochs e ON c.cell_id = e.cell_id ORDER BY c.cell_id, e.epoch";

  @TempDir Path folder;

  private static String[] run(Path out, String... sets) {
    List<String> line =
        new ArrayList<>(List.of("run", "conf/quickstart.conf", "--out", out.toString()));
    Stream.concat(
            Stream.of(
                "sweep.tasks=[toy-similarity]",
                "train.max-steps=16",
                "train.eval-every-steps=8",
                "task.max-eval-examples=32",
                "run.report=off"),
            Stream.of(sets))
        .forEach(set -> line.addAll(List.of("--set", set)));
    return line.toArray(String[]::new);
  }

  private static List<String> numbers(Cli cli, Path out) throws Exception {
    Cli.Result csv = cli.run("sql", out.toString(), "--csv", NUMBERS);
    assertThat(csv.exitCode()).as(csv.err()).isZero();
    return csv.out().lines().skip(1).toList();
  }

  @Test
  void anExtensionThatIsKilledGoesOnAndEveryCommandKnowsAllCells() throws Exception {
    Cli cli = new Cli(folder);
    Path out = folder.resolve("out");
    String[] first = {"sweep.methods=[dpt]", "sweep.seeds=[0]"};
    String[] larger = {"sweep.methods=[dpt]", "sweep.seeds=\"0..3\"", "run.parallel-cells=1"};
    Cli.Result one = cli.run(run(out, first));
    assertThat(one.exitCode()).as(one.err()).isZero();
    List<String> before = numbers(cli, out);
    assertThat(before).hasSize(2);

    Process extension = cli.start(run(out, larger));
    try (BufferedReader err = extension.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.startsWith("done ")) {
        line = err.readLine();
      }
      assertThat(line).as("the extension ended before it could be killed").isNotNull();
      extension.destroyForcibly();
    }
    assertThat(extension.waitFor()).isEqualTo(128 + 9);
    assertThat(cli.run("status", out.toString()).out()).contains("4 cells");

    // The smaller one has nothing to do, and says what else the folder lacks.
    Cli.Result again = cli.run(run(out, first));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("1 cells, 1 finished before, 0 to train; the folder has 4");
    assertThat(again.out()).contains(" of 4 cells finished").contains("promptsweep retry " + out);

    // It finds the cells of the larger one, which ran before the last.
    Cli.Result retry = cli.run("retry", out.toString());
    assertThat(retry.exitCode()).as(retry.err()).isZero();
    assertThat(retry.out()).contains("4 of 4 cells finished");
    Path whole = folder.resolve("whole");
    assertThat(cli.run(run(whole, larger)).exitCode()).isZero();
    List<String> numbers = numbers(cli, out);
    assertThat(numbers).isEqualTo(numbers(cli, whole)).containsAll(before).hasSize(8);

    String ofSeed3 =
        cli.run("sql", out.toString(), "--csv", "SELECT cell_id FROM cells WHERE seed = 3")
            .out()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow();
    Cli.Result replay = cli.run("replay", out.toString(), ofSeed3);
    assertThat(replay.exitCode()).as(replay.err()).isZero();

    Cli.Result other =
        cli.run(run(out, "sweep.methods=[dpt]", "sweep.seeds=[0]", "train.batch-size=4"));
    assertThat(other.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(other.err())
        .contains(
            "settings or inputs than this one: train.batch-size is 8 in the folder and 4 here; give");

    // What a program that copies files leaves, and what it did not copy.
    Path cells;
    try (Stream<Path> files = Files.walk(out.resolve("cells"))) {
      cells = files.filter(f -> f.endsWith("segment-00000.parquet")).findFirst().orElseThrow();
    }
    Files.copy(cells, cells.resolveSibling("segment-00000 (1).parquet"));
    Cli.Result strange = cli.run("sql", out.toString(), "--csv", "SELECT count(*) FROM cells");
    assertThat(strange.out()).endsWith("\n4\n");
    assertThat(strange.err())
        .contains("promptsweep: not read, because the sweep did not write it: cells/sweep_id=")
        .contains("/segment-00000 (1).parquet in " + out + ".");
    Files.move(out.resolve("epochs"), out.resolve("away"));
    Cli.Result missing = cli.run("report", out.toString());
    assertThat(missing.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(missing.err()).contains(out.resolve("epochs") + " is missing");
  }
}
