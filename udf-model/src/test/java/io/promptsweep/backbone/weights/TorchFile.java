package io.promptsweep.backbone.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds, opcode by opcode, files such as {@code torch.save} writes or an attacker would. */
final class TorchFile {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> storages = new TreeMap<>();

  TorchFile() {
    op(0x80, 2);
  }

  TorchFile op(int... bytes) {
    for (int b : bytes) {
      pickle.write(b);
    }
    return this;
  }

  TorchFile text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return op('X').littleEndian(bytes.length, 4).raw(bytes);
  }

  TorchFile global(String module, String name) {
    return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  TorchFile number(long value) {
    return op(0x8a, 8).littleEndian(value, 8);
  }

  TorchFile numbers(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  /** A tensor that views storage {@code key} of {@code count} floats. */
  TorchFile tensor(String key, long count, long offset, long[] shape, long... strides) {
    return tensor("FloatStorage", key, count, offset, shape, strides);
  }

  TorchFile tensor(
      String storage, String key, long count, long offset, long[] shape, long... strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op('(', '(')
        .text("storage")
        .global("torch", storage)
        .text(key)
        .text("cpu")
        .number(count)
        .op('t', 'Q')
        .number(offset)
        .numbers(shape)
        .numbers(strides)
        .op(0x89)
        .global("collections", "OrderedDict")
        .op(')', 'R', 't', 'R');
  }

  TorchFile storage(String key, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return storage(key, bytes.array());
  }

  TorchFile storage(String key, byte[] bytes) {
    storages.put(key, bytes);
    return this;
  }

  private TorchFile littleEndian(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      pickle.write((int) (value >> (8 * i)));
    }
    return this;
  }

  private TorchFile raw(byte[] bytes) {
    pickle.writeBytes(bytes);
    return this;
  }

  /** The pickle so far, with its end. */
  byte[] pickle() {
    op('.');
    return pickle.toByteArray();
  }

  /** Ends the pickle and writes all as a zip archive. */
  Path write(Path file) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "archive/data.pkl", pickle());
      entry(zip, "archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        entry(zip, "archive/data/" + storage.getKey(), storage.getValue());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
