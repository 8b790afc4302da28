package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.task.metric.ScoreRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskReadingTest {
  private static final Path TASKS = Path.of(System.getProperty("project.root"), "conf", "tasks");

  private final TaskLibrary tasks = TaskLibrary.open(TASKS);
  @TempDir Path data;

  @BeforeEach
  void writeSst2() throws IOException {
    write("glue/SST-2/train.tsv", sst2(1200));
    write("glue/SST-2/dev.tsv", sst2(9));
  }

  @Test
  void everyShippedTaskOfThePapersIsWordedInThreeFamilies() {
    List<String> real = tasks.names().stream().filter(name -> !name.startsWith("toy-")).toList();
    assertThat(real)
        .containsExactly(
            "boolq",
            "cb",
            "cola",
            "copa",
            "mnli",
            "mrpc",
            "multirc",
            "qnli",
            "qqp",
            "record",
            "rte",
            "rte-superglue",
            "sst2",
            "stsb",
            "wic",
            "wsc");
    assertThat(real)
        .allSatisfy(
            name ->
                assertThat(tasks.definition(name).families())
                    .containsExactlyInAnyOrder("A", "B", "C"));
    assertThat(tasks.definition("cb").labelWords("B"))
        .containsExactly("entailment", "contradiction", "neutral");
    assertThat(tasks.definition("mrpc").metrics("A")).containsExactly("accuracy", "f1");
  }

  @Test
  void heldOutTrainingExamplesAreTheFirstThousandOfTorchsPermutation() {
    TaskData sst2 = read(settings("A"));
    int[] permutation = TorchPermutation.of(1200, 42);
    assertThat(sst2.split()).isEqualTo(SplitProtocol.HELD_OUT_TRAIN_1000);
    assertThat(sst2.validation()).hasSize(1000);
    assertThat(sst2.validation().get(0).id()).isEqualTo("train/" + permutation[0]);
    assertThat(sst2.validation().get(0).input()).isEqualTo("sentence: s" + permutation[0]);
    assertThat(sst2.train()).hasSize(200);
    assertThat(sst2.train().get(0).id()).isEqualTo("train/" + permutation[1000]);
    assertThat(sst2.test()).hasSize(9);
  }

  @Test
  void theHalvesOfTheValidationSetFollowTorchsPermutation() {
    TaskData sst2 = read(settings("A").withSplit(SplitProtocol.HALVED_VALIDATION));
    int[] permutation = TorchPermutation.of(9, 42);
    assertThat(sst2.train()).hasSize(1200);
    assertThat(sst2.train().get(0).id()).isEqualTo("train/0");
    assertThat(sst2.validation())
        .extracting(Example::id)
        .containsExactlyElementsOf(ids(permutation, 0, 4));
    assertThat(sst2.test())
        .extracting(Example::id)
        .containsExactlyElementsOf(ids(permutation, 4, 9));
  }

  @Test
  void theWholeValidationSetSelectsAndReports() {
    TaskData sst2 = read(settings("B").withSplit(SplitProtocol.WHOLE_VALIDATION));
    assertThat(sst2.validation()).isEqualTo(sst2.test()).hasSize(9);
    assertThat(sst2.split().reportsOnSelectionData()).isTrue();
    assertThat(sst2.train().get(1))
        .isEqualTo(new Example("train/1", "s1", "positive", List.of("positive"), ""));
  }

  @Test
  void aMissingSplitFileIsNamedWithTheRemedy() throws IOException {
    write("MNLI/train.tsv", "gold_label\tsentence1\tsentence2\nneutral\tp\th\n");
    write("MNLI/dev.tsv", "gold_label\tsentence1\tsentence2\nneutral\tp\th\n");
    assertThatThrownBy(() -> tasks.definition("mnli").read(settings("A")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            data.resolve("MNLI")
                + ": task 'mnli' finds no validation-mismatched file (dev_mismatched.tsv; the"
                + " folder holds dev.tsv, train.tsv); add it or set task.split to one that does"
                + " without: halved-validation, halved-validation-by-rows,"
                + " held-out-train-1000, whole-validation.");
    write("MNLI/dev_mismatched.tsv", "gold_label\tsentence1\tsentence2\ncontradiction\tx\ty\n");
    TaskData mnli = tasks.definition("mnli").read(settings("A"));
    assertThat(mnli.validation()).extracting(Example::target).containsExactly("2");
    assertThat(mnli.test()).extracting(Example::input).containsExactly("premise: p hypothesis: h");
  }

  @Test
  void missingDataSaysWhereItWasLookedFor() {
    assertThatThrownBy(() -> tasks.definition("cola").read(settings("A")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            data
                + ": no data of task 'cola' (looked for glue/CoLA/train.tsv, CoLA/train.tsv,"
                + " glue/cola/train-*.parquet, cola/train-*.parquet; it holds glue); set data.dir"
                + " to the folder that holds glue/ and superglue/.");
    assertThatThrownBy(() -> read(settings("D")))
        .hasMessage(
            "Task 'sst2' ("
                + TASKS.resolve("sst2.conf")
                + ") has no family 'D'; did you mean 'A'?");
  }

  @Test
  void labelsOutsideTheClassesAreRefusedAndHiddenOnesNamed() throws IOException {
    write("glue/SST-2/dev.tsv", "sentence\tlabel\na\t1\nb\t2\n");
    Path dev = data.resolve("glue/SST-2/dev.tsv");
    assertThatThrownBy(() -> read(settings("A")))
        .hasMessage(dev + " line 3: label is '2', expected one of 0, 1.");
    write("glue/SST-2/dev.tsv", "sentence\tlabel\na\t-1\n");
    assertThatThrownBy(() -> read(settings("A")))
        .hasMessage(
            dev
                + " line 2: label is -1, the mark of a hidden label, expected one of 0, 1; with"
                + " unlabelled-rows = skip in the source of the task's file such rows are left"
                + " out.");
  }

  @Test
  void tooSmallSetsCannotBeSplitSo() throws IOException {
    write("glue/SST-2/train.tsv", sst2(1000));
    assertThatThrownBy(() -> read(settings("A")))
        .hasMessage(
            data
                + ": task 'sst2' has 1000 training rows, but split protocol held-out-train-1000"
                + " needs at least 1001; choose another split protocol.");
  }

  @Test
  void theSameExamplesComeFromTheOfficialFilesAndFromParquet() throws IOException {
    TaskSettings whole = settings("A").withSplit(SplitProtocol.WHOLE_VALIDATION);
    TaskData tsv = read(whole);
    Path hub = Files.createDirectories(data.resolve("hub/sst2"));
    String schema = "message m { optional binary sentence (STRING); optional int64 label; }";
    for (int shard = 0; shard < 2; shard++) {
      int first = shard * 600;
      ParquetFixture.write(
          hub.resolve("train-0000" + shard + "-of-00002.parquet"),
          schema,
          (i, row) ->
              row.append("sentence", "s" + (first + i)).append("label", (long) (first + i) % 2),
          600);
    }
    ParquetFixture.write(
        hub.resolve("validation-00000-of-00001.parquet"),
        schema,
        (i, row) -> row.append("sentence", "s" + i).append("label", (long) i % 2),
        9);
    TaskSettings parquet =
        TaskSettings.of(data.resolve("hub"), "A").withSplit(SplitProtocol.WHOLE_VALIDATION);
    assertThat(read(parquet)).isEqualTo(tsv);
    assertThat(read(parquet).digest()).isEqualTo(tsv.digest());
  }

  @Test
  void theFolderOfABenchmarkAndAFlatFolderWillDo() {
    TaskData whole = read(settings("A"));
    assertThat(read(TaskSettings.of(data.resolve("glue"), "A"))).isEqualTo(whole);
  }

  @Test
  void fewShotTakesAsManyOfEachClass() {
    TaskData few = read(settings("A").withFewShot(5, 1));
    assertThat(few.train()).hasSize(10);
    assertThat(few.train()).filteredOn(e -> e.target().equals("1")).hasSize(5);
    assertThat(few.validation()).hasSize(1000);
    assertThat(read(settings("A").withFewShot(5, 1)).digest()).isEqualTo(few.digest());
    assertThat(read(settings("A").withFewShot(5, 2)).digest()).isNotEqualTo(few.digest());
    assertThatThrownBy(() -> read(settings("A").withFewShot(150, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "Task 'sst2' has \\d+ training examples of class '0', but few-shot-per-class is 150;"
                + " lower it to \\d+ or leave it off\\.");
  }

  /** The ids are those of a transcript of DePT's loop in Python, over torch's permutation. */
  @Test
  void fewExamplesInAllAreDividedOverTheClassesAsDePtDoes() throws IOException {
    List<String> labels = List.of("entailment", "contradiction", "neutral");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      rows.append(
          String.format(
              Locale.ROOT,
              "{\"premise\":\"p%d\",\"hypothesis\":\"h\",\"label\":\"%s\"}%n",
              i,
              labels.get(i % 3)));
    }
    write("CB/train.jsonl", rows.toString());
    write("CB/val.jsonl", rows.toString());
    assertThat(cb(4)).containsExactly(15, 1, 11, 47);
    assertThat(cb(5)).containsExactly(15, 1, 11);
    assertThat(cb(16))
        .containsExactly(15, 1, 45, 11, 47, 37, 41, 22, 32, 3, 18, 52, 20, 19, 27, 59);
    assertThat(cb(32)).hasSize(30);
    assertThat(cb(60)).hasSize(60);
    assertThatThrownBy(() -> cb(2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Task 'cb' has 3 classes, but few-shot-examples is 2; give at least 3 or leave it off.");
    assertThatThrownBy(() -> cb(63))
        .hasMessage(
            "Task 'cb' has 20 training examples of class '0', but few-shot-examples = 63 takes 21 of"
                + " each class; lower it or leave it off.");
    assertThatThrownBy(() -> cb(61))
        .hasMessage(
            "Task 'cb' has 60 training examples, but few-shot-examples is 61; lower it or leave it"
                + " off.");
  }

  private List<Integer> cb(int examples) {
    return tasks
        .definition("cb")
        .read(
            settings("A")
                .withSplit(SplitProtocol.WHOLE_VALIDATION)
                .withFewShotExamples(examples, 7))
        .train()
        .stream()
        .map(example -> Integer.valueOf(example.id().substring("train/".length())))
        .toList();
  }

  @Test
  void aSimilarityOfTwoAndAHalfIsOfTheLowerClass() throws IOException {
    StringBuilder text = new StringBuilder("sentence1\tsentence2\tscore\n");
    for (String score : List.of("2.5", "2.6", "2.5", "5.0")) {
      text.append("a\tb\t").append(score).append('\n');
    }
    write("STS-B/train.tsv", text.toString());
    write("STS-B/dev.tsv", text.toString());
    TaskSettings settings = settings("A").withSplit(SplitProtocol.WHOLE_VALIDATION);
    assertThat(tasks.definition("stsb").read(settings.withFewShot(2, 1)).train()).hasSize(4);
    assertThatThrownBy(() -> tasks.definition("stsb").read(settings.withFewShot(3, 1)))
        .hasMessage(
            "Task 'stsb' has 2 training examples of scores up to 2.5, but few-shot-per-class is 3;"
                + " lower it to 2 or leave it off.");
  }

  /** Eight questions of 1 to 8 answers. */
  @Test
  void halvesKeepTheRowsOfAQuestionTogetherUnlessTheyAreCutByRows() throws IOException {
    StringBuilder paragraphs = new StringBuilder();
    for (int question = 0; question < 8; question++) {
      StringBuilder answers = new StringBuilder();
      for (int answer = 0; answer <= question; answer++) {
        answers.append(
            String.format(
                Locale.ROOT,
                "%s{\"text\":\"a%d\",\"label\":%d}",
                answer == 0 ? "" : ",",
                answer,
                answer % 2));
      }
      paragraphs.append(
          String.format(
              Locale.ROOT,
              "{\"passage\":{\"text\":\"t\",\"questions\":[{\"question\":\"q\",\"idx\":%d,"
                  + "\"answers\":[%s]}]}}%n",
              question,
              answers));
    }
    write("MultiRC/train.jsonl", paragraphs.toString());
    write("MultiRC/val.jsonl", paragraphs.toString());
    TaskDefinition multirc = tasks.definition("multirc");
    TaskData whole = multirc.read(settings("A"));
    assertThat(whole.split()).isEqualTo(SplitProtocol.HALVED_VALIDATION);
    assertThat(groups(whole.validation())).doesNotContainAnyElementsOf(groups(whole.test()));
    assertThat(whole.validation().size() + whole.test().size()).isEqualTo(36);
    assertThat(whole.validation().size()).isBetween(14, 22);
    // The first question is that of the permutation's first row, as it would be by rows.
    int[] permutation = TorchPermutation.of(36, 42);
    assertThat(whole.validation().get(0).id()).isEqualTo("validation/" + permutation[0]);

    TaskData rows = multirc.read(settings("A").withSplit(SplitProtocol.HALVED_VALIDATION_BY_ROWS));
    assertThat(rows.validation())
        .extracting(Example::id)
        .containsExactlyElementsOf(ids(permutation, 0, 18));
    assertThat(rows.test())
        .extracting(Example::id)
        .containsExactlyElementsOf(ids(permutation, 18, 36));
    assertThat(groups(rows.validation())).containsAnyElementsOf(groups(rows.test()));

    TaskData few =
        multirc.read(
            settings("A")
                .withSplit(SplitProtocol.WHOLE_VALIDATION)
                .withLimits(OptionalInt.empty(), OptionalInt.of(20)));
    assertThat(few.test()).hasSizeLessThanOrEqualTo(20);
    for (String group : groups(few.test())) {
      assertThat(few.test())
          .filteredOn(example -> example.group().equals(group))
          .hasSize(Integer.parseInt(group) + 1);
    }
  }

  private static Set<String> groups(List<Example> examples) {
    return examples.stream().map(Example::group).collect(Collectors.toSet());
  }

  @Test
  void withoutGroupsACutByRowsIsTheSame() {
    TaskData groups = read(settings("A").withSplit(SplitProtocol.HALVED_VALIDATION));
    TaskData rows = read(settings("A").withSplit(SplitProtocol.HALVED_VALIDATION_BY_ROWS));
    assertThat(rows.digest()).isEqualTo(groups.digest());
  }

  @Test
  void limitsBoundEachSplit() {
    TaskData bounded = read(settings("A").withLimits(OptionalInt.of(7), OptionalInt.of(3)));
    assertThat(bounded.train()).hasSize(7);
    assertThat(bounded.validation()).hasSize(3);
    assertThat(bounded.test()).hasSize(3);
    assertThat(read(settings("A")).train()).containsAll(bounded.train());
    assertThatThrownBy(() -> settings("A").withLimits(OptionalInt.of(0), OptionalInt.empty()))
        .hasMessage("max-train-examples is 0; it must be at least 1");
  }

  @Test
  void theDigestChangesWithWhatIsLearntAndScored() {
    TaskData a = read(settings("A"));
    assertThat(a.digest()).matches("[0-9a-f]{64}").isEqualTo(read(settings("A")).digest());
    assertThat(
            List.of(
                read(settings("B")).digest(),
                read(settings("A").withSplit(SplitProtocol.WHOLE_VALIDATION)).digest(),
                read(settings("A").withScoring(InvalidPredictions.SCORE_ZERO, Optional.empty()))
                    .digest(),
                read(settings("A")
                        .withScoring(
                            InvalidPredictions.COUNT_AS_WRONG, Optional.of(ScoreRule.MEAN)))
                    .digest(),
                a.digest()))
        .doesNotHaveDuplicates();
  }

  @Test
  void evaluationGivesMetricsScoreAndInvalidShare() throws IOException {
    write("QQP/train.tsv", "question1\tquestion2\tis_duplicate\na\tb\t1\nbroken\nc\td\t0\n");
    write("QQP/dev.tsv", "question1\tquestion2\tis_duplicate\na\tb\t1\nc\td\t0\ne\tf\t1\n");
    TaskSettings whole = settings("A").withSplit(SplitProtocol.WHOLE_VALIDATION);
    TaskData qqp = tasks.definition("qqp").read(whole);
    assertThat(qqp.train())
        .extracting(Example::input)
        .containsExactly("question1: a question2: b", "question1: c question2: d");
    Evaluation evaluation = qqp.evaluate(qqp.test(), List.of("1", "0", "what"));
    assertThat(evaluation.metrics().keySet())
        .containsExactly("accuracy", "f1", "invalid-predictions");
    assertThat(evaluation.metrics().get("accuracy")).isEqualTo(2.0 / 3);
    assertThat(evaluation.metrics().get("f1")).isEqualTo(2.0 / 3);
    assertThat(evaluation.invalidShare()).isEqualTo(1.0 / 3);
    assertThat(evaluation.score()).isEqualTo(2.0 / 3);
    assertThat(qqp.scoreName()).isEqualTo("accuracy");
    TaskData strict =
        tasks
            .definition("qqp")
            .read(whole.withScoring(InvalidPredictions.SCORE_ZERO, Optional.of(ScoreRule.MEAN)));
    assertThat(strict.scoreName()).isEqualTo("accuracy+f1");
    assertThat(strict.evaluate(strict.test(), List.of("1", "0", "what")).score()).isZero();
    assertThat(strict.evaluate(strict.test(), List.of("1", "0", "0")).score())
        .isEqualTo((2.0 / 3 + 2.0 / 3) / 2, within(1e-12));
    assertThatThrownBy(() -> qqp.evaluate(qqp.test(), List.of("1")))
        .hasMessage("1 predictions for 3 examples");
  }

  @Test
  void dataTravelsToExecutors() throws Exception {
    TaskData sst2 = read(settings("A").withLimits(OptionalInt.of(5), OptionalInt.of(5)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sst2);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(sst2);
    }
  }

  @Test
  void recordRepeatsQueriesAsEachFamilyDoes() throws IOException {
    String line =
        "{\"passage\":{\"text\":\"Ann met Bob.\\n@highlight\\nThey sang\",\"entities\":["
            + "{\"start\":0,\"end\":2},{\"start\":8,\"end\":10}]},\"qas\":[{\"query\":\"@placeholder"
            + " sang\",\"idx\":4,\"answers\":[{\"text\":\"Bob\"},{\"text\":\"Ann\"}]}]}\n";
    write("ReCoRD/train.jsonl", line);
    write("ReCoRD/val.jsonl", line);
    TaskDefinition record = tasks.definition("record");
    TaskData a = record.read(settings("A").withSplit(SplitProtocol.WHOLE_VALIDATION));
    assertThat(a.train()).extracting(Example::target).containsExactly("Ann", "Bob");
    assertThat(a.test()).hasSize(2);
    assertThat(a.test().get(1).answers()).containsExactly("Ann", "Bob");
    assertThat(a.test().get(1).id()).isEqualTo("validation/0#1");
    assertThat(a.train().get(0).input())
        .isEqualTo(
            "record query: @placeholder sang entities: Ann, Bob passage: Ann met Bob. They sang");
    TaskData own =
        record.read(
            settings("A")
                .withSplit(SplitProtocol.WHOLE_VALIDATION)
                .withJudgedBy(Optional.of(JudgedBy.OWN_ANSWER)));
    assertThat(own.test())
        .extracting(Example::answers)
        .containsExactly(List.of("Ann"), List.of("Bob"));
    assertThat(a.evaluate(a.test(), List.of("Ann", "Ann")).metrics().get("exact-match")).isOne();
    assertThat(own.evaluate(own.test(), List.of("Ann", "Ann")).metrics().get("exact-match"))
        .isEqualTo(0.5);
    assertThat(own.digest()).isNotEqualTo(a.digest());
    TaskData b = record.read(settings("B").withSplit(SplitProtocol.WHOLE_VALIDATION));
    assertThat(b.train())
        .containsExactly(
            new Example(
                "train/0",
                "passage : Ann met Bob.\n@highlight\nThey sang query: @placeholder sang entities:"
                    + " Ann; Bob",
                "Ann; Bob",
                List.of("Ann", "Bob"),
                "4"));
    TaskData c = record.read(settings("C").withSplit(SplitProtocol.WHOLE_VALIDATION));
    assertThat(c.train()).hasSize(2);
    assertThat(c.test()).hasSize(1);
  }

  @Test
  void similarityScoresAreWrittenAsEachFamilyDoes() throws IOException {
    String[] scores = {"5.000", "4.750", "2.75", "4.25", "0.000", "3.333", "1.917", "4.350"};
    StringBuilder text = new StringBuilder("sentence1\tsentence2\tscore\n");
    for (String score : scores) {
      text.append("a\tb\t").append(score).append('\n');
    }
    write("STS-B/train.tsv", text.toString());
    write("STS-B/dev.tsv", text.toString());
    // Family A's code on the data's single precision, half to even.
    assertThat(stsb("A")).containsExactly("5.0", "4.8", "2.8", "4.2", "0.0", "3.3", "1.9", "4.3");
    assertThat(stsb("B")).containsExactly("5.0", "4.7", "2.7", "4.2", "0.0", "3.3", "1.9", "4.3");
    assertThat(stsb("C")).containsExactly("5.0", "4.8", "2.8", "4.2", "0.0", "3.4", "2.0", "4.4");
    write("STS-B/dev.tsv", "sentence1\tsentence2\tscore\na\tb\thigh\n");
    assertThatThrownBy(() -> stsb("A"))
        .hasMessage(
            data.resolve("STS-B/dev.tsv")
                + " line 2: label is 'high', expected a number from 0 to 5.");
  }

  private List<String> stsb(String family) {
    return tasks
        .definition("stsb")
        .read(settings(family).withSplit(SplitProtocol.WHOLE_VALIDATION))
        .test()
        .stream()
        .map(Example::target)
        .toList();
  }

  private TaskData read(TaskSettings settings) {
    return tasks.definition("sst2").read(settings);
  }

  private TaskSettings settings(String family) {
    return TaskSettings.of(data, family);
  }

  private static List<String> ids(int[] permutation, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "validation/" + permutation[i]).toList();
  }

  private static String sst2(int rows) {
    StringBuilder text = new StringBuilder("sentence\tlabel\n");
    for (int i = 0; i < rows; i++) {
      text.append("s").append(i).append('\t').append(i % 2).append('\n');
    }
    return text.toString();
  }

  private void write(String name, String text) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
