package io.promptsweep.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.backbone.weights.FiniteValues;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.torch.Autograd;

/**
 * Reads a checkpoint tensor by tensor, prepares it and keeps only the prepared form, so that
 * loading needs little more memory than the loaded backbone.
 */
final class FrozenWeights {
  private final T5Program program;
  private final Checkpoint checkpoint;
  private final WeightLayout layout;
  private final Precision precision;
  private NDScope scope;

  FrozenWeights(
      T5Program program, Checkpoint checkpoint, WeightLayout layout, Precision precision) {
    this.program = program;
    this.checkpoint = checkpoint;
    this.layout = layout;
    this.precision = precision;
  }

  PreparedWeights prepare() {
    scope = new NDScope();
    try (Autograd.Mode off = Autograd.off()) {
      return PreparedWeights.of(layout.config(), this::raw, this::kept);
    } finally {
      scope.close();
    }
  }

  private NDArray raw(String name) {
    StoredTensor stored = layout.tensor(checkpoint, name);
    float[] values = FiniteValues.of(stored, checkpoint.fileOf(stored.name()));
    return program.manager().create(values, new Shape(stored.shape()));
  }

  /** Casts a prepared tensor and frees what it was made from. */
  private NDArray kept(NDArray prepared) {
    NDArray cast = program.cast(prepared, precision);
    NDScope.unregister(cast);
    cast.attach(program.manager());
    scope.close();
    scope = new NDScope();
    return cast;
  }
}
