package io.promptsweep.analysis.statistics;

/** Checks of arguments; each failure is one sentence. */
final class Checks {
  private Checks() {}

  /** {@code values}, which must all be finite. */
  static double[] finite(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            what
                + "["
                + i
                + "] is "
                + values[i]
                + ", not a finite number; leave out what has no score");
      }
    }
    return values;
  }

  /** {@code values}, which must be finite and at least one. */
  static double[] some(String what, double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(what + " has no values; at least one is needed");
    }
    return finite(what, values);
  }

  /** {@code value}, which must lie strictly between 0 and 1. */
  static double share(String what, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(
          what + " is " + value + "; it must be greater than 0 and less than 1");
    }
    return value;
  }

  static void equalLengths(String a, int lengthA, String b, int lengthB) {
    if (lengthA != lengthB) {
      throw new IllegalArgumentException(
          a + " has length " + lengthA + " but " + b + " has " + lengthB + "; they must be equal");
    }
  }
}
