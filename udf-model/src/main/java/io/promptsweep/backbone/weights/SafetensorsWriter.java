package io.promptsweep.backbone.weights;

import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Writes {@code .safetensors} files. A reader sees the whole file or none. */
public final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /** What the header says of a tensor before its values exist. */
  public record Outline(ElementType type, Shape shape) {
    public long bytes() {
      return StoredTensor.byteSize(type, shape.getShape());
    }
  }

  /**
   * Writes {@code tensors} in the order of the map, under the names of the map's keys.
   *
   * <p>The bytes depend on the arguments alone, so equal tensors make equal files. The file is
   * written beside its place and then renamed; one that was there before is replaced.
   *
   * @param metadata goes into the header's {@code __metadata__}
   */
  public static void write(
      Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    Map<String, Outline> outlines = new LinkedHashMap<>();
    tensors.forEach((name, t) -> outlines.put(name, new Outline(t.type(), new Shape(t.shape()))));
    write(file, outlines, metadata, name -> tensors.get(name).bytes());
  }

  /** As above, with the elements of each tensor made only when it is written. */
  public static void write(
      Path file,
      Map<String, Outline> outlines,
      Map<String, String> metadata,
      Function<String, ByteBuffer> elements) {
    Path absolute = file.toAbsolutePath();
    Path partial =
        absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeFully(channel, header(outlines, metadata));
        for (Map.Entry<String, Outline> outline : outlines.entrySet()) {
          ByteBuffer bytes = elements.apply(outline.getKey());
          long expected = outline.getValue().bytes();
          if (bytes.remaining() != expected) {
            throw new IllegalStateException(
                outline.getKey() + " has " + bytes.remaining() + " bytes, not " + expected);
          }
          writeFully(channel, bytes);
        }
        channel.force(true); // after a loss of power the rename must not stand for half a file
      }
      move(partial, absolute);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deleteLeftover(partial);
    }
  }

  private static ByteBuffer header(Map<String, Outline> outlines, Map<String, String> metadata) {
    JsonObject json = new JsonObject();
    if (!metadata.isEmpty()) {
      JsonObject entries = new JsonObject();
      metadata.forEach(entries::addProperty);
      json.add("__metadata__", entries);
    }
    long begin = 0;
    for (Map.Entry<String, Outline> outline : outlines.entrySet()) {
      Outline o = outline.getValue();
      long end = begin + o.bytes();
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", o.type.name());
      entry.add("shape", array(o.shape.getShape()));
      entry.add("data_offsets", array(begin, end));
      json.add(outline.getKey(), entry);
      begin = end;
    }
    byte[] text = new Gson().toJson(json).getBytes(StandardCharsets.UTF_8);
    // The reference implementation pads with spaces so that the data starts at a multiple of 8.
    int length = (text.length + 7) / 8 * 8;
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    header.put(text);
    Arrays.fill(header.array(), Long.BYTES + text.length, Long.BYTES + length, (byte) ' ');
    return header.rewind();
  }

  private static JsonArray array(long... numbers) {
    JsonArray array = new JsonArray();
    for (long number : numbers) {
      array.add(number);
    }
    return array;
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteLeftover(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      // The write's own outcome matters more than a file that nobody reads.
      partial.toFile().deleteOnExit();
    }
  }
}
