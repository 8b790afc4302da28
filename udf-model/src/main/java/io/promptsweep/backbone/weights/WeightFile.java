package io.promptsweep.backbone.weights;

import io.promptsweep.backbone.files.ForeignContent;
import io.promptsweep.backbone.weights.SafetensorsWriter.Outline;
import java.nio.file.Path;
import java.util.Set;

/** One file of named tensors. Opening checks everything but the weights' values. */
sealed interface WeightFile extends AutoCloseable permits Safetensors, PickledCheckpoint {

  static WeightFile open(Path file) {
    ForeignContent.refuseAsWeights(file);
    return file.getFileName().toString().endsWith(".safetensors")
        ? Safetensors.open(file)
        : PickledCheckpoint.open(file);
  }

  Path path();

  Set<String> names();

  /** The tensor of that name, which must be one of {@link #names}. */
  StoredTensor tensor(String name);

  /** What the header says of the tensor of that name, which must be one of {@link #names}. */
  Outline outline(String name);

  /** Whether the tensors of those names are known to be the same elements of the file. */
  boolean share(String one, String other);

  @Override
  void close();
}
