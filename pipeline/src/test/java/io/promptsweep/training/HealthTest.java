package io.promptsweep.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.training.CellOutcome.Trained;
import java.nio.file.Path;
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

  @Test
  void aPromptThatHardlyMovedStillAnswersInOtherWordsThanTheTasks() {
    assertThat(verdict("vanilla", "toy-sentiment", 32, 1, 1e-4)).isEqualTo(Health.INVALID_OUTPUT);
  }

  @Test
  void aCellThatSawOneExampleGivesItsAnswerToAll() {
    assertThat(verdict("full", "toy-sentiment", 1, 20, 3e-3)).isEqualTo(Health.MAJORITY_CLASS);
  }
}
