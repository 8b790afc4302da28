package io.promptsweep.sweep;

import io.promptsweep.task.metric.InvalidPredictions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which examples of a task a cell sees, and in which words.
 *
 * @param family template family, one of {@link #FAMILIES}
 * @param split which official split is used for what, one of {@link #SPLITS}
 * @param fewShot trains on a few examples a class only
 * @param maxTrainExamples trains on at most so many examples
 * @param maxEvalExamples evaluates on at most so many examples of validation, and of test
 * @param onLongInput what happens to an input longer than the limit
 * @param invalid what a prediction that is no possible answer does to the score
 * @param score which metrics select an epoch, one of {@link #SCORES}
 */
public record TaskOptions(
    String family,
    String split,
    Optional<FewShot> fewShot,
    OptionalInt maxTrainExamples,
    OptionalInt maxEvalExamples,
    OnLongInput onLongInput,
    InvalidPredictions invalid,
    String score) {

  /** The rule of the task's file. */
  public static final String SCORE_OF_TASK = "task";

  /** The task file's rule, its first metric, or the mean of all its metrics. */
  public static final List<String> SCORES = List.of(SCORE_OF_TASK, "first", "mean");

  /** ATTEMPT's templates, Residual PT's, and T5's own without the task name. */
  public static final List<String> FAMILIES = List.of("A", "B", "C");

  /** The split protocols; {@code auto} is the one that the task's file names. */
  public static final List<String> SPLITS =
      List.of("auto", "halved-validation", "held-out-train-1000", "whole-validation");

  /**
   * A class-balanced subset of the training set.
   *
   * @param perClass examples of each class
   * @param seed of the draw
   */
  public record FewShot(int perClass, long seed) {}

  /** The same with another draw of the few examples. */
  TaskOptions withFewShotSeed(long seed) {
    return new TaskOptions(
        family,
        split,
        fewShot.map(few -> new FewShot(few.perClass(), seed)),
        maxTrainExamples,
        maxEvalExamples,
        onLongInput,
        invalid,
        score);
  }

  /** What happens to an input longer than the limit. Both count such inputs; neither is silent. */
  public enum OnLongInput {
    /** Cut it, and report how many were cut. */
    TRUNCATE,
    /** The cell fails. */
    FAIL
  }

  public TaskOptions {
    if (!SCORES.contains(score)) {
      throw new IllegalArgumentException("score is " + score + "; it must be one of " + SCORES);
    }
    if (!FAMILIES.contains(family)) {
      throw new IllegalArgumentException("family is " + family + "; it must be one of " + FAMILIES);
    }
    if (!SPLITS.contains(split)) {
      throw new IllegalArgumentException("split is " + split + "; it must be one of " + SPLITS);
    }
  }
}
