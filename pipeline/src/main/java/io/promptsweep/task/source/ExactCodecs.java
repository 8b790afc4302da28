package io.promptsweep.task.source;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Unpacks pages whole, and only if they come to the size that their header says. Parquet's own
 * decompressors are Hadoop's streams, which answer a page that ends too early with no bytes for
 * ever.
 */
final class ExactCodecs implements CompressionCodecFactory {
  /** No codec packs more tightly: Zstandard repeats a byte 131,072 times in four. */
  private static final long MOST_BYTES_OF_ONE = 40_000;

  private static final long LEAST_LIMIT = 1 << 16;

  /** What {@link #getDecompressor} knows. */
  static final Set<CompressionCodecName> KNOWN =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4,
          CompressionCodecName.LZ4_RAW);

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("files are only read here");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Whole(
        codec,
        switch (codec) {
          case UNCOMPRESSED -> ExactCodecs::copy;
          case SNAPPY -> ExactCodecs::snappy;
          case GZIP -> ExactCodecs::gzip;
          case ZSTD -> ExactCodecs::zstd;
          case LZ4 -> ExactCodecs::framedLz4;
          case LZ4_RAW -> (packed, page) -> lz4(packed, 0, packed.length, page, 0);
          default -> throw new IllegalArgumentException("codec " + codec + " is not known");
        });
  }

  @Override
  public void release() {
    // Nothing is held.
  }

  /** Fills {@code page} from {@code packed}; returns how many bytes it wrote. */
  private interface Unpacking {
    long unpack(byte[] packed, byte[] page) throws IOException;
  }

  private record Whole(CompressionCodecName codec, Unpacking unpacking)
      implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(page(bytes.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int packedSize, ByteBuffer output, int size)
        throws IOException {
      byte[] packed = new byte[packedSize];
      input.get(packed);
      output.put(page(packed, size));
    }

    private byte[] page(byte[] packed, int size) throws IOException {
      long limit = Math.max(LEAST_LIMIT, packed.length * MOST_BYTES_OF_ONE);
      if (size < 0 || size > limit) {
        throw new IOException(
            "a page of " + packed.length + " bytes is said to hold " + size + " when unpacked");
      }
      byte[] page = new byte[size];
      long written = size == 0 ? 0 : unpacking.unpack(packed, page);
      if (written != size) {
        throw new IOException(
            "a page unpacks (" + codec + ") to " + written + " bytes instead of " + size);
      }
      return page;
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }

  private static long copy(byte[] packed, byte[] page) {
    if (packed.length == page.length) {
      System.arraycopy(packed, 0, page, 0, page.length);
    }
    return packed.length;
  }

  private static long snappy(byte[] packed, byte[] page) {
    return new SnappyDecompressor().decompress(packed, 0, packed.length, page, 0, page.length);
  }

  private static long gzip(byte[] packed, byte[] page) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      int written = in.readNBytes(page, 0, page.length);
      return in.read() < 0 ? written : written + 1L;
    }
  }

  private static long zstd(byte[] packed, byte[] page) {
    return Zstd.decompressByteArray(page, 0, page.length, packed, 0, packed.length);
  }

  /**
   * Hadoop's frames: a block's size, then for each part of it the packed size and the part, all
   * sizes big-endian. Arrow once wrote bare blocks under the same name.
   */
  private static long framedLz4(byte[] packed, byte[] page) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    int written = 0;
    while (in.remaining() > 2 * Integer.BYTES) {
      long end = written + (long) in.getInt();
      while (written < end && in.remaining() > Integer.BYTES) {
        int part = in.getInt();
        if (part <= 0 || part > in.remaining() || end > page.length) {
          return lz4(packed, 0, packed.length, page, 0);
        }
        written += (int) lz4(packed, in.position(), part, page, written);
        in.position(in.position() + part);
      }
      if (written != end) {
        return lz4(packed, 0, packed.length, page, 0);
      }
    }
    return in.hasRemaining() ? lz4(packed, 0, packed.length, page, 0) : written;
  }

  private static long lz4(byte[] packed, int from, int length, byte[] page, int to) {
    return new Lz4Decompressor().decompress(packed, from, length, page, to, page.length - to);
  }
}
