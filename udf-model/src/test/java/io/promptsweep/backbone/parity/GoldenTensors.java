package io.promptsweep.backbone.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tensors of a golden {@code safetensors} file, read without the code under test: 8 bytes
 * length of the header, the header in JSON, the values.
 */
public final class GoldenTensors {
  private final JsonObject header;
  private final ByteBuffer values;

  private GoldenTensors(JsonObject header, ByteBuffer values) {
    this.header = header;
    this.values = values;
  }

  public static GoldenTensors open(String name) {
    try {
      ByteBuffer file =
          ByteBuffer.wrap(Files.readAllBytes(ParityFiles.path(name)))
              .order(ByteOrder.LITTLE_ENDIAN);
      byte[] json = new byte[Math.toIntExact(file.getLong())];
      file.get(json);
      return new GoldenTensors(
          JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject(),
          file.slice());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(header.keySet());
    names.remove("__metadata__");
    return names;
  }

  public long[] shape(String name) {
    return longs(header.getAsJsonObject(name).getAsJsonArray("shape"));
  }

  public float[] floats(String name) {
    ByteBuffer bytes = bytes(name, "F32");
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }

  public int[] ints(String name) {
    ByteBuffer bytes = bytes(name, "I32");
    int[] ints = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(ints);
    return ints;
  }

  public NDArray array(NDManager manager, String name) {
    return manager.create(floats(name), new Shape(shape(name)));
  }

  private ByteBuffer bytes(String name, String type) {
    JsonObject entry = header.getAsJsonObject(name);
    if (entry == null || !entry.get("dtype").getAsString().equals(type)) {
      throw new IllegalArgumentException(name + " is " + entry + ", expected " + type);
    }
    long[] range = longs(entry.getAsJsonArray("data_offsets"));
    return values
        .slice(Math.toIntExact(range[0]), Math.toIntExact(range[1] - range[0]))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long[] longs(JsonArray array) {
    return array.asList().stream().mapToLong(JsonElement::getAsLong).toArray();
  }
}
