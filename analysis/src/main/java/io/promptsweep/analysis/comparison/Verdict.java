package io.promptsweep.analysis.comparison;

import java.util.Locale;

/** How far a printed number was reproduced. */
public enum Verdict {
  /** The printed number is one that another run of ours might well have given. */
  REPRODUCED,
  /** Ours is above the printed number by more than noise. */
  ABOVE,
  /** Ours is below the printed number by more than noise. */
  BELOW,
  /** The protocols agree, but a single seed has no spread to hold the difference against. */
  UNDECIDED,
  /** The protocols differ, or the paper's is not known. */
  NOT_COMPARABLE,
  /** There is no result of ours for it. */
  MISSING;

  /** In words: {@code not comparable}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
