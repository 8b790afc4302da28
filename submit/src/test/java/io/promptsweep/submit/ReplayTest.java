package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.RandomBackbone;
import io.promptsweep.backbone.T5Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells that are run again on their own. */
class ReplayTest {
  @TempDir Path folder;

  private Cli.Result run(Cli cli, Path out, String... sets) throws Exception {
    List<String> line = new ArrayList<>(List.of("run", "conf/quickstart.conf"));
    line.addAll(List.of("--out", out.toString()));
    Stream.concat(
            Stream.of(
                "sweep.seeds=[0]",
                "sweep.tasks=[toy-similarity]",
                "train.max-steps=16",
                "train.eval-every-steps=8",
                "task.max-eval-examples=32",
                "run.report=off"),
            Stream.of(sets))
        .forEach(set -> line.addAll(List.of("--set", set)));
    return cli.run(line.toArray(String[]::new));
  }

  private static List<String> ids(Cli cli, Path out) throws Exception {
    Cli.Result csv =
        cli.run(
            "sql", out.toString(), "--csv", "SELECT cell_id FROM cells ORDER BY method, dropout");
    assertThat(csv.exitCode()).as(csv.err()).isZero();
    return csv.out().lines().skip(1).toList();
  }

  @Test
  void everyNumberComesAgainToTheLastBitAlsoOfCellsInPartsAndOfFailedOnes() throws Exception {
    Cli cli = new Cli(folder);
    Path out = folder.resolve("out");
    Cli.Result run =
        run(
            cli,
            out,
            "sweep.methods=[vanilla,lora]",
            "method.vanilla.dropout=[on]",
            "method.vanilla.learning-rates=[0.3,1e38]",
            "run.micro-batch=3");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SOME_FAILED);
    List<String> ids = ids(cli, out);
    assertThat(ids).hasSize(3);
    for (String id : ids) {
      Cli.Result replay = cli.run("replay", out.toString(), id.substring(0, 8));
      assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
      assertThat(replay.out()).startsWith("equal: toy-similarity ").doesNotContain("0 of 0");
    }
    // Nothing was written.
    assertThat(cli.run("sql", out.toString(), "--csv", "SELECT count(*) FROM attempts").out())
        .endsWith("3\n");
  }

  @Test
  void aCellThatIsNotThereAndAnotherBackboneAreRefused() throws Exception {
    Cli cli = new Cli(folder);
    Path out = folder.resolve("out");
    run(cli, out, "sweep.methods=[dpt]");
    Cli.Result unknown = cli.run("replay", out.toString(), "zzz");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(unknown.err()).contains("no cell has an id that begins with 'zzz'");

    Path other = Files.createDirectories(folder.resolve("other"));
    Path toy;
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      toy = files.filter(file -> file.endsWith("tokenizer.json")).findFirst().orElseThrow();
    }
    T5Config config =
        new T5Config(
            1000, 16, 8, 32, 1, 1, 2, 32, 128, 0.1, 1e-6, Activation.GATED_GELU, false, 0, 1, 0);
    RandomBackbone.write(other, config, 1, toy);
    Cli.Result replay =
        cli.run("replay", out.toString(), ids(cli, out).get(0), "--set", "backbone.path=" + other);
    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(replay.err())
        .contains("was trained with another backbone")
        .contains("--set backbone.path=FOLDER");
  }
}
