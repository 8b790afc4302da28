package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A local Parquet file as Parquet's reader sees it: with a footer in which logical types that this
 * version of the reader does not know, and would fail at, are left out.
 *
 * @param path the file
 * @param footerStart where its footer begins
 * @param tail the footer and all that follows it
 */
record ParquetInput(Path path, long footerStart, byte[] tail) implements InputFile {
  private static final String MAGIC = "PAR1";
  private static final int ENDING = Integer.BYTES + MAGIC.length();

  /**
   * Looks at a file's beginning and end.
   *
   * @throws InvalidInputException if it is no Parquet file, a cut or an encrypted one
   */
  static ParquetInput open(Path path) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(path)) {
      long size = file.size();
      byte[] head = bytes(file, 0, (int) Math.min(size, ForeignFile.HEAD));
      if (size == 0) {
        throw new InvalidInputException(path + ": is empty; download or write the file again.");
      }
      if (!ascii(head).startsWith(MAGIC)) {
        String what =
            ForeignFile.sentence(head)
                .orElse("is no Parquet file: it does not begin with PAR1; look what it is.");
        throw new InvalidInputException(path + ": " + what);
      }
      byte[] ending = bytes(file, Math.max(0, size - ENDING), (int) Math.min(size, ENDING));
      if (size < MAGIC.length() + ENDING || !ascii(ending).endsWith(MAGIC)) {
        throw new InvalidInputException(
            path + ": is a part of a Parquet file: its end is missing; download it again.");
      }
      int length = ByteBuffer.wrap(ending).order(ByteOrder.LITTLE_ENDIAN).getInt();
      long start = size - ENDING - length;
      if (length <= 0 || start < MAGIC.length()) {
        throw new InvalidInputException(
            path
                + ": is a damaged Parquet file: its footer of "
                + length
                + " bytes does not fit into "
                + size
                + "; download it again.");
      }
      return new ParquetInput(path, start, known(bytes(file, start, length + ENDING)));
    }
  }

  /** The end of a file without the logical types that the reader does not know. */
  private static byte[] known(byte[] tail) throws IOException {
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(tail));
    boolean changed = false;
    for (SchemaElement element : footer.getSchema()) {
      if (element.isSetLogicalType() && element.getLogicalType().getSetField() == null) {
        element.unsetLogicalType();
        changed = true;
      }
    }
    if (!changed) {
      return tail;
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, written);
    byte[] ending =
        ByteBuffer.allocate(ENDING)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(written.size())
            .put(MAGIC.getBytes(StandardCharsets.ISO_8859_1))
            .array();
    written.write(ending);
    return written.toByteArray();
  }

  private static byte[] bytes(SeekableByteChannel file, long from, int length) throws IOException {
    file.position(from);
    return Channels.newInputStream(file).readNBytes(length);
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public long getLength() {
    return footerStart + tail.length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    Stream stream = new Stream(Files.newByteChannel(path));
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() {
        return stream.position;
      }

      @Override
      public void seek(long position) {
        stream.position = position;
      }
    };
  }

  /** Reads from the file before the footer, and from {@link #tail} after. */
  private final class Stream extends InputStream {
    private final SeekableByteChannel file;
    private long position;

    Stream(SeekableByteChannel file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position < 0 || position >= getLength()) {
        return -1;
      }
      int count;
      if (position >= footerStart) {
        int from = (int) (position - footerStart);
        count = Math.min(length, tail.length - from);
        System.arraycopy(tail, from, bytes, offset, count);
      } else {
        file.position(position);
        int most = (int) Math.min(length, footerStart - position);
        count = file.read(ByteBuffer.wrap(bytes, offset, most));
      }
      position += Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
