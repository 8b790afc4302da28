package io.promptsweep.schedule;

/** Whether a run continues; the driver decides several times a second. */
public enum RunDecision {
  /** Every unit gets its turn. */
  CONTINUE,
  /** No further unit starts; those in training run to their end. */
  DRAIN,
  /** No further unit starts, and those in training are cancelled. */
  CANCEL_NOW
}
