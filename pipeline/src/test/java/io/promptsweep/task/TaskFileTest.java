package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFileTest {
  private static final String VALID =
      """
      name = toy
      title = "Toy: good or bad?"
      split = whole-validation
      sources = [
        {
          reader = glue-tsv
          folders = [Toy]
          files { train = train.tsv, validation = dev.tsv }
          columns = [label, text]
          classes = [bad, good]
        }
      ]
      families {
        A {
          input = "text: {text}"
          labels = ["0", "1"]
          metrics = [accuracy]
        }
      }
      """;

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("toy.conf");
  }

  @Test
  void aTaskFileIsAllItTakes() throws IOException {
    Files.writeString(file, VALID);
    TaskDefinition task = TaskLibrary.open(dir).definition("toy");
    assertThat(task.title()).isEqualTo("Toy: good or bad?");
    assertThat(task.split()).isEqualTo(SplitProtocol.WHOLE_VALIDATION);
    assertThat(task.families()).containsExactly("A");
    assertThat(task.labelWords("A")).containsExactly("0", "1");
    assertThat(task.metrics("A")).containsExactly("accuracy");
  }

  @Test
  void unknownKeysAreRefusedAtTheirLine() throws IOException {
    assertRefused("title =", "titel =", "1: key 'title' is missing.");
    assertRefused(
        "split = whole",
        "splits = x\nsplit = whole",
        "3: key 'splits' is not known here; did you mean 'split'?");
    assertRefused(
        "metrics =",
        "metric = x\n    metrics =",
        "17: key 'families.A.metric' is not known here; did you mean 'metrics'?");
    assertRefused(
        "folders =",
        "header = [a]\n    nesting = record\n    folders =",
        "8: key 'sources.nesting' is not known here; known are classes, columns, files, folders,"
            + " header, incomplete-rows, range, reader, unlabelled-rows.");
    assertRefused(
        "train = train.tsv",
        "train = train.tsv, test = x",
        "8: key 'sources.files.test' is not known here; known are train, validation,"
            + " validation-mismatched.");
  }

  @Test
  void templatesNameTheColumnsThereAre() throws IOException {
    assertRefused(
        "{text}",
        "{texts}",
        "15: key 'families.A.input' needs column 'texts', which is not in every source; did you"
            + " mean 'text'?");
    assertRefused(
        "{text}",
        "{passage}",
        "15: key 'families.A.input' needs column 'passage', which is not in every source; known"
            + " are label, text.");
    assertRefused(
        "{text}",
        "{text",
        "15: key 'families.A.input' cannot be used: a '{' at character 7 begins or ends no"
            + " {column}; write it twice for a literal brace.");
    assertRefused(
        "metrics =",
        "rows = [wsc-mark-spans]\n    metrics =",
        "17: key 'families.A.rows' needs column 'span1_index', which is not in every source; known"
            + " are label, text.");
  }

  @Test
  void impossibleValuesAreRefusedWithWhatIsPossible() throws IOException {
    assertRefused(
        "whole-validation",
        "hole-validation",
        "3: key 'split' cannot be used: 'hole-validation' is no split protocol; did you mean"
            + " 'whole-validation'?");
    assertRefused(
        "whole-validation",
        "auto",
        "3: key 'split' is 'auto', expected the protocol that auto stands for.");
    assertRefused(
        "glue-tsv",
        "tsv",
        "6: key 'sources.reader' cannot be used: 'tsv' is no reader; known are glue-tsv, parquet,"
            + " superglue-jsonl.");
    assertRefused(
        "[accuracy]",
        "[acuracy]",
        "17: key 'families.A.metrics' cannot be used: 'acuracy' is no metric; did you mean"
            + " 'accuracy'?");
    assertRefused(
        "[accuracy]",
        "[pearson]",
        "17: key 'families.A.metrics' cannot be used: metric 'pearson' needs numbers as answers.");
    assertRefused(
        "[\"0\", \"1\"]",
        "[\"0\", \"1\", \"2\"]",
        "16: key 'families.A.labels' has 3 words, but a source has 2 classes.");
    assertRefused(
        "[\"0\", \"1\"]",
        "[\"0\", \"0 \"]",
        "16: key 'families.A.labels' cannot be used: label words [0, 0 ] are not distinct when"
            + " predictions are compared.");
    assertRefused(
        "labels =",
        "number = nearest-tenth\n    labels =",
        "17: key 'families.A.labels' must be the only one of labels, number and target.");
    String labels = "labels = [\"0\", \"1\"]";
    assertRefused(
        labels,
        "target = \"{text}\"\n    judged-by = own-answer",
        "17: key 'families.A.judged-by' has no effect without the key 'accepted'.");
    assertRefused(
        labels,
        "target = \"{text}\"\n    accepted = text\n    judged-by = own",
        "18: key 'families.A.judged-by' cannot be used: 'own' does not say which answers count;"
            + " known are any-answer, own-answer.");
    assertRefused("[Toy]", "{ a = 1 }", "7: key 'sources.folders' is an object, expected text.");
    assertRefused(
        "name = toy",
        "name = \"Toy 1\"",
        "1: key 'name' is 'Toy 1', expected lower case letters, digits and hyphens.");
  }

  @Test
  void theExampleOfTheDocumentationReads() throws IOException {
    Path doc = Path.of(System.getProperty("project.root"), "docs", "tasks.md");
    String text = Files.readString(doc);
    int start = text.indexOf("```hocon\n") + "```hocon\n".length();
    Files.writeString(
        dir.resolve("reviews.conf"), text.substring(start, text.indexOf("```", start)));
    Path folder = Files.createDirectories(dir.resolve("data/reviews"));
    Files.writeString(folder.resolve("train.tsv"), "stars\ttext\nlow\tDull.\n");
    Files.writeString(folder.resolve("dev.tsv"), "stars\ttext\nhigh\tFine.\nlow\tNo.\n");
    TaskData data =
        TaskLibrary.open(dir).definition("reviews").read(TaskSettings.of(dir.resolve("data"), "A"));
    assertThat(data.train())
        .containsExactly(new Example("train/0", "review: Dull.", "bad", List.of("bad"), ""));
    assertThat(data.labelWords()).containsExactly("bad", "good");
  }

  @Test
  void textThatIsNotHoconIsRefused() throws IOException {
    Files.writeString(file, VALID + "}");
    assertThatThrownBy(() -> TaskLibrary.open(dir))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": is not HOCON (");
  }

  @Test
  void librariesRefuseDoublesForeignFilesAndEmptyFolders() throws IOException {
    assertThatThrownBy(() -> TaskLibrary.open(dir))
        .hasMessage(dir + ": holds no task file, expected files named TASK.conf.");
    Files.writeString(file, VALID);
    assertThatThrownBy(() -> TaskLibrary.open(dir).definition("tyo"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Task 'tyo' is not known; did you mean 'toy'?");
    Path own = Files.createDirectory(dir.resolve("own"));
    Files.writeString(own.resolve("toy.conf"), VALID);
    assertThatThrownBy(() -> TaskLibrary.open(List.of(dir, own)))
        .hasMessage(
            own.resolve("toy.conf")
                + ": task 'toy' is also in "
                + file
                + "; give one of them another name.");
    Files.move(own.resolve("toy.conf"), own.resolve("other.conf"));
    assertThatThrownBy(() -> TaskLibrary.open(own))
        .hasMessage(
            own.resolve("other.conf") + ": names the task 'toy'; rename the file to toy.conf.");
  }

  @Test
  void anyChangeOfAFileGivesATaskOrAnErrorWithAPlace() throws IOException {
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      StringBuilder text = new StringBuilder(VALID);
      for (int change = 0; change < 2; change++) {
        text.setCharAt(
            random.nextInt(text.length()), "{}[]=\",:\\$ \n0aZ".charAt(random.nextInt(15)));
      }
      Files.writeString(file, text);
      try {
        assertThat(TaskLibrary.open(dir).names()).isNotEmpty();
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  private void assertRefused(String found, String replacement, String sentence) throws IOException {
    assertThat(VALID).contains(found);
    Files.writeString(file, VALID.replace(found, replacement));
    assertThatThrownBy(() -> TaskLibrary.open(dir))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ":" + sentence);
  }
}
