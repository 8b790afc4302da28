package io.promptsweep.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The few calls of automatic differentiation that training needs, safe for several trainings at
 * once in one JVM.
 *
 * <p>DJL's {@code GradientCollector} keeps one flag for the whole JVM and refuses a second one.
 * libtorch itself keeps its gradient mode per thread and runs backward passes of several threads
 * side by side, so this class calls it directly. It is the only place that does.
 */
public final class Autograd {
  private Autograd() {}

  /** Restores the thread's gradient mode. */
  @FunctionalInterface
  public interface Mode extends AutoCloseable {
    @Override
    void close();
  }

  /** Operations of this thread are not recorded until the result is closed. */
  public static Mode off() {
    return mode(false);
  }

  /** Operations of this thread are recorded until the result is closed. */
  public static Mode on() {
    return mode(true);
  }

  private static Mode mode(boolean recorded) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(recorded);
    return () -> JniUtils.setGradMode(before);
  }

  /** Adds the gradient of {@code sum(loss)} to the gradient of every array that requires one. */
  public static void backward(NDArray loss) {
    try (NDArray ones = loss.onesLike()) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) ones, false, false);
    }
  }

  /** The gradient gathered so far; a view, not a copy. */
  public static NDArray gradient(NDArray array) {
    return array.getGradient();
  }

  /** Sets the gathered gradient back to nothing, non-finite values included. */
  public static void clearGradient(NDArray array) {
    if (array.hasGradient()) {
      JniUtils.zeroGrad((PtNDArray) array);
    }
  }
}
