package io.promptsweep.training;

/**
 * The seeds of a cell's random choices, each a pure function of the cell's seed: nothing depends on
 * what trained before or beside it.
 */
final class Seeds {
  private Seeds() {}

  /**
   * Of initial values: of the method and the seed alone, so that every task, learning rate and
   * dropout setting of a sweep starts from the same draw.
   */
  static long initialValues(long seed, String method) {
    return mix(seed ^ mix(method.hashCode()));
  }

  /** Of the order of examples in an epoch. */
  static long order(long seed, int epoch) {
    return mix(mix(seed + 0x6F72646572L) + epoch);
  }

  /** Of the one order that all epochs of all seeds have, where examples are shuffled once. */
  static long orderOfAll() {
    return order(0, 0);
  }

  /** Of the dropout masks of one row of a batch. */
  static long dropout(long seed, long step, int row) {
    return mix(mix(mix(seed + 0x64726F70L) + step) + row);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
