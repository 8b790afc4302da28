package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels as files hold them: classes, numbers with a range, and rows that have none. */
class LabelsInFilesTest {
  private static final String REMEDY =
      "; with unlabelled-rows = skip in the source of the task's file such rows are left out.";

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"7.5", "10", "-0.5", "5.0001", "1e9", "Infinity"})
  void aScoreOutsideItsRangeIsRefused(String score) throws IOException {
    Path dev = stsb(score);
    assertThatThrownBy(() -> read("stsb"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(dev + " line 2: label is '" + score + "', expected a number from 0 to 5.");
  }

  @ParameterizedTest
  @CsvSource({
    "-1,   '-1, the mark of a hidden label'",
    "-1.0, '-1.0, the mark of a hidden label'",
    "-,    '-, the mark of a hidden label'",
    "nan,  'nan, the mark of a hidden label'",
    "NULL, 'NULL, the mark of a hidden label'",
    "'',   empty",
  })
  void aHiddenScoreIsRefusedWithTheKeyThatSkipsIt(String score, String what) throws IOException {
    Path dev = stsb(score);
    assertThatThrownBy(() -> read("stsb"))
        .hasMessage(dev + " line 2: label is " + what + ", expected a number from 0 to 5" + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5", "5.000", "0.0", "2.75", " 3 "})
  void scoresInsideTheRangeAreRead(String score) throws IOException {
    stsb(score);
    assertThat(read("stsb").validation()).hasSize(1);
  }

  @Test
  void decimalsOfParquetAreTheNumbersTheyMean() throws Exception {
    Files.createDirectories(dir.resolve("data/stsb"));
    for (String name : List.of("train", "validation")) {
      Files.copy(resource("duckdb"), dir.resolve("data/stsb/" + name + ".parquet"));
    }
    assertThat(read("stsb").train()).extracting(Example::target).containsExactly("3.8");
  }

  @Test
  void unlabelledRowsAreSkippedAndCountedWhereTheTaskFileSaysSo() throws IOException {
    task("snli", "unlabelled-rows = skip", "glue-tsv", "tsv");
    text("data/snli/train.tsv", "label\ttext\n-\ta\nyes\tb\n-1\tc\n\td\nno\te\n");
    text("data/snli/dev.tsv", "label\ttext\nyes\tf\n-\tg\n");
    TaskData data = own("snli");
    assertThat(data.train()).extracting(Example::input).containsExactly("b", "e");
    assertThat(data.unlabelledRows()).isEqualTo(Map.of("train", 3L, "validation", 1L));
    text("data/snli/dev.tsv", "label\ttext\n-\tg\n");
    assertThatThrownBy(() -> own("snli"))
        .hasMessage(
            dir.resolve("data/snli")
                + ": task 'snli' has no validation rows in dev.tsv that have a label.");
    // What is no mark of a hidden label is refused all the same.
    text("data/snli/dev.tsv", "label\ttext\nmaybe\tg\n");
    assertThatThrownBy(() -> own("snli"))
        .hasMessage(
            dir.resolve("data/snli/dev.tsv")
                + " line 2: label is 'maybe', expected one of no, yes.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unlabelled-rows = refuse"})
  void unlabelledRowsAreRefusedOtherwise(String key) throws IOException {
    task("snli", key, "glue-tsv", "tsv");
    text("data/snli/train.tsv", "label\ttext\nyes\tb\n-\ta\n");
    text("data/snli/dev.tsv", "label\ttext\nyes\tf\n");
    assertThatThrownBy(() -> own("snli"))
        .hasMessage(
            dir.resolve("data/snli/train.tsv")
                + " line 3: label is -, the mark of a hidden label, expected one of no, yes"
                + REMEDY);
  }

  @Test
  void nullIsNoLabelInJsonAndParquet() throws IOException {
    task("snli", "", "superglue-jsonl", "jsonl");
    text("data/snli/train.jsonl", "{\"label\":null,\"text\":\"a\"}\n");
    text("data/snli/dev.jsonl", "{\"label\":\"no\",\"text\":\"b\"}\n");
    assertThatThrownBy(() -> own("snli"))
        .hasMessage(
            dir.resolve("data/snli/train.jsonl")
                + " line 1: label is empty, expected one of no, yes"
                + REMEDY);
    task("snli", "unlabelled-rows = skip", "superglue-jsonl", "jsonl");
    text(
        "data/snli/train.jsonl",
        "{\"label\":null,\"text\":\"a\"}\n{\"label\":\"yes\",\"text\":\"c\"}\n");
    assertThat(own("snli").unlabelledRows()).isEqualTo(Map.of("train", 1L));
    Files.createDirectories(dir.resolve("data/sst2"));
    for (String name : List.of("train", "validation")) {
      Files.copy(resource("null-label"), dir.resolve("data/sst2/" + name + ".parquet"));
    }
    assertThatThrownBy(() -> read("sst2"))
        .hasMessage(
            dir.resolve("data/sst2/train.parquet")
                + " row 2: label is empty, expected one of 0, 1"
                + REMEDY);
  }

  @Test
  void wholeNumbersKeptAsFractionsAndNamesOfTheOtherLayoutAreClasses() throws IOException {
    Files.createDirectories(dir.resolve("data/sst2"));
    for (String name : List.of("train", "validation")) {
      Files.copy(resource("pandas"), dir.resolve("data/sst2/" + name + ".parquet"));
    }
    assertThat(read("sst2").train()).extracting(Example::target).containsExactly("0", "1");
    Files.createDirectories(dir.resolve("data/mnli"));
    for (String name : List.of("train", "validation_matched")) {
      Files.copy(resource("named-labels"), dir.resolve("data/mnli/" + name + ".parquet"));
    }
    assertThat(read("mnli").train()).extracting(Example::target).containsExactly("1", "2");
  }

  @Test
  void aFileThatSaysItsNumbersMeanOtherClassesIsRefused() throws IOException {
    Files.createDirectories(dir.resolve("data/mnli"));
    for (String name : List.of("train", "validation_matched")) {
      Files.copy(resource("class-names"), dir.resolve("data/mnli/" + name + ".parquet"));
    }
    assertThatThrownBy(() -> read("mnli"))
        .hasMessage(
            dir.resolve("data/mnli/train.parquet")
                + ": says that its classes are contradiction, entailment, neutral in this order,"
                + " expected entailment, neutral, contradiction; write the labels in the task's"
                + " order.");
  }

  @Test
  void theKeysOfLabelsAreChecked() throws IOException {
    assertKey("range = [5, 0]", "'sources.range' is [5, 0], expected two numbers such as [0, 5].");
    assertKey("range = [0]", "'sources.range' is [0], expected two numbers such as [0, 5].");
    assertKey("range = [0, five]", "'sources.range' cannot be used: 'five' is no number.");
    assertKey("range = [0, 5]", "'sources.range' has no effect beside the key 'classes'.");
    assertKey(
        "unlabelled-rows = skipp",
        "'sources.unlabelled-rows' cannot be used: 'skipp' does not say what to do; did you mean"
            + " 'skip'?");
  }

  @Test
  void examplesThatTrainAndJudgeAreSaid() throws IOException {
    text("data/SST-2/train.tsv", "sentence\tlabel\na\t0\nb\t1\nc\t0\n");
    text("data/SST-2/dev.tsv", "sentence\tlabel\na\t0\nb\t0\nd\t1\n");
    String shared = "are in the training split too, with the same answer; scores on them show";
    assertThat(read("sst2").warnings())
        .containsExactly(
            "Task 'sst2': 1 of 3 validation examples " + shared + " what was memorized.");
    text("data/SST-2/dev.tsv", "sentence\tlabel\na\t0\nb\t1\nc\t0\n");
    assertThat(read("sst2").warnings())
        .containsExactly(
            "Task 'sst2': "
                + dir.resolve("data/SST-2/train.tsv")
                + " and "
                + dir.resolve("data/SST-2/dev.tsv")
                + " are the same, byte for byte; put the official validation file there.");
    text("data/SST-2/dev.tsv", "sentence\tlabel\nx\t0\ny\t1\nz\t0\n");
    assertThat(read("sst2").warnings()).isEmpty();
    assertThat(shipped().definition("sst2").describe(whole())).doesNotContain("warning");
    text("data/SST-2/dev.tsv", "sentence\tlabel\na\t0\n");
    assertThat(shipped().definition("sst2").describe(whole()))
        .contains("  warning: Task 'sst2': 1 of 1 validation examples " + shared);
  }

  private void assertKey(String key, String sentence) throws IOException {
    task("snli", key, "glue-tsv", "tsv");
    assertThatThrownBy(() -> own("snli")).hasMessageEndingWith(sentence);
  }

  private void task(String name, String key, String reader, String ending) throws IOException {
    text(
        "tasks/" + name + ".conf",
        """
        name = NAME, title = Own, split = whole-validation
        sources = [{
          reader = READER, folders = [NAME], columns = [label, text], classes = ["no", "yes"]
          files { train = train.END, validation = dev.END }
          KEY
        }]
        families.A { input = "{text}", labels = ["0", "1"], metrics = [accuracy] }
        """
            .replace("NAME", name)
            .replace("READER", reader)
            .replace("KEY", key)
            .replace("END", ending));
  }

  private Path stsb(String score) throws IOException {
    text("data/STS-B/train.tsv", "sentence1\tsentence2\tscore\na\tb\t1\n");
    return text("data/STS-B/dev.tsv", "sentence1\tsentence2\tscore\na\tc\t" + score + "\n");
  }

  private TaskData read(String task) {
    return shipped().definition(task).read(whole());
  }

  private TaskData own(String task) {
    return TaskLibrary.open(dir.resolve("tasks")).definition(task).read(whole());
  }

  private TaskSettings whole() {
    return TaskSettings.of(dir.resolve("data"), "A").withSplit(SplitProtocol.WHOLE_VALIDATION);
  }

  private static TaskLibrary shipped() {
    return TaskLibrary.open(Path.of(System.getProperty("project.root"), "conf", "tasks"));
  }

  private Path text(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          LabelsInFilesTest.class.getResource("source/parquet/" + name + ".parquet").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
