package io.promptsweep.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.List;

/** The length of one cell's whole gradient, and its limit. */
public final class GradientClipping {
  private GradientClipping() {}

  /** The Euclidean norm over all values of all {@code gradients}, which may not be empty. */
  public static double norm(List<NDArray> gradients) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList norms = new NDList(gradients.size());
      gradients.forEach(gradient -> norms.add(gradient.norm()));
      return NDArrays.stack(norms).norm().getFloat();
    }
  }

  /**
   * Shortens {@code gradients} in place to a norm of {@code maxNorm} if theirs is larger, as
   * PyTorch's {@code clip_grad_norm_} does: times {@code min(1, maxNorm / (norm + 1e-6))}.
   *
   * @param maxNorm 0 leaves them as they are
   * @return their norm before
   */
  public static double clip(List<NDArray> gradients, double maxNorm) {
    double norm = norm(gradients);
    double factor = maxNorm / (norm + 1e-6);
    // A norm that is not a number spreads to every gradient, as in PyTorch.
    if (maxNorm > 0 && !(factor >= 1)) {
      gradients.forEach(gradient -> gradient.muli(factor));
    }
    return norm;
  }
}
