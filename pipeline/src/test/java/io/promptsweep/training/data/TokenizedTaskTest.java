package io.promptsweep.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.Example;
import io.promptsweep.task.SplitProtocol;
import io.promptsweep.task.TaskData;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.task.TaskSettings;
import io.promptsweep.task.metric.AnswerForm;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.task.metric.Metrics;
import io.promptsweep.task.metric.ScoreRule;
import io.promptsweep.toy.ToyWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizedTaskTest {
  @TempDir Path folder;
  private T5Tokenizer tokenizer;
  private TaskData data;

  @BeforeEach
  void read() {
    Path world = ToyWorld.write(folder);
    tokenizer = T5Tokenizer.open(world.resolve(ToyWorld.BACKBONE));
    data = data(SplitProtocol.HALVED_VALIDATION);
  }

  private TaskData data(SplitProtocol split) {
    Path tasks = Path.of(System.getProperty("project.root"), "conf", "tasks");
    Path world = ToyWorld.write(folder);
    return TaskLibrary.open(tasks)
        .definition("toy-sentiment")
        .read(
            TaskSettings.of(world.resolve(ToyWorld.DATA), "A")
                .withSplit(split)
                .withLimits(OptionalInt.of(100), OptionalInt.of(50)));
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  private TokenizedTask tokenize(TaskData of, int maxInput, int maxTarget, boolean fail) {
    return TokenizedTask.of(
        of,
        tokenizer,
        new TokenizedTask.Limits(maxInput, maxTarget, fail, false),
        new EmbeddingTable(tokenizer.vocabularySize()));
  }

  @Test
  void shortInputsStayAsTheyAre() {
    TokenizedTask task = tokenize(data, 64, 4, true);
    assertThat(task.truncatedInputs()).isZero();
    assertThat(task.train().inputs()[0]).isEqualTo(tokenizer.encode(data.train().get(0).input()));
    assertThat(task.labelIds()).hasDimensions(2, 2);
    assertThat(task.longestAnswer(9)).isEqualTo(2);
  }

  @Test
  void longInputsAreCutKeepTheirEndAndAreCounted() {
    TokenizedTask whole = tokenize(data, 64, 4, true);
    TokenizedTask cut = tokenize(data, 7, 4, false);
    long longer = 0;
    for (TokenizedSplit split :
        new TokenizedSplit[] {whole.train(), whole.validation(), whole.test()}) {
      longer += Arrays.stream(split.inputs()).filter(ids -> ids.length > 7).count();
    }
    assertThat(longer).isPositive();
    assertThat(cut.truncatedInputs()).isEqualTo(longer);
    for (int[] ids : cut.train().inputs()) {
      assertThat(ids).hasSizeLessThanOrEqualTo(7);
      assertThat(ids[ids.length - 1]).isEqualTo(tokenizer.endId());
    }
  }

  @Test
  void examplesThatSelectAndReportAreCountedOnce() {
    TaskData both = data(SplitProtocol.WHOLE_VALIDATION);
    TokenizedTask cut = tokenize(both, 3, 4, false);
    assertThat(cut.test()).isSameAs(cut.validation());
    assertThat(cut.truncatedInputs()).isEqualTo(both.train().size() + both.validation().size());
  }

  @Test
  void longInputsAreRefusedWhereTheConfigurationSaysSo() {
    assertThatThrownBy(() -> tokenize(data, 3, 4, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "task toy-sentiment: the input of train/\\d+ has \\d+ tokens, more than"
                + " task\\.max-input-tokens = 3; raise it, or set task\\.on-long-input = truncate to"
                + " cut and count such inputs\\.");
  }

  /** Real pieces: what Transformers' T5Tokenizer leaves of the text and " </s>" of five tokens. */
  @Test
  void aCutTargetKeepsItsFirstTokensItsEndAndCutsLabelWordsAlike() {
    Path vocabulary = Path.of(System.getProperty("shared.dir"), "tokenizer", "t5");
    assumeTrue(Files.isDirectory(vocabulary), "no T5 vocabulary in " + vocabulary);
    AnswerForm form =
        new AnswerForm(
            AnswerForm.Kind.CLASS,
            List.of("entailment", "not_entailment"),
            true,
            InvalidPredictions.COUNT_AS_WRONG);
    Example not = new Example("train/0", "p h", "not_entailment", List.of("not_entailment"), "");
    Example is = new Example("train/1", "p h", "entailment", List.of("entailment"), "");
    TaskData rte = task(form, List.of(not, is), "accuracy");
    try (T5Tokenizer t5 = T5Tokenizer.open(vocabulary)) {
      TokenizedTask cut =
          TokenizedTask.of(
              rte,
              t5,
              new TokenizedTask.Limits(9, 5, true, true),
              new EmbeddingTable(t5.vocabularySize()));
      assertThat(cut.train().targets())
          .isDeepEqualTo(new int[][] {{59, 834, 35, 5756, 1}, {3, 35, 5756, 297, 1}});
      assertThat(cut.data().labelWords()).containsExactly("entailment", "not_entail");
      assertThat(cut.labelIds())
          .isDeepEqualTo(new int[][] {{3, 35, 5756, 297, 1}, {59, 834, 35, 5756, 1}});
      assertThat(cut.longestAnswer(5)).isEqualTo(4);
      assertThat(
              cut.data()
                  .evaluate(cut.test().examples(), List.of("not_entail", "entailment"))
                  .score())
          .isOne();
      assertThat(cut.data().digest()).isEqualTo(rte.digest());
      assertThat(
              TokenizedTask.of(
                      rte,
                      t5,
                      new TokenizedTask.Limits(9, 6, true, true),
                      new EmbeddingTable(t5.vocabularySize()))
                  .data())
          .as("nothing is longer")
          .isEqualTo(rte);
      assertThatThrownBy(
              () ->
                  TokenizedTask.of(
                      rte,
                      t5,
                      new TokenizedTask.Limits(9, 2, true, true),
                      new EmbeddingTable(t5.vocabularySize())))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "task rte: cut to train.max-target-tokens = 2, the label words [entailment,"
                  + " not_entailment] are [, not], but something must remain of each and tell it from"
                  + " the others; raise it.");
    }
  }

  @Test
  void acceptedAnswersEndWhereTheCutTargetEnds() {
    Path vocabulary = Path.of(System.getProperty("shared.dir"), "tokenizer", "t5");
    assumeTrue(Files.isDirectory(vocabulary), "no T5 vocabulary in " + vocabulary);
    AnswerForm form =
        new AnswerForm(AnswerForm.Kind.TEXT, List.of(), true, InvalidPredictions.COUNT_AS_WRONG);
    List<String> answers = List.of("Puerto Rico", "Obama", "United States of America", "Spain");
    Example all = new Example("train/0", "q", String.join("; ", answers), answers, "");
    TaskData record = task(form, List.of(all), "exact-match");
    try (T5Tokenizer t5 = T5Tokenizer.open(vocabulary)) {
      TaskData cut =
          TokenizedTask.of(
                  record,
                  t5,
                  new TokenizedTask.Limits(9, 8, true, true),
                  new EmbeddingTable(t5.vocabularySize()))
              .data();
      assertThat(cut.train().get(0).target()).isEqualTo("Puerto Rico; Obama; United States");
      assertThat(cut.train().get(0).answers())
          .containsExactly("Puerto Rico", "Obama", "United States");
    }
  }

  private static TaskData task(AnswerForm form, List<Example> examples, String metric) {
    return new TaskData(
        "rte",
        "B",
        SplitProtocol.WHOLE_VALIDATION,
        examples,
        examples,
        examples,
        form,
        List.of(Metrics.named(metric, form)),
        ScoreRule.FIRST,
        "digest",
        new TreeMap<>(),
        List.of());
  }

  @Test
  void aTokenWithoutARowIsRefused() {
    int[] ids = tokenizer.encode(data.train().get(0).input());
    int largest = Arrays.stream(ids).max().orElseThrow();
    assertThatThrownBy(
            () ->
                TokenizedTask.of(
                    data,
                    tokenizer,
                    new TokenizedTask.Limits(64, 4, false, false),
                    new EmbeddingTable(largest)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("task toy-sentiment: the input of " + data.train().get(0).id())
        .hasMessageContaining(
            "has the token " + tokenizer.token(largest) + " with the id " + largest)
        .hasMessageContaining("the embedding table has " + largest + " rows")
        .hasMessageContaining(tokenizer.file().toString());
  }

  @Test
  void longTargetsAreRefusedUnlessTheyAreToBeCut() {
    assertThatThrownBy(() -> tokenize(data, 64, 1, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "task toy-sentiment: the target of train/\\d+ has 2 tokens, more than"
                + " train\\.max-target-tokens = 1; raise it, or set task\\.on-long-target = cut\\.");
  }
}
