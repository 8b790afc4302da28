package io.promptsweep.backbone.weights;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The table of contents of a zip archive whose entries are stored uncompressed, as {@code
 * torch.save} writes it, with zip64 for archives beyond 4 GiB. Gives where each entry's bytes lie,
 * which {@link java.util.zip.ZipFile} keeps to itself, so that a tensor can be mapped.
 *
 * <p>Field offsets are those of PKWARE's APPNOTE, sections 4.3.7 to 4.3.16 and 4.5.3.
 */
final class ZipDirectory {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int CENTRAL_HEADER = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LOCATOR = 0x07064b50;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_BYTES = 20;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final long LARGEST_DIRECTORY = 64L << 20;
  private static final int MOST_ENTRIES = 200_000;

  /** Bytes of one entry within the file. */
  record Region(long offset, long length) {}

  private final MappedFile file;

  private ZipDirectory(MappedFile file) {
    this.file = file;
  }

  static boolean looksLikeZip(MappedFile file) {
    return file.size() >= Integer.BYTES
        && file.region(0, Integer.BYTES, "start").getInt() == LOCAL_HEADER;
  }

  /**
   * Every entry by its full name.
   *
   * @throws InvalidInputException if the archive is cut off, damaged or compressed
   */
  static Map<String, Region> read(MappedFile file) {
    return new ZipDirectory(file).entries();
  }

  private Map<String, Region> entries() {
    ByteBuffer directory = centralDirectory();
    Map<String, Region> entries = new LinkedHashMap<>();
    while (directory.remaining() >= CENTRAL_BYTES
        && directory.getInt(directory.position()) == CENTRAL_HEADER) {
      int start = directory.position();
      int nameLength = Short.toUnsignedInt(directory.getShort(start + 28));
      int extraLength = Short.toUnsignedInt(directory.getShort(start + 30));
      int commentLength = Short.toUnsignedInt(directory.getShort(start + 32));
      int next = start + CENTRAL_BYTES + nameLength + extraLength + commentLength;
      if (next > directory.limit()) {
        throw damaged("an entry of its directory is longer than the directory");
      }
      byte[] name = new byte[nameLength];
      directory.get(start + CENTRAL_BYTES, name);
      String text = new String(name, StandardCharsets.UTF_8);
      Region region =
          region(
              text,
              directory,
              start,
              directory.slice(next - extraLength - commentLength, extraLength));
      if (entries.put(text, region) != null || entries.size() > MOST_ENTRIES) {
        throw damaged(
            "its directory has entry " + PrintableName.name(text) + " twice or too many entries");
      }
      directory.position(next);
    }
    if (directory.hasRemaining()) {
      throw damaged("its directory does not end where it says");
    }
    return entries;
  }

  private Region region(String name, ByteBuffer directory, int start, ByteBuffer extra) {
    int flags = directory.getShort(start + 8);
    int method = directory.getShort(start + 10);
    long stored = Integer.toUnsignedLong(directory.getInt(start + 20));
    long size = Integer.toUnsignedLong(directory.getInt(start + 24));
    long local = Integer.toUnsignedLong(directory.getInt(start + 42));
    if (method != 0 || (flags & 1) != 0) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: entry %s is compressed or encrypted, which torch.save never does; save it again with torch.save.",
              file.path(),
              PrintableName.name(name)));
    }
    Zip64 large = new Zip64(extra.order(directory.order()));
    size = large.replace(size);
    stored = large.replace(stored);
    local = large.replace(local);
    if (size != stored || local < 0 || local > file.size() - LOCAL_BYTES) {
      throw damaged("entry " + PrintableName.name(name) + " does not lie inside the file");
    }
    ByteBuffer header = file.region(local, LOCAL_BYTES, "entry " + PrintableName.name(name));
    if (header.getInt(0) != LOCAL_HEADER) {
      throw damaged(
          "entry " + PrintableName.name(name) + " does not start where the directory says");
    }
    // Its extra field may differ from the directory's: torch.save aligns data with it.
    long data =
        local
            + LOCAL_BYTES
            + Short.toUnsignedInt(header.getShort(26))
            + Short.toUnsignedInt(header.getShort(28));
    if (size < 0 || data > file.size() || size > file.size() - data) {
      throw damaged("entry " + PrintableName.name(name) + " does not lie inside the file");
    }
    return new Region(data, size);
  }

  /** The directory's bytes, found through the record at the very end of the file. */
  private ByteBuffer centralDirectory() {
    int tail = (int) Math.min(file.size(), END_BYTES + 0xffff);
    long tailStart = file.size() - tail;
    ByteBuffer bytes = file.region(tailStart, tail, "end");
    int end = tail - END_BYTES;
    while (end >= 0
        && !(bytes.getInt(end) == END
            && end + END_BYTES + Short.toUnsignedInt(bytes.getShort(end + 20)) == tail)) {
      end--;
    }
    if (end < 0) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes and no zip directory at its end; it looks half-downloaded: download it again.",
              file.path(),
              file.size()));
    }
    long size = Integer.toUnsignedLong(bytes.getInt(end + 12));
    long offset = Integer.toUnsignedLong(bytes.getInt(end + 16));
    int locator = end - LOCATOR_BYTES;
    if (locator >= 0 && bytes.getInt(locator) == END_64_LOCATOR) {
      long end64 = bytes.getLong(locator + 8);
      if (end64 < 0 || end64 > file.size() - END_64_BYTES) {
        throw damaged("its zip64 directory does not lie inside the file");
      }
      ByteBuffer record = file.region(end64, END_64_BYTES, "directory");
      if (record.getInt(0) != END_64) {
        throw damaged("its zip64 directory does not start where the locator says");
      }
      size = record.getLong(40);
      offset = record.getLong(48);
    }
    if (size < 0 || size > LARGEST_DIRECTORY || offset < 0 || offset > file.size() - size) {
      throw damaged("its directory does not lie inside the file");
    }
    return file.region(offset, size, "directory");
  }

  private InvalidInputException damaged(String what) {
    return new InvalidInputException(
        file.path() + " is a damaged zip archive: " + what + "; download it again.");
  }

  /** The extra field that holds, in order, the sizes and offset that do not fit in 32 bits. */
  private static final class Zip64 {
    private static final int ID = 1;
    private static final long ELSEWHERE = 0xffffffffL;
    private final ByteBuffer numbers;

    Zip64(ByteBuffer extra) {
      while (extra.remaining() >= 4) {
        int id = Short.toUnsignedInt(extra.getShort());
        int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
        if (id == ID) {
          extra.limit(extra.position() + length);
          break;
        }
        extra.position(extra.position() + length);
      }
      numbers = extra;
    }

    /** {@code value}, or the next number here where {@code value} is the mark for that. */
    long replace(long value) {
      return value == ELSEWHERE && numbers.remaining() >= Long.BYTES ? numbers.getLong() : value;
    }
  }
}
