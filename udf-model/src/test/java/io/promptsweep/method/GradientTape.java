package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Gradients in tests: libtorch records on this thread until it is closed. DJL's own collector
 * exists once per JVM.
 */
final class GradientTape implements AutoCloseable {
  private final boolean before = JniUtils.isGradMode();

  GradientTape() {
    JniUtils.setGradMode(true);
  }

  /** Leaves the gradients of {@code loss}, a scalar, in the arrays that require one. */
  void backward(NDArray loss) {
    NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType());
    JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
