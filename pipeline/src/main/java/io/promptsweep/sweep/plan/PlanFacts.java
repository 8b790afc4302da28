package io.promptsweep.sweep.plan;

import io.promptsweep.backbone.T5Config;
import io.promptsweep.sweep.Cell;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What is known of backbone and data. Whatever is missing leaves columns of the plan empty.
 *
 * @param backbone the backbone's {@code config.json}; where empty, the configuration's {@code
 *     backbone.shape} counts
 * @param backboneDigest of the backbone's files
 * @param data of the examples that a cell sees; asked once a cell, so it should remember
 * @param tokensPerSecond measured training tokens (prompt included) a second of one cell
 */
public record PlanFacts(
    Optional<T5Config> backbone,
    Optional<String> backboneDigest,
    Function<Cell, Optional<TaskFacts>> data,
    OptionalDouble tokensPerSecond) {

  /**
   * The examples of a task as one cell sees them.
   *
   * @param warnings what makes scores on them mean less than they seem to
   */
  public record TaskFacts(
      String dataDigest,
      int trainExamples,
      int validationExamples,
      int testExamples,
      OptionalDouble meanInputTokens,
      List<String> warnings) {
    public TaskFacts {
      warnings = List.copyOf(warnings);
    }
  }

  /** Neither backbone nor data at hand: the plan of a published protocol. */
  public static PlanFacts none() {
    return new PlanFacts(
        Optional.empty(), Optional.empty(), cell -> Optional.empty(), OptionalDouble.empty());
  }
}
