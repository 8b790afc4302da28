package io.promptsweep.backbone;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.backbone.weights.ElementType;
import io.promptsweep.backbone.weights.SafetensorsWriter;
import io.promptsweep.backbone.weights.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A checkpoint to change one thing of and write elsewhere. */
public final class CheckpointFolder {
  private final JsonObject config;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  private CheckpointFolder(Path source) {
    try {
      this.config =
          JsonParser.parseString(Files.readString(source.resolve("config.json"))).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Checkpoint checkpoint = Checkpoint.open(source)) {
      checkpoint.names().forEach(name -> tensors.put(name, checkpoint.tensor(name)));
    }
  }

  /** A folder that {@code checkpoint_writers.py} made with Transformers 5. */
  public static Path written(String name) {
    try {
      return Path.of(
              CheckpointFolder.class.getResource("/checkpoints/" + name + "/config.json").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  public static CheckpointFolder of(String name) {
    return new CheckpointFolder(written(name));
  }

  public CheckpointFolder set(String key, String json) {
    config.add(key, JsonParser.parseString(json));
    return this;
  }

  public CheckpointFolder unset(String... keys) {
    for (String key : keys) {
      JsonElement was = config.remove(key);
      if (was == null) {
        throw new IllegalArgumentException(key);
      }
    }
    return this;
  }

  public CheckpointFolder rename(String from, String to) {
    return put(to, remove(from));
  }

  public CheckpointFolder copy(String from, String to) {
    return put(to, tensors.get(from));
  }

  public CheckpointFolder drop(String name) {
    remove(name);
    return this;
  }

  private StoredTensor remove(String name) {
    StoredTensor tensor = tensors.remove(name);
    if (tensor == null) {
      throw new IllegalArgumentException(name);
    }
    return tensor;
  }

  public CheckpointFolder dropAll(String beginning) {
    if (!tensors.keySet().removeIf(name -> name.startsWith(beginning))) {
      throw new IllegalArgumentException(beginning);
    }
    return this;
  }

  public CheckpointFolder put(String name, StoredTensor tensor) {
    tensors.put(name, tensor);
    return this;
  }

  /** Sets one element. */
  public CheckpointFolder put(String name, int index, float value) {
    float[] values = tensors.get(name).floats();
    values[index] = value;
    return put(name, StoredTensor.of(name, values, tensors.get(name).shape()));
  }

  public CheckpointFolder renameAll(UnaryOperator<String> rename) {
    Map<String, StoredTensor> before = new LinkedHashMap<>(tensors);
    tensors.clear();
    before.forEach((name, tensor) -> tensors.put(rename.apply(name), tensor));
    return this;
  }

  /** Stores every tensor in another type; what it does to the values is the test's concern. */
  public CheckpointFolder convert(ElementType type) {
    tensors.replaceAll((name, tensor) -> converted(tensor, type));
    return this;
  }

  public static StoredTensor converted(StoredTensor tensor, ElementType type) {
    float[] values = tensor.floats();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (type) {
        case F64 -> bytes.putDouble(value);
        case F32 -> bytes.putFloat(value);
        case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >> 16));
        case I8 -> bytes.put((byte) value);
        default -> throw new IllegalArgumentException(type.toString());
      }
    }
    return new StoredTensor(tensor.name(), type, tensor.shape(), bytes.flip());
  }

  /** Writes {@code config.json} and {@code model.safetensors}. */
  public Path write(Path folder) throws IOException {
    writeConfig(folder);
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
    return folder;
  }

  Path writeConfig(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config.toString());
    return folder;
  }
}
