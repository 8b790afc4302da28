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
 * @param fewShotExamples trains on so many examples, divided over the classes; not beside the other
 * @param fewShotSeed chooses them
 * @param maxTrainExamples trains on no more examples, chosen at random with seed 42
 * @param maxEvalExamples validates and tests on no more examples each, chosen likewise
 * @param invalid what an unreadable prediction does to the score
 * @param score replaces the family's score rule
 * @param judgedBy replaces the family's rule of which accepted answers count
 */
public record TaskSettings(
    Path dataDir,
    String family,
    SplitProtocol split,
    OptionalInt fewShotPerClass,
    OptionalInt fewShotExamples,
    long fewShotSeed,
    OptionalInt maxTrainExamples,
    OptionalInt maxEvalExamples,
    InvalidPredictions invalid,
    Optional<ScoreRule> score,
    Optional<JudgedBy> judgedBy) {
  public TaskSettings {
    positive("few-shot-per-class", fewShotPerClass);
    positive("few-shot-examples", fewShotExamples);
    if (fewShotPerClass.isPresent() && fewShotExamples.isPresent()) {
      throw new IllegalArgumentException(
          "few-shot-per-class and few-shot-examples are both given; give one of them");
    }
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
        OptionalInt.empty(),
        42,
        OptionalInt.empty(),
        OptionalInt.empty(),
        InvalidPredictions.COUNT_AS_WRONG,
        Optional.empty(),
        Optional.empty());
  }

  /** These settings with another split protocol. */
  public TaskSettings withSplit(SplitProtocol protocol) {
    return new TaskSettings(
        dataDir,
        family,
        protocol,
        fewShotPerClass,
        fewShotExamples,
        fewShotSeed,
        maxTrainExamples,
        maxEvalExamples,
        invalid,
        score,
        judgedBy);
  }

  /** These settings with {@code perClass} training examples of each class. */
  public TaskSettings withFewShot(int perClass, long seed) {
    return withFewShot(OptionalInt.of(perClass), OptionalInt.empty(), seed);
  }

  /** These settings with {@code examples} training examples, divided over the classes. */
  public TaskSettings withFewShotExamples(int examples, long seed) {
    return withFewShot(OptionalInt.empty(), OptionalInt.of(examples), seed);
  }

  private TaskSettings withFewShot(OptionalInt perClass, OptionalInt examples, long seed) {
    return new TaskSettings(
        dataDir,
        family,
        split,
        perClass,
        examples,
        seed,
        maxTrainExamples,
        maxEvalExamples,
        invalid,
        score,
        judgedBy);
  }

  /** These settings with bounds on the numbers of examples. */
  public TaskSettings withLimits(OptionalInt train, OptionalInt eval) {
    return new TaskSettings(
        dataDir,
        family,
        split,
        fewShotPerClass,
        fewShotExamples,
        fewShotSeed,
        train,
        eval,
        invalid,
        score,
        judgedBy);
  }

  /** These settings with other rules of scoring. */
  public TaskSettings withScoring(InvalidPredictions rule, Optional<ScoreRule> scoreRule) {
    return new TaskSettings(
        dataDir,
        family,
        split,
        fewShotPerClass,
        fewShotExamples,
        fewShotSeed,
        maxTrainExamples,
        maxEvalExamples,
        rule,
        scoreRule,
        judgedBy);
  }

  /** These settings with another rule of which accepted answers count. */
  public TaskSettings withJudgedBy(Optional<JudgedBy> rule) {
    return new TaskSettings(
        dataDir,
        family,
        split,
        fewShotPerClass,
        fewShotExamples,
        fewShotSeed,
        maxTrainExamples,
        maxEvalExamples,
        invalid,
        score,
        rule);
  }

  private static void positive(String key, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw new IllegalArgumentException(
          key + " is " + value.getAsInt() + "; it must be at least 1");
    }
  }
}
