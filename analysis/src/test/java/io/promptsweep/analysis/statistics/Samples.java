package io.promptsweep.analysis.statistics;

import java.util.Random;

/** Made-up scores for properties that hold for any. */
final class Samples {
  private final Random random;

  Samples(long seed) {
    random = new Random(seed);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Scores around 0.7; with few steps to 1 many of them tie. */
  double[] scores(int n, int steps) {
    return random.doubles(n).map(x -> Math.rint((0.5 + 0.4 * x) * steps) / steps).toArray();
  }

  double[][] rows(int rows, int columns, int steps) {
    double[][] scores = new double[rows][];
    for (int i = 0; i < rows; i++) {
      scores[i] = scores(columns, steps);
    }
    return scores;
  }

  double[] shuffled(double[] values) {
    double[] shuffled = values.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swapped = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swapped;
    }
    return shuffled;
  }
}
