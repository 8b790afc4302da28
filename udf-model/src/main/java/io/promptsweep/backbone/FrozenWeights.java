package io.promptsweep.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/**
 * Reads a checkpoint tensor by tensor, prepares it and keeps only the prepared form, so that
 * loading needs little more memory than the loaded backbone.
 */
final class FrozenWeights {
  private final T5Program program;
  private final Checkpoint checkpoint;
  private final Map<String, long[]> shapes;
  private final T5Config config;
  private final Precision precision;
  private NDScope scope;

  FrozenWeights(T5Program program, Checkpoint checkpoint, T5Config config, Precision precision) {
    this.program = program;
    this.checkpoint = checkpoint;
    this.config = config;
    this.shapes = WeightShapes.of(config);
    this.precision = precision;
  }

  PreparedWeights prepare() {
    scope = new NDScope();
    try (Autograd.Mode off = Autograd.off()) {
      return PreparedWeights.of(config, this::raw, this::kept);
    } finally {
      scope.close();
    }
  }

  private NDArray raw(String name) {
    long[] shape = shapes.get(name);
    NDManager manager = program.manager();
    return manager.create(checkpoint.require(name, shape).floats(), new Shape(shape));
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
