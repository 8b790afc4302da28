package io.promptsweep.torch;

import ai.djl.ndarray.NDArray;

/** Products with numbers, for values that gradients flow through. */
public final class Scale {
  private Scale() {}

  /**
   * {@code values} times {@code factor}, of the same shape.
   *
   * <p>DJL's {@code mul(Number)} lends libtorch a number in Java's memory and takes it back at
   * once, but the backward pass still reads it; after a garbage collection it reads anything. Here
   * libtorch owns the number.
   */
  public static NDArray times(NDArray values, double factor) {
    try (NDArray lent = values.getManager().create((float) factor);
        NDArray owned = lent.duplicate()) {
      return values.mul(owned);
    }
  }
}
