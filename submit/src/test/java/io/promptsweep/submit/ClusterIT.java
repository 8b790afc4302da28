package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.output.SweepStatus;
import io.promptsweep.tables.CellStatus;
import io.promptsweep.tables.ResultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The assembled jar under the spark-submit of {@code SPARK_HOME}, on a real cluster of processes.
 * Maven runs it where that variable is set.
 */
class ClusterIT {
  private static final String NUMBERS =
      "SELECT c.cell_id, c.status, c.best_epoch, c.best_score, c.test_score, c.health, e.epoch,"
          + " e.step, e.train_loss, e.eval_loss, e.score, e.gradient_norm, e.learning_rate,"
          + " e.metrics FROM cells c JOIN epochs e ON c.cell_id = e.cell_id"
          + " ORDER BY c.cell_id, e.epoch";

  private static final int KILLS = 50;
  private static final int CELLS = 40;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new StandaloneCluster(folder.resolve("cluster"));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  /** Each cell of the quickstart once, with so many steps in four epochs. */
  private static List<String> settings(int steps) {
    List<String> settings = new ArrayList<>();
    for (String set :
        List.of(
            "sweep.seeds=[0]",
            "train.max-steps=" + steps,
            "train.eval-every-steps=" + steps / 4,
            "task.max-eval-examples=32",
            "run.retry-wait=100 ms",
            "run.retries=100")) {
      settings.addAll(List.of("--set", set));
    }
    return settings;
  }

  private static ProcessBuilder launcher(String command, Path out, List<String> more)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Cli.root().resolve("submit/promptsweep").toString());
    line.addAll(List.of(command, "conf/quickstart.conf", "--out", out.toString()));
    line.addAll(List.of("--master", cluster.url(), "--executor-memory", "1g"));
    line.addAll(List.of("--driver-memory", "1g"));
    for (String conf :
        List.of(
            "spark.executor.resource.gpu.amount=2",
            "spark.task.resource.gpu.amount=1",
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1")) {
      line.addAll(List.of("--conf", conf));
    }
    line.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(line).directory(Cli.root().toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }

  private static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void theDoctorAsksEveryExecutorAndSeesThatTheGpusAreNone() throws Exception {
    Path out = folder.resolve("doctor.txt");
    Process doctor =
        launcher("doctor", folder.resolve("doctor"), List.of())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("doctor.err").toFile())
            .start();
    assertThat(doctor.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(doctor.exitValue()).as(read(folder.resolve("doctor.err"))).isZero();
    assertThat(read(out))
        .contains("OK    driver: Java 17.")
        .contains("OK    executor 0 on 127.0.0.1: PyTorch 2.7.1 for cpu")
        .contains("OK    executor 0 on 127.0.0.1: the backbone has the digest")
        .contains("OK    executor 0 on 127.0.0.1: checkpoints in " + folder.resolve("doctor"))
        .containsPattern(
            "WARN  executor 0 on 127.0.0.1: Spark gives it GPU [01], and PyTorch finds")
        .doesNotContain("ERROR");
  }

  /**
   * Driver, executor and worker are killed at random moments; whatever was finished stays finished,
   * and in the end every number is that of an undisturbed run.
   */
  @Test
  void fiftyKillsLoseNoCellAndDoubleNoneAndChangeNoNumber() throws Exception {
    List<String> settings = settings(120);
    Path out = folder.resolve("killed");
    Path err = folder.resolve("killed.err");
    Random random = new Random(20261121);
    Map<String, Integer> kills = new TreeMap<>();
    int finished = 0;
    int starts = 0;
    int lifeSigns = 0;
    Process driver = null;
    for (int kill = 0; kill < KILLS; ) {
      if (driver == null || !driver.isAlive()) {
        assertThat(driver == null || driver.exitValue() == 128 + 9)
            .as("the sweep ended after %d kills: %s", kill, read(err))
            .isTrue();
        Files.deleteIfExists(err);
        driver =
            launcher("run", out, settings)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        starts++;
        while (!read(err).contains(" to train")) {
          assertThat(driver.waitFor(50, TimeUnit.MILLISECONDS)).as(read(err)).isFalse();
        }
      }
      // Most of the time something is training; now and then nothing is yet.
      driver.waitFor(random.nextInt(3000), TimeUnit.MILLISECONDS);
      int dice = random.nextInt(10);
      if (dice < 2) {
        driver.destroyForcibly();
        driver.waitFor();
        kills.merge("driver", 1, Integer::sum);
        kill++;
      } else if (dice < 4) {
        cluster.killWorker();
        kills.merge("worker", 1, Integer::sum);
        kill++;
        cluster.startWorker();
      } else {
        Optional<ProcessHandle> executor = cluster.executor();
        if (executor.isPresent() && executor.get().destroyForcibly()) {
          kills.merge("executor", 1, Integer::sum);
          kill++;
        }
      }
      // Readable at every moment, and never less than before.
      int now = ResultTables.count(out).getOrDefault(CellStatus.DONE, 0);
      assertThat(now).isGreaterThanOrEqualTo(finished);
      finished = now;
      lifeSigns +=
          SweepStatus.read(out).running().stream()
                  .anyMatch(cell -> cell.device().equals("cpu()") && cell.step() > 0)
              ? 1
              : 0;
    }
    assertThat(lifeSigns).as("looks at which executors had told of their cells").isPositive();
    if (driver.isAlive()) {
      assertThat(driver.waitFor(10, TimeUnit.MINUTES)).isTrue();
    }
    Process last =
        launcher("run", out, settings)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    assertThat(last.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(read(err)).isZero();
    System.out.printf(Locale.ROOT, "killed: %s; %d driver starts%n", kills, starts + 1);
    assertThat(kills).containsOnlyKeys("driver", "executor", "worker");
    assertThat(ResultTables.count(out)).isEqualTo(Map.of(CellStatus.DONE, CELLS));

    Cli cli = new Cli(folder);
    Path whole = folder.resolve("whole");
    List<String> undisturbed =
        new ArrayList<>(List.of("run", "conf/quickstart.conf", "--out", whole.toString()));
    undisturbed.addAll(settings);
    undisturbed.addAll(List.of("--set", "run.report=off"));
    Cli.Result local = cli.run(undisturbed.toArray(String[]::new));
    assertThat(local.exitCode()).as(local.err()).isZero();
    assertThat(rows(cli, out, NUMBERS)).isEqualTo(rows(cli, whole, NUMBERS)).hasSize(4 * CELLS);

    // By the assembled jar, with Vega's native library in it.
    assertThat(read(out.resolve("report/index.html"))).contains("<svg ").endsWith("</html>\n");

    // Cells went on from checkpoints, each try that died is written down, both GPUs were used.
    assertThat(
            rows(
                cli,
                out,
                "SELECT count(*) > 0 FROM attempts WHERE resumed_after_epoch IS NOT NULL"))
        .containsExactly("true");
    assertThat(rows(cli, out, "SELECT count(*) > 0 FROM attempts WHERE outcome = 'LOST'"))
        .containsExactly("true");
    assertThat(
            rows(
                cli,
                out,
                "SELECT DISTINCT gpu_address, device FROM attempts WHERE outcome = 'DONE' ORDER BY 1"))
        .containsExactly("0,cpu()", "1,cpu()");
    assertThat(rows(cli, out, "SELECT count(*), count(DISTINCT cell_id) FROM cells"))
        .containsExactly(CELLS + "," + CELLS);
    assertThat(out.resolve("_checkpoints")).isEmptyDirectory();
  }

  private static List<String> rows(Cli cli, Path out, String sql) throws Exception {
    Cli.Result csv = cli.run("sql", out.toString(), "--csv", sql);
    assertThat(csv.exitCode()).as(csv.err()).isZero();
    return csv.out().lines().skip(1).toList();
  }
}
