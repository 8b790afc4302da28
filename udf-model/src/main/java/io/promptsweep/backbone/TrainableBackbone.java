package io.promptsweep.backbone;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A T5 whose raw weights ask for gradients: a copy of its own, never the frozen one that cells
 * share.
 */
final class TrainableBackbone implements AutoCloseable {
  private final Path directory;
  private final T5Config config;
  private final T5Program program;
  private final Map<String, NDArray> weights;

  private TrainableBackbone(
      Path directory, T5Config config, T5Program program, Map<String, NDArray> weights) {
    this.directory = directory;
    this.config = config;
    this.program = program;
    this.weights = weights;
  }

  static TrainableBackbone load(Path directory, Device device) {
    T5Config config = T5Config.read(directory);
    T5Program program = T5Program.load(config, device);
    Map<String, NDArray> weights = new LinkedHashMap<>();
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      WeightShapes.of(config)
          .forEach(
              (name, shape) -> {
                NDArray weight =
                    program
                        .manager()
                        .create(checkpoint.require(name, shape).floats(), new Shape(shape));
                weight.setRequiresGradient(true);
                weights.put(name, weight);
              });
    } catch (RuntimeException | Error e) {
      program.close();
      throw e;
    }
    return new TrainableBackbone(directory, config, program, weights);
  }

  /** The weight called {@code name} in Hugging Face's layout. */
  NDArray weight(String name) {
    NDArray weight = weights.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("no weight is called " + name + ": " + weights.keySet());
    }
    return weight;
  }

  /**
   * A float32 backbone over the current weights, through which gradients flow; to be made anew in
   * each step, in the step's scope, and not to be closed.
   */
  Backbone prepared() {
    return new Backbone(
        directory,
        config,
        Precision.FP32,
        program,
        PreparedWeights.of(config, this::weight, prepared -> prepared));
  }

  @Override
  public void close() {
    program.close();
  }
}
