package io.promptsweep.task;

import io.promptsweep.problem.Nearest;
import java.util.Arrays;
import java.util.List;

/**
 * What is trained on, what selects an epoch, and what is reported, given that official test labels
 * are hidden. Every permutation is {@link TorchPermutation} with seed 42 (DePT, src/tasks.py).
 */
public enum SplitProtocol {
  /** The rule of family A that the task's file names. */
  AUTO,
  /**
   * The permuted official validation set: its first half validates, the other half tests. Rows that
   * are judged together (MultiRC's of one question) stay together, see {@link WholeGroups}.
   */
  HALVED_VALIDATION,
  /**
   * The same whatever rows are judged together, as the code of ATTEMPT, DePT and ADePT cuts: a
   * question's rows may lie on both sides.
   */
  HALVED_VALIDATION_BY_ROWS,
  /**
   * The first 1,000 of the permuted training set validate, the others train; the official
   * validation set tests. Rows that are judged together stay together here as well.
   */
  HELD_OUT_TRAIN_1000,
  /**
   * The official validation set both validates and tests: selection and report see the same
   * examples, as in Residual PT's and DPT's code. Not comparable with the other protocols.
   */
  WHOLE_VALIDATION,
  /** MNLI: the mismatched official validation set validates, the matched one tests. */
  MISMATCHED_VALIDATION;

  /** The name in configurations. */
  public String key() {
    return switch (this) {
      case AUTO -> "auto";
      case HALVED_VALIDATION -> "halved-validation";
      case HALVED_VALIDATION_BY_ROWS -> "halved-validation-by-rows";
      case HELD_OUT_TRAIN_1000 -> "held-out-train-1000";
      case WHOLE_VALIDATION -> "whole-validation";
      case MISMATCHED_VALIDATION -> "mismatched-validation";
    };
  }

  /** Whether the reported score is measured on the examples that selected the epoch. */
  public boolean reportsOnSelectionData() {
    return this == WHOLE_VALIDATION;
  }

  /**
   * The protocol called {@code key}.
   *
   * @throws IllegalArgumentException with the nearest known name
   */
  public static SplitProtocol named(String key) {
    List<String> known = Arrays.stream(values()).map(SplitProtocol::key).toList();
    return Arrays.stream(values())
        .filter(v -> v.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + key + "' is no split protocol" + Nearest.hint(key, known)));
  }
}
