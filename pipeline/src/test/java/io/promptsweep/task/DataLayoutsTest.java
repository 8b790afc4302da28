package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a task's files may lie, and which files are one whole set. */
class DataLayoutsTest {
  private static final String SCHEMA =
      "message m { optional binary sentence (STRING); optional int64 label; }";
  private static final TaskLibrary TASKS =
      TaskLibrary.open(Path.of(System.getProperty("project.root"), "conf", "tasks"));

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource({
    "glue/sst2/train-00000-of-00001.parquet,       glue/sst2/validation-00000-of-00001.parquet",
    "sst2/train-00000-of-00001-abc123.parquet,     sst2/validation-00000-of-00001-def456.parquet",
    "glue/sst2/train.parquet,                      glue/sst2/validation.parquet",
    "glue/sst2/train_0.parquet,                    glue/sst2/validation_0.parquet",
    "sst2/train/0000.parquet,                      sst2/validation/0000.parquet",
    "sst2/train/train-00000-of-00001.parquet,      sst2/validation/0.parquet",
    "sst2/data/train-00000-of-00001.parquet,       sst2/data/validation-00000-of-00001.parquet",
    "glue/SST2/Train-00000-of-00001.parquet,       glue/SST2/Validation.parquet",
    "GLUE/sst2/train.parquet,                      GLUE/sst2/validation.parquet",
    "glue_data/sst2/train.parquet,                 glue_data/sst2/validation.parquet",
    "nyu-mll/glue/sst2/train-00000-of-00001.parquet, nyu-mll/glue/sst2/validation.parquet",
    "data/glue/sst2/train.parquet,                 data/glue/sst2/validation.parquet",
    "sst2/train.parquet/part-00000-0b7e2dd8-4c69-4310-8b7e-2dd84c69e310-c000.snappy.parquet,"
        + " sst2/validation.parquet/part-00002-0b7e2dd8-4c69-4310-8b7e-2dd84c69e310-c000.parquet",
  })
  void parquetFilesAreReadWhereTheyCommonlyLie(String train, String validation) throws IOException {
    parquet(train, 0, 3);
    parquet(validation, 3, 2);
    Files.writeString(data.resolve(train).resolveSibling("_SUCCESS"), "");
    Files.writeString(data.resolve(train).resolveSibling(".train.parquet.crc"), "x");
    Files.writeString(data.resolve(train).resolveSibling(".train-00000-of-00009.parquet"), "x");
    assertThat(inputs(sst2(data).train())).containsExactly("s0", "s1", "s2");
    assertThat(inputs(sst2(data).validation())).containsExactly("s3", "s4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glue/SST-2/",
        "SST-2/",
        "glue_data/SST-2/",
        "GLUE/sst-2/",
        "Glue_Data/SST-2/",
        "data/SST-2/",
      })
  void officialFilesAreReadWhereTheyCommonlyLie(String folder) throws IOException {
    text(folder + "train.tsv", "sentence\tlabel\ns0\t0\ns1\t1\n");
    text(folder + "DEV.tsv", "sentence\tlabel\ns3\t0\n");
    assertThat(inputs(sst2(data).train())).containsExactly("s0", "s1");
    assertThat(inputs(sst2(data.resolve(folder)).train())).containsExactly("s0", "s1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SuperGLUE/CB/", "super_glue/CB/", "superglue/cb/", "CB/"})
  void superGlueToo(String folder) throws IOException {
    String line = "{\"premise\":\"p\",\"hypothesis\":\"h\",\"label\":\"neutral\"}\n";
    text(folder + "train.jsonl", line);
    text(folder + "val.jsonl", line.replace("p\"", "q\""));
    assertThat(read("cb", data).train()).extracting(Example::target).containsExactly("2");
  }

  @Test
  void shardsAreReadInTheOrderOfTheirNumbers() throws IOException {
    for (int i = 0; i < 12; i++) {
      parquet("sst2/train-" + i + "-of-12.parquet", i, 1);
      parquet("rte/unrelated-" + i + "-of-13.parquet", i, 1);
    }
    parquet("sst2/validation.parquet", 50, 1);
    assertThat(inputs(sst2(data).train()))
        .containsExactly("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train-00000-of-00002 | of 2 files, numbered from 0, 1 is missing; add what is missing.",
        "train-00001-of-00002 | of 2 files, numbered from 0, 0 is missing; add what is missing.",
        "train-00000-of-00003 train-00002-of-00003 | of 3 files, numbered from 0, 1 is missing;"
            + " add what is missing.",
        "train-00000-of-00001 train-00000-of-00002 train-00001-of-00002 | some are of a set of 1"
            + " and some of a set of 2; leave one whole set.",
        "train-00000-of-00001 train-00000-of-00001-abc123 | number 0 is there twice; leave one"
            + " whole set.",
        "train-00000-of-00002 train-00001-of-00002-abc123 | their names differ in more than the"
            + " number; leave one whole set.",
        "train-00000-of-00001 train-0-of-1 | number 0 is there twice; leave one whole set.",
        "train-00001-of-00001 | of 1 files, numbered from 0, 0 is missing; add what is missing.",
        "train-00000-of-00001 train-full | 'train-full.parquet' is not named as a file of a set;"
            + " rename it or take it away.",
        "train-full train-small | their names do not number them; leave one file, or name them"
            + " train-00000-of-00002.parquet and so on.",
        "train-0001 | they are numbered from 0, and number 0 is missing; add what is missing.",
        "train_0 train_2 | they are numbered from 0, and number 1 is missing; add what is missing.",
        "train_0 train-0 | their names do not number them alike; leave one whole set.",
      })
  void filesThatAreNoWholeSetAreRefused(String names, String why) throws IOException {
    for (String name : names.split(" ", -1)) {
      parquet("sst2/" + name + ".parquet", 0, 1);
    }
    parquet("sst2/validation.parquet", 50, 1);
    String listed =
        List.of(names.split(" ", -1)).stream()
            .map(n -> n + ".parquet")
            .sorted()
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    assertThatThrownBy(() -> sst2(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            data.resolve("sst2")
                + ": the files of split 'train' are no whole set ("
                + listed
                + "): "
                + why);
  }

  @Test
  void aBrowsersCopyASeriesWithAGapAndAnUnfinishedFolderAreRefused() throws IOException {
    parquet("sst2/validation.parquet", 50, 1);
    parquet("sst2/train-00000-of-00001.parquet", 0, 1);
    parquet("sst2/train-00000-of-00001 (1).parquet", 0, 1);
    assertThatThrownBy(() -> sst2(data))
        .hasMessageContaining("'train-00000-of-00001 (1).parquet' is not named as a file of a set");
    Files.delete(data.resolve("sst2/train-00000-of-00001 (1).parquet"));
    parquet("sst2/train/0000.parquet", 0, 1);
    assertThatThrownBy(() -> sst2(data))
        .hasMessage(
            data.resolve("sst2")
                + ": holds split 'train' in more than one way (train-*.parquet and train); leave"
                + " one of them.");
    Files.delete(data.resolve("sst2/train-00000-of-00001.parquet"));
    parquet("sst2/train/0002.parquet", 0, 1);
    assertThatThrownBy(() -> sst2(data))
        .hasMessage(
            data.resolve("sst2/train")
                + ": the files of split 'train' are no whole set (0000.parquet, 0002.parquet): they"
                + " are numbered from 0, and number 1 is missing; add what is missing.");
    Files.createDirectories(data.resolve("sst2/train/_temporary/0"));
    assertThatThrownBy(() -> sst2(data))
        .hasMessage(
            data.resolve("sst2/train")
                + ": holds _temporary: Spark did not finish writing it; write it again.");
  }

  @Test
  void partsOfTwoRunsOfSparkAreRefused() throws IOException {
    parquet("sst2/validation.parquet", 50, 1);
    String folder = "sst2/train.parquet/part-0000";
    parquet(folder + "0-0b7e2dd8-4c69-4310-8b7e-2dd84c69e310-c000.parquet", 0, 1);
    parquet(folder + "3-0b7e2dd8-4c69-4310-8b7e-2dd84c69e310-c000.parquet", 1, 1);
    assertThat(inputs(sst2(data).train())).containsExactly("s0", "s1");
    parquet(folder + "0-1b7e2dd8-4c69-4310-8b7e-2dd84c69e310-c000.parquet", 0, 1);
    assertThatThrownBy(() -> sst2(data))
        .hasMessageEndingWith("Spark wrote them in 2 runs; leave those of one run.");
  }

  @Test
  void namesThatDifferOnlyInCaseAreRefused() throws IOException {
    text("GLUE/SST-2/train.tsv", "sentence\tlabel\ns0\t0\n");
    text("Glue/SST-2/train.tsv", "sentence\tlabel\ns0\t0\n");
    assertThatThrownBy(() -> sst2(data))
        .hasMessage(data + ": holds GLUE and Glue, which differ only in case; leave one of them.");
  }

  @Test
  void theLayoutThatHasEverySplitIsReadAndTheOfficialOneFirst() throws IOException {
    text("glue/SST-2/train.tsv", "sentence\tlabel\nt0\t0\n");
    parquet("glue/sst2/train.parquet", 0, 3);
    parquet("glue/sst2/validation.parquet", 3, 1);
    assertThat(inputs(sst2(data).train())).containsExactly("s0", "s1", "s2");
    text("glue/SST-2/dev.tsv", "sentence\tlabel\nt1\t0\n");
    assertThat(inputs(sst2(data).train())).containsExactly("t0");
    // What lies in the very folder that the task's file names comes before other names of it.
    text("glue_data/SST-2/train.tsv", "sentence\tlabel\nu0\t0\n");
    text("glue_data/SST-2/dev.tsv", "sentence\tlabel\nu1\t0\n");
    assertThat(inputs(sst2(data).train())).containsExactly("t0");
  }

  @Test
  void whereNothingIsFoundItSaysWhatLiesThere() throws IOException {
    text("glue/SST-2/test.tsv", "x");
    text("README.md", "x");
    assertThatThrownBy(() -> sst2(data))
        .hasMessage(
            data
                + ": no data of task 'sst2' (looked for glue/SST-2/train.tsv, SST-2/train.tsv,"
                + " glue/sst2/train-*.parquet, sst2/train-*.parquet; it holds README.md, glue;"
                + " glue/SST-2 holds test.tsv); set data.dir to the folder that holds glue/ and"
                + " superglue/.");
    assertThatThrownBy(() -> sst2(data.resolve("none")))
        .hasMessageContaining("; it does not exist); set data.dir");
    text("glue/SST-2/dev.tsv", "sentence\tlabel\nt1\t0\n");
    assertThatThrownBy(() -> sst2(data))
        .hasMessage(
            data.resolve("glue/SST-2")
                + ": task 'sst2' finds no train file (train.tsv; the folder holds dev.tsv,"
                + " test.tsv); add it: every split protocol needs it.");
  }

  private TaskData sst2(Path dir) {
    return read("sst2", dir);
  }

  private static TaskData read(String task, Path dir) {
    return TASKS
        .definition(task)
        .read(TaskSettings.of(dir, "A").withSplit(SplitProtocol.WHOLE_VALIDATION));
  }

  private static List<String> inputs(List<Example> examples) {
    return examples.stream().map(e -> e.input().replace("sentence: ", "")).toList();
  }

  private void parquet(String file, int first, int rows) throws IOException {
    Path path = data.resolve(file);
    Files.createDirectories(path.getParent());
    ParquetFixture.write(
        path,
        SCHEMA,
        (i, row) ->
            row.append("sentence", "s" + (first + i)).append("label", (long) (first + i) % 2),
        rows);
  }

  private void text(String file, String text) throws IOException {
    Path path = data.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
