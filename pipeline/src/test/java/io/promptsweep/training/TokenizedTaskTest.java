package io.promptsweep.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.backbone.T5Tokenizer;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.SplitProtocol;
import io.promptsweep.task.TaskData;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.task.TaskSettings;
import io.promptsweep.toy.ToyWorld;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
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
    return TokenizedTask.of(of, tokenizer, new TokenizedTask.Limits(maxInput, maxTarget, fail));
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

  @Test
  void longTargetsAreAlwaysRefused() {
    assertThatThrownBy(() -> tokenize(data, 64, 1, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "task toy-sentiment: the target of train/\\d+ has 2 tokens, more than"
                + " train\\.max-target-tokens = 1; raise it\\.");
  }
}
