package io.promptsweep.backbone.weights;

import ai.djl.ndarray.types.Shape;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.promptsweep.backbone.weights.SafetensorsWriter.Outline;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a {@code .safetensors} file: the header's length in 8 bytes, a JSON header, the tensors one
 * after the other (the format of github.com/huggingface/safetensors).
 */
public final class Safetensors implements WeightFile {
  /** The largest header that the reference implementation accepts. */
  private static final long LARGEST_HEADER = 100_000_000;

  /** Where a tensor lies, from the first byte behind the header. */
  private record Entry(ElementType type, Shape shape, long begin, long end) {}

  private final MappedFile file;
  private final long dataStart;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private Safetensors(MappedFile file) {
    this.file = file;
    if (file.size() < Long.BYTES) {
      throw file.halfDownloaded("its header starts", Long.BYTES);
    }
    long length = file.region(0, Long.BYTES, "header length").getLong();
    if (length < 0 || length > LARGEST_HEADER) {
      throw invalid(
          "starts with a header length of " + Long.toUnsignedString(length) + " bytes",
          "is not a safetensors file");
    }
    this.dataStart = Long.BYTES + length;
    if (file.size() < dataStart) {
      throw file.halfDownloaded("its header ends", dataStart);
    }
    byte[] header = new byte[(int) length];
    file.region(Long.BYTES, length, "header").get(header);
    readHeader(new String(header, StandardCharsets.UTF_8));
    checkLayout();
  }

  /**
   * Opens {@code path} and checks its header against its length.
   *
   * @throws InvalidInputException if it is no safetensors file or not all of one
   */
  public static Safetensors open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      return new Safetensors(file);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Path path() {
    return file.path();
  }

  /** The names of all tensors, in the header's order. */
  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** The {@code __metadata__} of the header. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /**
   * The tensor called {@code name}, mapped rather than read.
   *
   * @throws InvalidInputException if there is none, or if it has 2 GiB or more
   */
  @Override
  public StoredTensor tensor(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw Checkpoint.missing(path(), name, entries.keySet());
    }
    return new StoredTensor(
        name,
        entry.type,
        entry.shape.getShape(),
        file.region(dataStart + entry.begin, entry.end - entry.begin, "tensor " + name));
  }

  @Override
  public Outline outline(String name) {
    Entry entry = entries.get(name);
    return new Outline(entry.type, entry.shape);
  }

  /** The format does not let tensors overlap. */
  @Override
  public boolean share(String one, String other) {
    return one.equals(other);
  }

  @Override
  public void close() {
    file.close();
  }

  private void readHeader(String header) {
    try (JsonReader json = new JsonReader(new StringReader(header))) {
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (name.equals("__metadata__")) {
          readMetadata(json);
        } else if (entries.put(name, readEntry(name, json)) != null) {
          throw invalid("names tensor " + PrintableName.name(name) + " twice", "is damaged");
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw invalid("has more than one JSON value in its header", "is damaged");
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new InvalidInputException(
          path() + " has a header that is not a safetensors header; download the file again.", e);
    }
  }

  private void readMetadata(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      metadata.put(json.nextName(), json.nextString());
    }
    json.endObject();
  }

  private Entry readEntry(String name, JsonReader json) throws IOException {
    String type = null;
    long[] shape = null;
    long[] offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "dtype" -> type = json.nextString();
        case "shape" -> shape = readNumbers(json);
        case "data_offsets" -> offsets = readNumbers(json);
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw invalid(
          "gives tensor " + PrintableName.name(name) + " without dtype, shape and two data_offsets",
          "is damaged");
    }
    ElementType elementType = elementType(name, type);
    long bytes = StoredTensor.byteSize(elementType, shape);
    if (bytes < 0
        || offsets[0] < 0
        || offsets[1] < offsets[0]
        || offsets[1] - offsets[0] != bytes) {
      throw invalid(
          String.format(
              Locale.ROOT,
              "gives tensor %s of %s %s the bytes %d to %d",
              PrintableName.name(name),
              type,
              Arrays.toString(shape),
              offsets[0],
              offsets[1]),
          "is damaged");
    }
    return new Entry(elementType, new Shape(shape), offsets[0], offsets[1]);
  }

  private ElementType elementType(String name, String type) {
    for (ElementType known : ElementType.values()) {
      if (known.name().equals(type)) {
        return known;
      }
    }
    throw new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: tensor %s has dtype %s rather than one of %s.",
            path(),
            PrintableName.name(name),
            PrintableName.name(type),
            Arrays.toString(ElementType.values())));
  }

  private long[] readNumbers(JsonReader json) throws IOException {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      numbers.add(json.nextLong());
      if (numbers.size() > 64) {
        throw invalid("gives a tensor more than 64 dimensions", "is damaged");
      }
    }
    json.endArray();
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /** The tensors must lie side by side and fill the file. */
  private void checkLayout() {
    long end = 0;
    List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
    ordered.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin)
            .thenComparingLong(e -> e.getValue().end));
    for (Map.Entry<String, Entry> entry : ordered) {
      if (entry.getValue().begin != end) {
        throw invalid(
            String.format(
                Locale.ROOT,
                "starts tensor %s at byte %d rather than %d of its data",
                PrintableName.name(entry.getKey()),
                entry.getValue().begin,
                end),
            "is damaged");
      }
      end = entry.getValue().end;
    }
    long expected = MappedFile.saturatedSum(dataStart, end);
    if (file.size() < expected) {
      throw file.halfDownloaded("its last tensor ends", expected);
    }
    if (file.size() > expected) {
      throw invalid(
          String.format(
              Locale.ROOT, "has %d bytes rather than the %d of its header", file.size(), expected),
          "is damaged");
    }
  }

  private InvalidInputException invalid(String found, String verdict) {
    return new InvalidInputException(
        path() + " " + found + "; it " + verdict + ": download it again.");
  }
}
