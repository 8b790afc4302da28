package io.promptsweep.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static final int PRODUCTS = 2000;

  /** What DJL's own product with a number does not survive. */
  @Test
  void theFactorIsStillThereInTheBackwardPassAfterAGarbageCollection() {
    try (Autograd.Mode on = Autograd.on();
        NDManager manager = NDManager.newBaseManager()) {
      NDArray values = manager.create(new float[] {1, -2, 3});
      values.setRequiresGradient(true);
      NDArray sum = Scale.times(values, 0.5).sum();
      for (int i = 1; i < PRODUCTS; i++) {
        sum = sum.add(Scale.times(values, 0.5).sum());
      }
      System.gc();
      List<ByteBuffer> junk = new ArrayList<>();
      for (int i = 0; i < PRODUCTS; i++) {
        junk.add(ByteBuffer.allocateDirect(4).putFloat(0, 1e9f));
      }
      Autograd.backward(sum);
      float[] gradient = Autograd.gradient(values).toFloatArray();
      assertThat(junk).hasSize(PRODUCTS);
      float[] expected = new float[3];
      Arrays.fill(expected, PRODUCTS * 0.5f);
      assertThat(gradient).containsExactly(expected);
      assertThat(Scale.times(values, 0.5).toFloatArray()).containsExactly(0.5f, -1, 1.5f);
    }
  }
}
