package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lines of a UTF-8 file, ended by a line feed and nothing else. */
final class TextLines {
  private TextLines() {}

  /**
   * The lines, without their ends and without a byte-order mark. Line breaks of other alphabets
   * (U+2028 and its like) are text: corpora contain them inside sentences.
   */
  static List<String> of(Path file) {
    byte[] bytes = bytes(file);
    ForeignFile.sentence(bytes)
        .ifPresent(
            what -> {
              throw new InvalidInputException(file + ": " + what);
            });
    if (contains(bytes, '\r') && !contains(bytes, '\n')) {
      throw new InvalidInputException(
          file
              + ": ends its lines with carriage returns alone; write line feeds, as tr '\\r' '\\n'"
              + " does.");
    }
    int start = hasMark(bytes) ? 3 : 0;
    List<String> lines = new ArrayList<>();
    for (int i = start; i <= bytes.length; i++) {
      if (i == bytes.length ? start < i : bytes[i] == '\n') {
        int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
        lines.add(decode(file, lines.size() + 1, bytes, start, end));
        start = i + 1;
      }
    }
    return lines;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e + ").", e);
    }
  }

  private static boolean hasMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private static boolean contains(byte[] bytes, char sought) {
    for (byte b : bytes) {
      if (b == sought) {
        return true;
      }
    }
    return false;
  }

  private static String decode(Path file, int line, byte[] bytes, int start, int end) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, start, end - start))
              .toString();
      if (text.indexOf(0) >= 0) {
        throw new InvalidInputException(
            new Place(file, "line", line)
                + ": holds a zero byte, which no text has; mend the file.");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          new Place(file, "line", line) + ": is not UTF-8 text; convert the file to UTF-8.", e);
    }
  }
}
