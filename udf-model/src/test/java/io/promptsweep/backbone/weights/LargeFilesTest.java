package io.promptsweep.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of gigabytes, written with holes so that they take no room. */
class LargeFilesTest {
  private static final long FIVE_GB = 5L << 30;

  @TempDir Path folder;

  @Test
  void safetensorsBeyondFourGigabytesAreReadByTensor() throws IOException {
    long elements = FIVE_GB / 4;
    String header =
        String.format(
            Locale.ROOT,
            """
        {"huge":{"dtype":"F32","shape":[%d],"data_offsets":[0,%d]},\
        "last":{"dtype":"F32","shape":[2],"data_offsets":[%d,%d]}}""",
            elements,
            FIVE_GB,
            FIVE_GB,
            FIVE_GB + 8);
    Path file = folder.resolve("model.safetensors");
    try (FileChannel channel = create(file)) {
      byte[] text = header.getBytes(StandardCharsets.UTF_8);
      channel.write(bytes(8 + text.length).putLong(text.length).put(text).flip());
      channel.write(bytes(8).putFloat(1).putFloat(2).flip(), 8 + text.length + FIVE_GB);
    }
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.require("last", 2).floats()).containsExactly(1, 2);
      assertThatThrownBy(() -> checkpoint.tensor("huge"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(file + ": tensor huge has 5368709120 bytes rather than at most 2147483647.");
    }
  }

  /**
   * As torch.save writes archives beyond 4 GiB; the layout is APPNOTE's, sections 4.3 and 4.5.3.
   */
  @Test
  void zipArchivesBeyondFourGigabytesAreReadByEntry() throws IOException {
    byte[] pickle =
        new TorchFile().op('}').text("last").tensor("0", 2, 0, new long[] {2}, 1).op('s').pickle();
    Path file = folder.resolve("pytorch_model.bin");
    try (FileChannel channel = create(file)) {
      channel.write(localHeader("a/data.pkl"));
      channel.write(ByteBuffer.wrap(pickle));
      channel.position(FIVE_GB);
      channel.write(localHeader("a/data/0"));
      channel.write(bytes(8).putFloat(1).putFloat(2).flip());
      long directory = channel.position();
      channel.write(centralHeader("a/data.pkl", pickle.length, 0));
      channel.write(centralHeader("a/data/0", 8, FIVE_GB));
      long end = channel.position();
      channel.write(
          bytes(56)
              .putInt(0x06064b50)
              .putLong(44)
              .putInt(0)
              .putLong(0)
              .putLong(2)
              .putLong(2)
              .putLong(end - directory)
              .putLong(directory)
              .flip());
      channel.write(bytes(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1).flip());
      channel.write(
          bytes(22)
              .putInt(0x06054b50)
              .putInt(0)
              .putInt(-1)
              .putInt(-1)
              .putInt(-1)
              .putShort((short) 0)
              .flip());
    }
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.require("last", 2).floats()).containsExactly(1, 2);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer localHeader(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return bytes(30 + text.length)
        .putInt(0, 0x04034b50)
        .putShort(26, (short) text.length)
        .put(30, text);
  }

  private static ByteBuffer centralHeader(String name, long size, long offset) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = bytes(46 + text.length + 33);
    header.putInt(0, 0x02014b50).putInt(20, -1).putInt(24, -1).putInt(42, -1);
    header.putShort(28, (short) text.length).putShort(30, (short) 33).put(46, text);
    // Some other extra field of one byte, then zip64's.
    header.position(46 + text.length);
    header.putShort((short) 0x7075).putShort((short) 1).put((byte) 9);
    header.putShort((short) 1).putShort((short) 24);
    return header.putLong(size).putLong(size).putLong(offset).flip();
  }
}
