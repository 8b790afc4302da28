package io.promptsweep.sweep;

import io.promptsweep.task.JudgedBy;
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
 * @param onLongTarget what happens to a target longer than the limit
 * @param judgedBy which accepted answers count, one of {@link #JUDGES}
 */
public record TaskOptions(
    String family,
    String split,
    Optional<FewShot> fewShot,
    OptionalInt maxTrainExamples,
    OptionalInt maxEvalExamples,
    OnLongInput onLongInput,
    InvalidPredictions invalid,
    String score,
    OnLongTarget onLongTarget,
    String judgedBy) {

  /** The rule of the task's file. */
  public static final String SCORE_OF_TASK = "task";

  /** The task file's rule, its first metric, or the mean of all its metrics. */
  public static final List<String> SCORES = List.of(SCORE_OF_TASK, "first", "mean");

  /** The task file's rule of which accepted answers count. */
  public static final String JUDGED_BY_TASK = "task";

  /** The task file's rule, any of a row's accepted answers, or the example's own. */
  public static final List<String> JUDGES =
      List.of(JUDGED_BY_TASK, JudgedBy.ANY_ANSWER.key(), JudgedBy.OWN_ANSWER.key());

  /** ATTEMPT's templates, Residual PT's, and T5's own without the task name. */
  public static final List<String> FAMILIES = List.of("A", "B", "C");

  /** The split protocols; {@code auto} is the one that the task's file names. */
  public static final List<String> SPLITS =
      List.of(
          "auto",
          "halved-validation",
          "halved-validation-by-rows",
          "held-out-train-1000",
          "whole-validation");

  /**
   * A class-balanced subset of the training set.
   *
   * @param examples how many
   * @param count what that number counts
   * @param seed of the draw
   */
  public record FewShot(int examples, Count count, long seed) {

    /** What a number of few examples counts. */
    public enum Count {
      /** Examples of each class. */
      PER_CLASS,
      /** All examples, divided over the classes as DePT's code does. */
      IN_ALL
    }

    /** So many of each class. */
    public FewShot(int perClass, long seed) {
      this(perClass, Count.PER_CLASS, seed);
    }
  }

  /** A long target fails, and the task's file says which answers count. */
  public TaskOptions(
      String family,
      String split,
      Optional<FewShot> fewShot,
      OptionalInt maxTrainExamples,
      OptionalInt maxEvalExamples,
      OnLongInput onLongInput,
      InvalidPredictions invalid,
      String score) {
    this(
        family,
        split,
        fewShot,
        maxTrainExamples,
        maxEvalExamples,
        onLongInput,
        invalid,
        score,
        OnLongTarget.FAIL,
        JUDGED_BY_TASK);
  }

  /** The same with another draw of the few examples. */
  TaskOptions withFewShotSeed(long seed) {
    return new TaskOptions(
        family,
        split,
        fewShot.map(few -> new FewShot(few.examples(), few.count(), seed)),
        maxTrainExamples,
        maxEvalExamples,
        onLongInput,
        invalid,
        score,
        onLongTarget,
        judgedBy);
  }

  /** What happens to a target longer than the limit. */
  public enum OnLongTarget {
    /** The cell fails: a cut target is another task. */
    FAIL,
    /** Cut it, and judge by what remains. */
    CUT
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
    if (!JUDGES.contains(judgedBy)) {
      throw new IllegalArgumentException(
          "judged-by is " + judgedBy + "; it must be one of " + JUDGES);
    }
    if (!FAMILIES.contains(family)) {
      throw new IllegalArgumentException("family is " + family + "; it must be one of " + FAMILIES);
    }
    if (!SPLITS.contains(split)) {
      throw new IllegalArgumentException("split is " + split + "; it must be one of " + SPLITS);
    }
  }
}
