package io.promptsweep.training;

import java.util.List;
import java.util.Locale;

/** A verdict on whether a cell learned anything, so that a table's reader need not guess. */
public enum Health {
  /** Nothing looks wrong. */
  OK,
  /** Nothing was trained, so there is no verdict. */
  NOT_TRAINED,
  /** Loss or gradient stopped being a number. */
  NON_FINITE,
  /** The best epoch predicts one and the same text for every validation example. */
  MAJORITY_CLASS,
  /** More than half of the best epoch's predictions are no possible answer. */
  INVALID_OUTPUT,
  /** The soft prompt never left its start, neither in the best epoch nor in the last. */
  PROMPT_NOT_MOVING,
  /** The training loss of the last epoch is not below the first's. */
  NOT_LEARNING;

  private static final double SMALLEST_MOVE = 1e-6;

  /** The name in tables: {@code majority-class}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The verdict on a cell that trained to its end.
   *
   * @param epochs its epochs
   * @param best the evaluation of its best epoch
   * @param promptMove how far the prompt went until the best epoch or until the last, whichever is
   *     further, as a share of its length at the start. A best epoch may lie before the first step
   *     with a learning rate (a warm-up begins at 0) where later ones have no larger score
   */
  static Health of(List<EpochMetrics> epochs, Evaluator.Result best, double promptMove) {
    if (promptMove < SMALLEST_MOVE) {
      return PROMPT_NOT_MOVING;
    }
    if (best.scores().invalidShare() > 0.5) {
      return INVALID_OUTPUT;
    }
    if (best.distinctPredictions() == 1) {
      return MAJORITY_CLASS;
    }
    double first = epochs.get(0).trainLoss();
    double last = epochs.get(epochs.size() - 1).trainLoss();
    return epochs.size() > 1 && last >= first ? NOT_LEARNING : OK;
  }
}
