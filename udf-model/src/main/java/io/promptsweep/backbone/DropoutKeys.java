package io.promptsweep.backbone;

import java.util.Arrays;

/**
 * Dropout keys: one 32-bit number a token, from which the program hashes its masks.
 *
 * <p>A key depends on the row's seed (made from cell, step and row), the stack and the token's
 * position, and on nothing else: a cell's masks are the same alone and in a pack, and a resumed
 * cell needs no generator state.
 */
final class DropoutKeys {
  static final int ENCODER = 1;
  static final int DECODER = 2;
  static final int METHOD = 3;

  private DropoutKeys() {}

  /**
   * The keys of all tokens, {@code [T]}; empty (no dropout) without seeds.
   *
   * @param seeds a seed a row, or null for no dropout
   */
  static int[] of(RowLayout rows, long[] seeds, int stack) {
    if (seeds == null) {
      return new int[0];
    }
    int[] keys = new int[rows.flatSize()];
    for (int row = 0; row < rows.rows(); row++) {
      long base = base(seeds[row], stack);
      for (int t = 0; t < rows.length(row); t++) {
        keys[rows.start(row) + t] = key(base, t);
      }
    }
    return keys;
  }

  /**
   * The keys of rows laid end to end, {@code [sum of lengths]}.
   *
   * @param seeds a seed a row
   */
  static int[] of(int[] lengths, long[] seeds, int stack) {
    int[] keys = new int[Arrays.stream(lengths).sum()];
    int at = 0;
    for (int row = 0; row < lengths.length; row++) {
      long base = base(seeds[row], stack);
      for (int t = 0; t < lengths[row]; t++) {
        keys[at++] = key(base, t);
      }
    }
    return keys;
  }

  private static long base(long seed, int stack) {
    return mix(seed + stack * 0x9E3779B97F4A7C15L);
  }

  private static int key(long base, int position) {
    return (int) (mix(base + position * 0xD1B54A32D192ED03L) >>> 32);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
