package io.promptsweep.method;

import java.util.OptionalDouble;

/** Checks in the words that {@link SettingsBinder} turns into an error with its place. */
final class Refuse {
  private Refuse() {}

  static void below(String key, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(key + " is " + value + "; it must be at least " + least);
    }
  }

  static void notPositive(String key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          key + " is " + value + "; it must be a finite number above 0");
    }
  }

  static void notPositive(String key, OptionalDouble value) {
    value.ifPresent(v -> notPositive(key, v));
  }
}
