package io.promptsweep.backbone.weights;

import io.promptsweep.problem.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * A file of any size, read by regions: large ones are mapped, so that the page cache, not the heap,
 * holds them. Regions stay valid after closing.
 */
final class MappedFile implements AutoCloseable {
  /** Below this a mapping costs more than it saves, and is not given back before a collection. */
  private static final long SMALLEST_MAPPING = 1 << 16;

  private static final byte[] LFS_POINTER =
      "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

  private final Path path;
  private final FileChannel channel;
  private final long size;

  private MappedFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /** Opens {@code path}, which must not be a pointer that git-lfs left in place of a file. */
  static MappedFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      MappedFile file = new MappedFile(path, channel, channel.size());
      file.refuseLfsPointer();
      return file;
    } catch (IOException e) {
      throw new InvalidInputException(path + " is missing or cannot be read.", e);
    }
  }

  private void refuseLfsPointer() {
    byte[] start = new byte[(int) Math.min(size, LFS_POINTER.length)];
    region(0, start.length, "start").get(start);
    if (Arrays.equals(start, LFS_POINTER)) {
      close();
      throw new InvalidInputException(
          path + " is a git-lfs pointer of " + size + " bytes, not the file; run git lfs pull.");
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Bytes {@code offset} to {@code offset + length}, little-endian, read-only. */
  ByteBuffer region(long offset, long length, String what) {
    if (offset < 0 || length < 0 || offset > size || length > size - offset) {
      throw halfDownloaded("its " + what + " ends", saturatedSum(offset, length));
    }
    if (length > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          path + ": " + what + " has " + length + " bytes rather than at most 2147483647.");
    }
    try {
      ByteBuffer bytes =
          length < SMALLEST_MAPPING
              ? read(offset, (int) length)
              : channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
      return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new InvalidInputException(path + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException("it became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  /** The sentence for a file that ends too early. */
  InvalidInputException halfDownloaded(String what, long expectedBytes) {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s has %d bytes, but %s at byte %d; it looks half-downloaded: download it again.",
            path,
            size,
            what,
            expectedBytes));
  }

  static long saturatedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new InvalidInputException(path + " cannot be closed: " + e.getMessage() + ".", e);
    }
  }
}
