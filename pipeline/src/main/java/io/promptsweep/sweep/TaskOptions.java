package io.promptsweep.sweep;

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
 */
public record TaskOptions(
    String family,
    String split,
    Optional<FewShot> fewShot,
    OptionalInt maxTrainExamples,
    OptionalInt maxEvalExamples,
    OnLongInput onLongInput) {

  /** ATTEMPT's templates, Residual PT's, and T5's own without the task name. */
  public static final List<String> FAMILIES = List.of("A", "B", "C");

  /** The split protocols; {@code auto} is the one that the task's file names. */
  public static final List<String> SPLITS =
      List.of("auto", "halved-validation", "held-out-train-1000", "whole-validation");

  /**
   * A class-balanced subset of the training set.
   *
   * @param perClass examples of each class
   * @param seed of the draw; the same subset for every cell, whatever the cell's own seed
   */
  public record FewShot(int perClass, long seed) {}

  /** What happens to an input longer than the limit. Both count such inputs; neither is silent. */
  public enum OnLongInput {
    /** Cut it, and report how many were cut. */
    TRUNCATE,
    /** The cell fails. */
    FAIL
  }

  public TaskOptions {
    if (!FAMILIES.contains(family)) {
      throw new IllegalArgumentException("family is " + family + "; it must be one of " + FAMILIES);
    }
    if (!SPLITS.contains(split)) {
      throw new IllegalArgumentException("split is " + split + "; it must be one of " + SPLITS);
    }
  }
}
