package io.promptsweep.task;

import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.task.metric.ScoreRule;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a task is read.
 *
 * @param dataDir the folder that holds {@code glue/} and {@code superglue/}, or one of these, or
 *     the tasks' folders themselves
 * @param family the template family, such as {@code A}
 * @param split what trains, validates and tests
 * @param fewShotPerClass trains on so many examples of each class; whole training set if absent
 * @param fewShotSeed chooses them
 * @param maxTrainExamples trains on no more examples, chosen at random with seed 42
 * @param maxEvalExamples validates and tests on no more examples each, chosen likewise
 * @param invalid what an unreadable prediction does to the score
 * @param score replaces the family's score rule
 */
public record TaskSettings(
    Path dataDir,
    String family,
    SplitProtocol split,
    OptionalInt fewShotPerClass,
    long fewShotSeed,
    OptionalInt maxTrainExamples,
    OptionalInt maxEvalExamples,
    InvalidPredictions invalid,
    Optional<ScoreRule> score) {
  public TaskSettings {
    positive("few-shot-per-class", fewShotPerClass);
    positive("max-train-examples", maxTrainExamples);
    positive("max-eval-examples", maxEvalExamples);
  }

  /** A family's own rules on everything there is. */
  public static TaskSettings of(Path dataDir, String family) {
    return new TaskSettings(
        dataDir,
        family,
        SplitProtocol.AUTO,
        OptionalInt.empty(),
        42,
        OptionalInt.empty(),
        OptionalInt.empty(),
        InvalidPredictions.COUNT_AS_WRONG,
        Optional.empty());
  }

  /** These settings with another split protocol. */
  public TaskSettings withSplit(SplitProtocol protocol) {
    return new TaskSettings(
        dataDir,
        family,
        protocol,
        fewShotPerClass,
        fewShotSeed,
        maxTrainExamples,
        maxEvalExamples,
        invalid,
        score);
  }

  /** These settings with {@code perClass} training examples of each class. */
  public TaskSettings withFewShot(int perClass, long seed) {
    return new TaskSettings(
        dataDir,
        family,
        split,
        OptionalInt.of(perClass),
        seed,
        maxTrainExamples,
        maxEvalExamples,
        invalid,
        score);
  }

  /** These settings with bounds on the numbers of examples. */
  public TaskSettings withLimits(OptionalInt train, OptionalInt eval) {
    return new TaskSettings(
        dataDir, family, split, fewShotPerClass, fewShotSeed, train, eval, invalid, score);
  }

  /** These settings with other rules of scoring. */
  public TaskSettings withScoring(InvalidPredictions rule, Optional<ScoreRule> scoreRule) {
    return new TaskSettings(
        dataDir,
        family,
        split,
        fewShotPerClass,
        fewShotSeed,
        maxTrainExamples,
        maxEvalExamples,
        rule,
        scoreRule);
  }

  private static void positive(String key, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw new IllegalArgumentException(
          key + " is " + value.getAsInt() + "; it must be at least 1");
    }
  }
}
