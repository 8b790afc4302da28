package io.promptsweep.backbone;

import java.nio.file.Path;
import java.util.Set;

/** One file of named tensors. Opening checks everything but the weights' values. */
sealed interface WeightFile extends AutoCloseable permits Safetensors, PickledCheckpoint {

  static WeightFile open(Path file) {
    return file.getFileName().toString().endsWith(".safetensors")
        ? Safetensors.open(file)
        : PickledCheckpoint.open(file);
  }

  Path path();

  Set<String> names();

  /** The tensor of that name, which must be one of {@link #names}. */
  StoredTensor tensor(String name);

  @Override
  void close();
}
