package io.promptsweep.toy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random choices; equal seeds make equal choices, on every machine. */
final class Draw {
  private final Random random;

  Draw(Random random) {
    this.random = random;
  }

  /** Choices of their own for a seed, unlike those of its neighbours. */
  static Draw of(long seed) {
    // SplittableRandom's finalizer: Random starts alike for neighbouring seeds.
    long z = (seed + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 29)) * 0x94d049bb133111ebL;
    return new Draw(new Random(z ^ (z >>> 32)));
  }

  /** A whole number from 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** One that is not {@code excluded}; the list must hold another. */
  <T> T other(List<T> list, T excluded) {
    T chosen = one(list);
    while (chosen.equals(excluded)) {
      chosen = one(list);
    }
    return chosen;
  }

  <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
