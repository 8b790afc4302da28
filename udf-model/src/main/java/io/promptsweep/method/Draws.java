package io.promptsweep.method;

import io.promptsweep.problem.InvalidInputException;
import java.util.Arrays;
import java.util.Random;

/** Random initial values. */
final class Draws {
  private Draws() {}

  /** {@code count} values of U[low, high). */
  static float[] uniform(Random random, long count, double low, double high) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + random.nextDouble() * (high - low));
    }
    return values;
  }

  /** {@code count} values of N(0, deviation squared). */
  static float[] normal(Random random, long count, double deviation) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /**
   * PyTorch's start of a {@code Linear} layer's weight and bias: Kaiming uniform with a slope of
   * sqrt(5), which comes to U(-1/sqrt(k), 1/sqrt(k)) for {@code k} inputs.
   */
  static float[] linear(Random random, long count, int inputs) {
    double bound = 1 / Math.sqrt(inputs);
    return uniform(random, count, -bound, bound);
  }

  static float[] constant(long count, float value) {
    float[] values = new float[Math.toIntExact(count)];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * Embeddings of tokens drawn uniformly, each drawn as if it were the first: {@code [count, d]}.
   */
  static float[] embeddings(Initialization start, int count) {
    return start.rows(start.random().ints(count, 0, start.vocabulary()).toArray());
  }

  /**
   * Embeddings of different tokens drawn uniformly from the first {@code population}: {@code
   * [count, d]}.
   *
   * @param key the setting that asks for {@code count} of them, with its path
   * @throws InvalidInputException if there are fewer
   */
  static float[] distinctEmbeddings(Initialization start, int count, int population, String key) {
    int tokens = Math.min(population, start.vocabulary());
    if (count > tokens) {
      throw new InvalidInputException(
          key + " is " + count + ", but only " + tokens + " tokens can be drawn from; lower it.");
    }
    int[] ids = new int[tokens];
    Arrays.setAll(ids, i -> i);
    for (int i = 0; i < count; i++) {
      int j = i + start.random().nextInt(tokens - i);
      int drawn = ids[j];
      ids[j] = ids[i];
      ids[i] = drawn;
    }
    return start.rows(Arrays.copyOf(ids, count));
  }
}
