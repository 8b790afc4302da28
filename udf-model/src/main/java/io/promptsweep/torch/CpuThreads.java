package io.promptsweep.torch;

import ai.djl.pytorch.jni.JniUtils;

/** How many threads one tensor operation uses on a CPU. */
public final class CpuThreads {
  private CpuThreads() {}

  /**
   * Sets the number for every operation of this JVM that begins later. Sums are cut up by it, so
   * results are equal bit for bit only at equal numbers.
   */
  public static void use(int threads) {
    Natives.load();
    JniUtils.setNumThreads(threads);
  }
}
