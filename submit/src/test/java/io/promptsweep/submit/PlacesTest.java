package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Places and numbers of the command line: what they mean, or one sentence; no Spark starts. */
class PlacesTest {
  private static final String CONF = Cli.root().resolve("conf/quickstart.conf").toString();

  @TempDir Path folder;

  private record Said(int exitCode, String out, String err) {}

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

  private static void refused(Said said, String... words) {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(said.err().lines()).as(said.err()).hasSize(1);
    assertThat(said.err()).startsWith("promptsweep: ").contains(words).doesNotContain("Exception");
  }

  /** Every place that a command takes; the place itself is the sign at. */
  static Stream<List<String>> places() {
    return Stream.of(
        List.of("run", CONF, "--out", "@"),
        List.of("run", "@", "--out", "out"),
        List.of("plan", "@"),
        List.of("bench", "@"),
        List.of("bench-scheduler", CONF, "--out", "@"),
        List.of("pretrain", CONF, "--out", "@"),
        List.of("pretrain", "@", "--out", "out"),
        List.of("doctor", CONF, "--out", "@"),
        List.of("doctor", "@"),
        List.of("report", "@"),
        List.of("report", "out", "--to", "@"),
        List.of("notebook", "@"),
        List.of("notebook", "out", "--to", "@"),
        List.of("script", "@", "--to", "x.sql"),
        List.of("script", "out", "--to", "@"),
        List.of("sql", "@", "SELECT 1"),
        List.of("compare", "@"),
        List.of("status", "@"),
        List.of("retry", "@"),
        List.of("cancel", "@"),
        List.of("replay", "@", "c"),
        List.of("task", "cb", "--data", "@"),
        List.of("task", "cb", "--tasks-dir", "@"),
        List.of("parity", "@", "golden"),
        List.of("parity", "model", "@"),
        List.of("plan", CONF, "--set", "data.tasks-dir=@"),
        List.of("reproduce", "superpos/table1", "--backbone", "b", "--data", "d", "--out", "@"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void noCommandTakesAnotherFileSystemForAFolder(List<String> command) {
    for (String place :
        List.of("hdfs://nowhere/x", "s3a://bucket/x", "DBFS:/x", "https://h/x", "hdfs:x")) {
      refused(say(command, place), place, "is on another file system", "hadoop fs -put");
    }
    for (String place : List.of("file://host/x", "file:x", "~nobody/x", "$HOME/x")) {
      refused(say(command, place), place);
    }
    if (!command.contains("data.tasks-dir=@")) { // there it means none
      refused(say(command, ""), "is empty");
    }
  }

  private static Said say(List<String> command, String place) {
    List<String> arguments = new ArrayList<>();
    command.forEach(word -> arguments.add(word.replace("@", place)));
    return say(arguments.toArray(String[]::new));
  }

  @Test
  void aFileUriIsTheFolderThatItNames() throws Exception {
    Files.createDirectories(folder.resolve("a b/cells"));
    Said said = say("status", "file://" + folder + "/a%20b");
    assertThat(said.err())
        .startsWith("promptsweep: " + folder.resolve("a b") + " is not the output folder");
    Path conf = Files.copy(Path.of(CONF), folder.resolve("a b.conf"));
    assertThat(say("plan", "FILE://" + folder + "/a%20b.conf").out())
        .isEqualTo(say("plan", conf.toString()).out())
        .contains("cells");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "bench-scheduler", "pretrain"})
  void whatCannotBeWrittenIsSaidBeforeAnyWork(String command) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
    String conf =
        command.equals("pretrain")
            ? Cli.root().resolve("conf/pretrain/toy-backbone.conf").toString()
            : CONF;
    refused(say(command, conf, "--out", file.toString()), "--out " + file + " is a file");
    refused(
        say(command, conf, "--out", file.resolve("x/y").toString()),
        "is below " + file + ", which is a file");
    refused(say(command, conf, "--out", link.toString()), "is a link to a place that is not there");
    refused(say(command, conf, "--out", link.resolve("x").toString()), "is below " + link);
    refused(
        say(command, conf, "--out", folder.resolve("é".repeat(128)).toString()),
        "has a name of 256 bytes");
  }

  @Test
  void reportsNotebooksAndScriptsAreToldWhereTheyCannotGo() throws Exception {
    String out = Files.createDirectories(folder.resolve("out")).toString();
    String file = Files.writeString(folder.resolve("file"), "x").toString();
    refused(say("report", out, "--to", file), "--to " + file + " is a file");
    refused(say("notebook", out, "--to", file + "/x"), "which is a file");
    refused(say("script", out, "--to", out), "--to " + out + " is a folder");
    refused(say("script", out, "--to", folder + "/none/x.sql"), "make the folder " + folder);
  }

  @ParameterizedTest
  @CsvSource({
    "bench, --cells, 0",
    "bench, --cells, -1",
    "bench, --cells, 1000001",
    "bench, --cells, NaN",
    "bench, --cells, 99999999999",
    "bench, --steps, 0",
    "bench, --steps, -5",
    "bench, --steps, 1e3",
    "bench, --steps, 2147483647",
    "bench, --warm-up, -1",
    "bench, --warm-up, 2147483647",
    "bench, --threads, 0",
    "bench, --threads, -2",
    "bench, --threads, 100000",
    "bench-scheduler, --epochs, 0",
    "bench-scheduler, --epochs, -1",
    "bench-scheduler, --epochs, 2147483647",
    "bench-scheduler, --epochs, NaN",
    "plan, --tokens-per-second, 0",
    "plan, --tokens-per-second, -1",
    "plan, --tokens-per-second, NaN",
    "plan, --tokens-per-second, Infinity",
    "plan, --tokens-per-second, 1e300",
    "plan, --tokens-per-second, many",
    "cancel, --wait, -1",
    "cancel, --wait, 9223372036854775807",
    "cancel, --wait, NaN",
  })
  void everyNumberHasItsRange(String command, String option, String number) {
    List<String> line =
        new ArrayList<>(
            List.of(command, command.equals("cancel") ? folder.toString() : CONF, option, number));
    if (command.equals("bench-scheduler")) {
      line.addAll(List.of("--out", folder.resolve("new").toString()));
    }
    refused(say(line.toArray(String[]::new)), option);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aSweepHasNoMoreCellsThanItHas() {
    refused(say("bench", CONF, "--cells", "1000"), "--cells is 1000; the sweep has ");
  }

  @Test
  void madeUpRowsDoNotComeAmongOthers() throws Exception {
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("sweep.json"), "{}");
    refused(
        say("bench-scheduler", CONF, "--out", full.toString()),
        full + " is not empty",
        "name a new folder");
    refused(say("run", CONF, "--out", folder + "/x", "--set", MadeUpSweep.SETTING), "made up");
  }

  @Test
  void anArgumentThatCannotBeReadIsOneSentenceToo() {
    refused(say("run", CONF), "--out", "promptsweep run --help");
    refused(say("run", CONF, "--out", "o", "--colour"), "--colour");
    assertThat(say("plann").err()).contains("plan");
  }
}
