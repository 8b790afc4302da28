package io.promptsweep.task.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells what a file is that is not what its name says. */
final class ForeignFile {
  /** As many first bytes as {@link #sentence} wants. */
  static final int HEAD = 4096;

  private static final Map<String, String> MAGIC =
      Map.ofEntries(
          Map.entry("\u001f\u008b", "is compressed with gzip; unpack it."),
          Map.entry("(\u00b5/\u00fd", "is compressed with zstd; unpack it."),
          Map.entry("BZh", "is compressed with bzip2; unpack it."),
          Map.entry("\u00fd7zXZ", "is compressed with xz; unpack it."),
          Map.entry("\u0004\"M\u0018", "is compressed with lz4; unpack it."),
          Map.entry("PK\u0003\u0004", "is a zip archive; unpack it."),
          Map.entry("PAR1", "is a Parquet file; rename it to .parquet and its columns are read."),
          Map.entry("PARE", "is an encrypted Parquet file; decrypt it."),
          Map.entry("ARROW1", "is an Arrow file; write it as Parquet."),
          Map.entry("ORC", "is an ORC file; write it as Parquet."),
          Map.entry(
              "version https://git-lfs",
              "is a pointer of Git LFS, not the data; fetch the data with git lfs pull."));

  private static final String UTF_16 =
      "is UTF-16 text; convert it to UTF-8, as iconv -f UTF-16 -t UTF-8 does.";

  private ForeignFile() {}

  /**
   * What the file is, as the end of a sentence that begins with its name; empty if nothing is
   * known.
   *
   * @param head its first bytes
   */
  static Optional<String> sentence(byte[] head) {
    int length = Math.min(head.length, HEAD);
    String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
      return Optional.of(UTF_16);
    }
    for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
      if (text.startsWith(magic.getKey()) && !isWord(magic.getKey(), text)) {
        return Optional.of(magic.getValue());
      }
    }
    String start = text.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "").toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return Optional.of(
          "is an HTML page, as a failed download leaves it; download the file again.");
    }
    return wide(text);
  }

  /** Whether letters that begin a text by chance, as in {@code ORCA}, are no mark of a format. */
  private static boolean isWord(String magic, String text) {
    return magic.equals("ORC")
        && (text.length() == magic.length() || text.charAt(magic.length()) >= ' ');
  }

  /** Text of two or four bytes a character without a mark is full of zero bytes. */
  private static Optional<String> wide(String text) {
    int[] zeros = new int[4];
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0) {
        zeros[i % 4]++;
      }
    }
    int all = zeros[0] + zeros[1] + zeros[2] + zeros[3];
    if (all * 20 <= text.length()) {
      return Optional.empty();
    }
    if (all * 5 > text.length() * 3) {
      return Optional.of(
          "is UTF-32 text or none; convert it to UTF-8, as iconv -f UTF-32LE -t UTF-8 does.");
    }
    boolean little = zeros[0] + zeros[2] < zeros[1] + zeros[3];
    String name = little ? "UTF-16LE" : "UTF-16BE";
    return Optional.of(
        "is UTF-16 text without a byte-order mark; convert it to UTF-8, as iconv -f "
            + name
            + " -t UTF-8 does.");
  }
}
