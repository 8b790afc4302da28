package io.promptsweep.method;

import ai.djl.ndarray.NDArray;

/** Drops values of what a method computes while its cell trains. */
@FunctionalInterface
public interface Dropout {
  /** Drops nothing: evaluation. */
  Dropout NONE = (values, rate) -> values;

  /**
   * The values with a share of them, drawn anew in each step, set to 0 and the others divided by
   * {@code 1 - rate}.
   *
   * @param values {@code [T, m]}, a row for each token in the order of the embeddings
   * @param rate the share, in [0, 1)
   */
  NDArray drop(NDArray values, double rate);
}
