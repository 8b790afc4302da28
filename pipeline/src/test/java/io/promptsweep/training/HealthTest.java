package io.promptsweep.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.training.CellOutcome.Trained;
import io.promptsweep.training.data.TokenizedTask;
import io.promptsweep.training.optimizer.ScheduleSettings;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on cells that really train. */
class HealthTest {
  private static ToyTraining toy;

  @BeforeAll
  static void load(@TempDir Path folder) {
    toy = new ToyTraining(folder);
  }

  @AfterAll
  static void close() {
    toy.close();
  }

  private static Health verdict(
      String method, String task, int train, int epochs, double learningRate) {
    Trained trained =
        (Trained)
            toy.train(
                    ToyTraining.job(
                        "cell",
                        method,
                        toy.task(task, train, 64),
                        ToyTraining.settings(epochs, 16),
                        1,
                        learningRate,
                        false))
                .get(0);
    return trained.health();
  }

  @Test
  void aCellThatLearnsIsWell() {
    assertThat(verdict("vanilla", "toy-sentiment", 512, 4, 0.1)).isEqualTo(Health.OK);
  }

  @Test
  void aRateTooSmallForAnyValueToChangeIsAPromptThatDoesNotMove() {
    assertThat(verdict("vanilla", "toy-sentiment", 32, 1, 1e-12))
        .isEqualTo(Health.PROMPT_NOT_MOVING);
  }

  /** The first step has rate 0, and no later score is larger, so the start is the best epoch. */
  @Test
  void aWarmUpFromZeroBeforeTiedScoresIsNoPromptThatDoesNotMove() {
    TrainingSettings plain = ToyTraining.settings(2, 16);
    TrainingSettings warm =
        new TrainingSettings(
            2,
            plain.maxSteps(),
            OptionalLong.of(1),
            16,
            plain.evalBatchSize(),
            plain.optimizer(),
            new ScheduleSettings.Linear(2),
            0,
            0,
            plain.decoding(),
            plain.maxInputTokens(),
            plain.maxTargetTokens());
    TokenizedTask task = toy.task("toy-sentiment", 32, 64);
    Trained tied =
        (Trained) toy.train(ToyTraining.job("cell", "vanilla", task, warm, 1, 1e-4, false)).get(0);
    assertThat(tied.best().epoch()).isEqualTo(1);
    assertThat(tied.best().learningRate()).isZero();
    assertThat(tied.health()).isEqualTo(Health.INVALID_OUTPUT);
    Trained still =
        (Trained) toy.train(ToyTraining.job("cell", "vanilla", task, warm, 1, 1e-12, false)).get(0);
    assertThat(still.health()).isEqualTo(Health.PROMPT_NOT_MOVING);
  }

  @Test
  void aPromptThatHardlyMovedStillAnswersInOtherWordsThanTheTasks() {
    assertThat(verdict("vanilla", "toy-sentiment", 32, 1, 1e-4)).isEqualTo(Health.INVALID_OUTPUT);
  }

  @Test
  void aCellThatSawOneExampleGivesItsAnswerToAll() {
    assertThat(verdict("full", "toy-sentiment", 1, 20, 3e-3)).isEqualTo(Health.MAJORITY_CLASS);
  }
}
