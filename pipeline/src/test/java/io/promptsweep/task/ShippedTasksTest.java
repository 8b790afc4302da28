package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped task files on the real official files, where these are present. */
class ShippedTasksTest {
  private static final Path DATA = Path.of(System.getProperty("shared.dir"), "data");
  private static final TaskLibrary TASKS =
      TaskLibrary.open(Path.of(System.getProperty("project.root"), "conf", "tasks"));

  @BeforeEach
  void needTheRealData() {
    assumeTrue(
        Files.isDirectory(DATA.resolve("glue")),
        "the official GLUE and SuperGLUE files are not in "
            + DATA
            + " (system property shared.dir)");
  }

  @ParameterizedTest
  @CsvSource({
    "cola,          8551,   521,  522",
    "sst2,          66349,  1000, 872",
    "mrpc,          3668,   204,  204",
    "stsb,          5749,   750,  750",
    "qqp,           7999,   1000, 1000",
    "qnli,          8999,   1000, 5463",
    "rte,           2490,   138,  139",
    "rte-superglue, 2490,   138,  139",
    "boolq,         221,    1635, 1635",
    "cb,            250,    28,   28",
    "copa,          400,    50,   50",
    "multirc,       27243,  2425, 2423",
    "wic,           5428,   319,  319",
    "wsc,           554,    52,   52",
  })
  void familyAHasThePapersSplits(String task, int train, int validation, int test) {
    TaskData data = TASKS.definition(task).read(TaskSettings.of(DATA, "A"));
    assertThat(data.train()).hasSize(train);
    assertThat(data.validation()).hasSize(validation);
    assertThat(data.test()).hasSize(test);
    assertThat(data.train()).extracting(Example::id).doesNotHaveDuplicates();
  }

  @Test
  void multircIsHalvedBetweenQuestionsOrByRows() {
    TaskDefinition multirc = TASKS.definition("multirc");
    TaskSettings settings = TaskSettings.of(DATA, "A");
    TaskData whole = multirc.read(settings);
    assertThat(questions(whole.validation())).doesNotContainAnyElementsOf(questions(whole.test()));
    TaskData rows = multirc.read(settings.withSplit(SplitProtocol.HALVED_VALIDATION_BY_ROWS));
    assertThat(rows.validation()).hasSize(2424);
    assertThat(rows.test()).hasSize(2424);
    assertThat(questions(rows.validation())).containsAnyElementsOf(questions(rows.test()));
    assertThat(rows.validation().get(0)).isEqualTo(whole.validation().get(0));
  }

  private static Set<String> questions(List<Example> examples) {
    return examples.stream().map(Example::group).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sst2  | A | sentence: hide new secretions from the parental units  | 0",
        "cola  | A | sentence: Our friends won't buy this analysis, let alone the next one we"
            + " propose. | 1",
        "cola  | B | Our friends won't buy this analysis, let alone the next one we propose. |"
            + " acceptable",
        "rte   | A | sentence1: No Weapons of Mass Destruction Found in Iraq Yet. sentence2: Weapons"
            + " of Mass Destruction Found in Iraq. | 1",
        "rte-superglue | B | premise: No Weapons of Mass Destruction Found in Iraq Yet. hypothesis:"
            + " Weapons of Mass Destruction Found in Iraq. | not_entailment",
        "rte-superglue | C | hypothesis: Weapons of Mass Destruction Found in Iraq. premise: No"
            + " Weapons of Mass Destruction Found in Iraq Yet. | not_entailment",
        "mrpc  | A | sentence1: Amrozi accused his brother , whom he called \" the witness \" , of"
            + " deliberately distorting his evidence . sentence2: Referring to him as only \" the"
            + " witness \" , Amrozi accused his brother of deliberately distorting his evidence . |"
            + " 1",
        "stsb  | A | sentence1: A plane is taking off. sentence2: An air plane is taking off. | 5.0",
        "stsb  | B | sentence1: A plane is taking off. sentence2: An air plane is taking off. | 5.0",
        "cb    | A | premise: It was a complex language. Not written down but handed down. One might"
            + " say it was peeled down. hypothesis: the language was peeled down | 0",
        "cb    | B | premise: It was a complex language. Not written down but handed down. One might"
            + " say it was peeled down. hypothesis: the language was peeled down | entailment",
        "copa  | A | premise: My body cast a shadow over the grass. choice1: The sun was rising."
            + " choice2: The grass was cut. | 0",
        "copa  | B | choice1: The sun was rising. choice2: The grass was cut. premise: My body cast"
            + " a shadow over the grass. question: cause | false",
        "copa  | C | choice1: The sun was rising. choice2: The grass was cut. premise: My body cast"
            + " a shadow over the grass. question: cause | False",
        "wic   | A | sentence1: Do you want to come over to my place later? sentence2: A political"
            + " system with no place for the less prominent groups. word: place | 0",
        "wic   | B | start1: 31 end1: 36 sentence1: Do you want to come over to my place later?"
            + " start2: 27 end2: 32 sentence2: A political system with no place for the less"
            + " prominent groups. word: place | false",
        "wsc   | A | text: * Mark * told Pete many lies about himself, which Pete included in his"
            + " book. # He # should have been more skeptical. | 0",
      })
  void theFirstTrainingExampleReadsAsItsFamilyWordsIt(
      String task, String family, String input, String target) {
    Example first = whole(task, family).train().get(0);
    // A sentence keeps its own white space at the end; a column of this table does not.
    assertThat(first.input().stripTrailing()).isEqualTo(input);
    assertThat(first.target()).isEqualTo(target);
  }

  @Test
  void sst2KeepsTheSpaceThatTheFileHas() {
    assertThat(whole("sst2", "B").train().get(0).input())
        .isEqualTo("hide new secretions from the parental units ");
  }

  @Test
  void longPassagesStandWhereTheirFamilyPutsThem() {
    Example boolq = whole("boolq", "A").train().get(0);
    assertThat(boolq.input())
        .startsWith("question: do they find the body in stand by me passage: Stand by Me (film) --")
        .endsWith("Ace vows revenge.");
    assertThat(boolq.target()).isEqualTo("1");
    assertThat(whole("boolq", "B").train().get(0).input())
        .startsWith("passage: Stand by Me (film) --")
        .endsWith("question: do they find the body in stand by me");
    Example multirc = whole("multirc", "A").train().get(0);
    assertThat(multirc.input())
        .startsWith(
            "question: What did the high-level effort to persuade Pakistan include? answer:"
                + " Children, Gerd, or Dorian Popa paragraph: While this process moved along,");
    assertThat(multirc.target()).isEqualTo("0");
    assertThat(multirc.group()).isEqualTo("0");
    assertThat(whole("multirc", "A").train().stream().map(Example::group).distinct()).hasSize(5131);
    assertThat(whole("multirc", "A").test().stream().map(Example::group).distinct()).hasSize(953);
  }

  @Test
  void wscInFamilyBIsPositivesOnlyAndOneWord() {
    TaskData b = whole("wsc", "B");
    assertThat(b.train()).hasSizeBetween(200, 300).allMatch(e -> !e.target().contains(" "));
    assertThat(b.train()).allMatch(e -> e.input().contains("*"));
    assertThat(b.labelWords()).isEmpty();
    TaskData c = whole("wsc", "C");
    assertThat(c.test()).hasSameSizeAs(b.test());
    // Every span of the files is marked once fixed.
    assertThat(whole("wsc", "A").train()).allMatch(e -> e.input().contains(" # "));
    assertThat(whole("wsc", "A").train()).allMatch(e -> e.input().contains("* "));
  }

  @Test
  void recordReadsItsFewQueries() {
    TaskData b = whole("record", "B");
    assertThat(b.train()).hasSize(32);
    assertThat(b.train().get(0).target()).isEqualTo("Olimpija Ljubljana");
    assertThat(b.train().get(0).input())
        .contains(" entities: Blues; Branislav Ivanovic; Cesc Fabregas;");
  }

  @Test
  void mnliNeedsTheMismatchedFileUnlessToldOtherwise() {
    assertThatThrownBy(() -> TASKS.definition("mnli").read(TaskSettings.of(DATA, "A")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            DATA.resolve("glue/MNLI")
                + ": task 'mnli' finds no validation-mismatched file (dev_mismatched.tsv; the"
                + " folder holds dev.tsv, train.tsv); add it or set task.split to one that does"
                + " without: halved-validation, halved-validation-by-rows,"
                + " held-out-train-1000, whole-validation.");
    assertThat(whole("mnli", "C").test()).hasSize(9815);
  }

  @Test
  void everyFamilyOfEveryTaskReadsAndScoresItsOwnTargetsPerfectly() {
    List<String> real = TASKS.names().stream().filter(name -> !name.startsWith("toy-")).toList();
    assertThat(real).hasSize(16);
    for (String name : real) {
      for (String family : TASKS.definition(name).families()) {
        TaskData data = whole(name, family);
        List<String> targets = data.test().stream().map(Example::target).toList();
        Evaluation perfect = data.evaluate(data.test(), targets);
        assertThat(perfect.invalidShare()).isZero();
        // Residual PT trains on all answers joined, which is no single answer.
        if (!(name.equals("record") && family.equals("B"))) {
          assertThat(perfect.score()).as(name + " " + family).isGreaterThan(0.9999999);
        }
      }
    }
  }

  @Test
  void aDescriptionShowsWhatTheBackboneSees() {
    assertThat(TASKS.definition("cb").describe(TaskSettings.of(DATA, "A")))
        .startsWith(
            """
            cb, family A: CB: does the author commit to the hypothesis?
              split: halved-validation: 250 train, 28 validation, 28 test
              label words: 0, 1, 2
              metrics: f1-multiclass, accuracy (score: f1-multiclass)
            """)
        .endsWith(
            """
              first training example: train/0
                input: premise: It was a complex language. Not written down but handed down. One\
             might say it was peeled down. hypothesis: the language was peeled down
                target: 0
            """);
  }

  private static TaskData whole(String task, String family) {
    return TASKS
        .definition(task)
        .read(TaskSettings.of(DATA, family).withSplit(SplitProtocol.WHOLE_VALIDATION));
  }
}
