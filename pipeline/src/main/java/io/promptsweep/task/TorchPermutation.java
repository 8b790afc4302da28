package io.promptsweep.task;

import org.apache.commons.math3.random.MersenneTwister;

/**
 * {@code torch.randperm(n)} on the CPU with a seeded generator, which the split protocols of the
 * papers' code use: position i swaps with {@code i + random % (n - i)}, where {@code random} are
 * the 32-bit outputs of MT19937 seeded the standard way.
 */
public final class TorchPermutation {
  /** PyTorch draws differently from here on (ATen, randperm_cpu). */
  private static final long LIMIT = 0xFFFFFFFFL / 20;

  private TorchPermutation() {}

  /**
   * A permutation of {@code 0..n-1}.
   *
   * @param n how many, below 214,748,364
   * @param seed the generator's seed; like PyTorch, only its low 32 bits count
   */
  public static int[] of(int n, long seed) {
    if (n < 0 || n >= LIMIT) {
      throw new IllegalArgumentException("n is " + n + "; it must be in [0, " + LIMIT + ")");
    }
    MersenneTwister generator = new MersenneTwister((int) seed);
    int[] permutation = new int[n];
    for (int i = 0; i < n; i++) {
      permutation[i] = i;
    }
    for (int i = 0; i < n - 1; i++) {
      int j = i + (int) (Integer.toUnsignedLong(generator.nextInt()) % (n - i));
      int swapped = permutation[i];
      permutation[i] = permutation[j];
      permutation[j] = swapped;
    }
    return permutation;
  }
}
