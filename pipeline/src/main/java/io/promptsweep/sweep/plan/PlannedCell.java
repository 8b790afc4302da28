package io.promptsweep.sweep.plan;

import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.plan.PlanFacts.TaskFacts;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A cell and what it will cost.
 *
 * @param cell the cell
 * @param id its id, where backbone and data are known
 * @param promptTokens length of the soft prompt
 * @param trainableParameters trained values, where the width is known
 * @param trainExamples examples it trains on, where the data is known
 * @param steps training steps, where the data is known
 * @param tokens encoder tokens in training tokens' worth, where the inputs' lengths are known
 */
public record PlannedCell(
    Cell cell,
    Optional<String> id,
    int promptTokens,
    OptionalLong trainableParameters,
    OptionalInt trainExamples,
    OptionalLong steps,
    OptionalLong tokens) {

  /** Steps of a whole training: the last batch of an epoch may be smaller, none is dropped. */
  static long steps(Cell cell, TaskFacts facts) {
    return Math.min(
        cell.training().epochs() * stepsPerEpoch(cell, facts),
        cell.training().maxSteps().orElse(Long.MAX_VALUE));
  }

  /**
   * Encoder tokens, prompt included: each training example, and half as much for each evaluated
   * one, because a frozen model's backward pass costs about what its forward pass does. Validation
   * counts once an epoch, test once. Decoder tokens are left out.
   */
  static double tokens(Cell cell, TaskFacts facts, int promptTokens, double meanInputTokens) {
    long steps = steps(cell, facts);
    long perEpoch = stepsPerEpoch(cell, facts);
    double passes = (double) steps / perEpoch;
    double trained = passes * facts.trainExamples();
    double evaluations =
        cell.training().evalEverySteps().isPresent()
            ? Math.ceil((double) steps / cell.training().evalEverySteps().getAsLong())
            : Math.ceil(passes);
    double evaluated = evaluations * facts.validationExamples() + facts.testExamples();
    return (trained + evaluated / 2) * (meanInputTokens + promptTokens);
  }

  private static long stepsPerEpoch(Cell cell, TaskFacts facts) {
    int batch = cell.training().batchSize();
    return Math.max(1, (facts.trainExamples() + batch - 1L) / batch);
  }
}
