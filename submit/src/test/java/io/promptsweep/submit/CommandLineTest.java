package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.parity.ParityFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands say, and how they end. */
class CommandLineTest {
  private static final Path CONF = Cli.root().resolve("conf");

  @TempDir Path folder;

  private record Said(int exitCode, String out, String err) {}

  /** Runs a command in this JVM; for those that need no Spark. */
  private static Said say(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        PromptsweepCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Said(code, out.toString(), err.toString());
  }

  /** A configuration in a file of its own. */
  private String conf(String text) throws Exception {
    return Files.writeString(folder.resolve("x.conf"), text).toString();
  }

  static Stream<String> shippedConfigurations() throws Exception {
    List<String> sweeps = new ArrayList<>();
    for (Path folder : List.of(CONF, CONF.resolve("papers"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.map(Path::toString).filter(f -> f.endsWith(".conf")).sorted().forEach(sweeps::add);
      }
    }
    return sweeps.stream();
  }

  @ParameterizedTest
  @MethodSource("shippedConfigurations")
  void everyShippedConfigurationPlansAndItsHeaderCommandParses(String conf) throws Exception {
    Said text = say("plan", conf);
    assertThat(text.exitCode()).as(text.err()).isZero();
    int cells = Integer.parseInt(text.out().replaceAll("(?s)^[^:]*: (\\d+) cells.*", "$1"));
    Said csv = say("plan", conf, "--csv");
    assertThat(csv.out().lines()).hasSize(cells + 1);
    String command = Files.readAllLines(Path.of(conf)).get(0);
    assertThat(command).startsWith("# promptsweep run ");
    String[] arguments = command.substring("# promptsweep ".length()).split(" ");
    CommandLine.ParseResult parsed = PromptsweepCommand.commandLine().parseArgs(arguments);
    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("run");
    assertThat(Cli.root().resolve(arguments[1])).exists();
  }

  @Test
  void everyCommandExplainsItself() {
    CommandLine main = PromptsweepCommand.commandLine();
    assertThat(main.getSubcommands()).isNotEmpty();
    main.getSubcommands()
        .forEach(
            (name, command) -> {
              Said said = say(name, "--help");
              assertThat(said.exitCode()).isZero();
              command
                  .getCommandSpec()
                  .options()
                  .forEach(option -> assertThat(said.out()).contains(option.longestName()));
              assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
            });
    assertThat(say("plann").exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(say().exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void aMisspeltKeyIsNamedWithFileLineAndTheNearestKey() throws Exception {
    String conf = conf("sweep.tasks = [toy-sentiment]\ntrain.epoch = 3\n");
    Said said = say("plan", conf);
    assertThat(said.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(said.err())
        .contains(conf + ": 2: train.epoch")
        .contains("did you mean")
        .contains("epochs");
    assertThat(said.err()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "sweep.methods=[vanila],vanilla",
    "sweep.tasks=[toy-sentimnt],toy-sentiment",
    "method.residual.botleneck=3,bottleneck"
  })
  void aMisspeltNameIsAnsweredWithTheNearestOne(String setting, String nearest) {
    Said said = say("plan", CONF.resolve("quickstart.conf").toString(), "--set", setting);
    assertThat(said.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(said.err()).contains("did you mean '" + nearest + "'?");
  }

  @Test
  void aMissingBackboneFolderIsNamedWithItsRemedy() {
    Path missing = folder.resolve("nowhere");
    Said said =
        say(
            "plan",
            CONF.resolve("quickstart.conf").toString(),
            "--set",
            "backbone.path=" + missing);
    assertThat(said.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(said.err())
        .isEqualTo(
            "promptsweep: backbone.path = "
                + missing
                + " is not a folder; set it with --set backbone.path=FOLDER."
                + System.lineSeparator());
  }

  @Test
  void aMalformedRowOfDataIsNamedWithFileAndLine() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/SST-2"));
    Files.writeString(data.resolve("dev.tsv"), "sentence\tlabel\nfine\t1\n");
    Path train = data.resolve("train.tsv");
    Files.writeString(train, "sentence\tlabel\ngood film\t1\nno label here\n");
    Said said = say("task", "sst2", "--data", folder.resolve("data").toString());
    assertThat(said.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(said.err().strip())
        .isEqualTo(
            "promptsweep: "
                + train
                + " line 3: has 1 fields between TABs, expected 2 (sentence, label).");
    Files.writeString(train, "sentence\tlabel\ngood film\t7\n");
    Said label = say("task", "sst2", "--data", folder.resolve("data").toString());
    assertThat(label.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(label.err()).startsWith("promptsweep: " + train + " line 2: ").contains("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5-v1_0-tiny", "t5-v1_1-tiny"})
  void parityEndsWithZeroForTheRightWeightsAndOneForWrongOnes(String name) throws Exception {
    Path model = ParityFiles.path(name);
    Path golden = model.resolve("golden.safetensors");
    Said right = say("parity", model.toString(), golden.toString());
    assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
    assertThat(right.out()).contains("logits").doesNotContain("DIFFERENT");

    Path wrong = Files.createDirectories(folder.resolve("wrong"));
    Files.copy(model.resolve("config.json"), wrong.resolve("config.json"));
    byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
    Arrays.fill(weights, weights.length - 4000, weights.length, (byte) 0);
    Files.write(wrong.resolve("model.safetensors"), weights);
    Said changed = say("parity", wrong.toString(), golden.toString());
    assertThat(changed.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(changed.out()).contains("DIFFERENT");

    Files.write(wrong.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length / 2));
    Said half = say("parity", wrong.toString(), golden.toString());
    assertThat(half.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(half.err()).contains("model.safetensors").doesNotContain("Exception");

    Files.delete(wrong.resolve("model.safetensors"));
    Said none = say("parity", wrong.toString(), golden.toString());
    assertThat(none.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void aSweepWithFailedCellsEndsWithOneAndSaysWhy() throws Exception {
    Cli cli = new Cli(folder);
    Path out = folder.resolve("out");
    List<String> settings =
        List.of(
            "run",
            "conf/quickstart.conf",
            "--out",
            out.toString(),
            "--set",
            "sweep.methods=[vanilla]",
            "--set",
            "sweep.tasks=[toy-sentiment]",
            "--set",
            "sweep.seeds=[0]",
            "--set",
            "method.vanilla.dropout=[off]",
            "--set",
            "sweep.learning-rates=[0.03, 1e38]",
            "--set",
            "train.max-steps=20");
    // A report that cannot be written must not change how the run ends.
    Files.createDirectories(out);
    Files.writeString(out.resolve("report"), "in the way");
    Cli.Result run = cli.run(settings.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(run.out())
        .contains("The report could not be written: " + out.resolve("report"))
        .contains("promptsweep report " + out + " tries again");
    Path page = folder.resolve("page");
    Cli.Result report = cli.run("report", out.toString(), "--to", page.toString());
    assertThat(report.exitCode()).as(report.err()).isEqualTo(ExitCode.DONE);
    assertThat(report.out().strip()).isEqualTo("report in " + page.resolve("index.html"));
    assertThat(page.resolve("report.md"))
        .content()
        .contains(
            "This is a toy world", "Of 2 cells, 1 is FAILED", "2 of 2 planned cells are finished");
    assertThat(run.err()).contains("FAILED ").doesNotContain("Exception");
    assertThat(run.out()).contains("2 of 2 cells finished (0 before this run), 1 failed, 0 lost");
    Cli.Result failures =
        cli.run(
            "sql",
            out.toString(),
            "--csv",
            "SELECT status, health, cause FROM cells WHERE status <> 'DONE'");
    assertThat(failures.out()).contains("FAILED,non-finite,").contains("train.gradient-clip");
    Cli.Result printed =
        cli.run(
            "sql",
            out.toString(),
            "--csv",
            "SELECT value FROM papers WHERE table_id = 'superpos/table1' AND method_id = 'superpos'"
                + " AND task_id = 'average' AND dropout = 'off' ORDER BY value");
    assertThat(printed.out()).isEqualTo("value\n70.2\n75.8\n");

    // The folder belongs to this sweep now: another one is refused, and nothing is lost.
    Cli.Result other =
        cli.run("run", "conf/quickstart.conf", "--out", out.toString(), "--set", "sweep.seeds=[5]");
    assertThat(other.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(other.err()).contains("belongs to sweep").doesNotContain("Exception");
    Cli.Result wrongSql = cli.run("sql", out.toString(), "SELECT nothing FROM cells");
    assertThat(wrongSql.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(wrongSql.err()).doesNotContain("\tat ");
  }
}
