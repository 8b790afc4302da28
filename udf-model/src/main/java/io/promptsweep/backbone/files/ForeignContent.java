package io.promptsweep.backbone.files;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is sometimes stored in place of a model's file: a git-lfs pointer, a web page, a server's
 * message, an archive. A file is recognised by its first bytes, and its name does not count.
 */
public final class ForeignContent {
  private static final int HEAD = 512;
  private static final String UNPACK = "; unpack it, or download the file itself.";
  private static final String AGAIN =
      "; download the file itself, for example with hf download ORGANISATION/NAME.";

  /** How servers answer where there is no file, or none for this reader. */
  private static final List<String> MESSAGES =
      List.of(
          "entry not found",
          "repository not found",
          "revision not found",
          "invalid username or password",
          "invalid credentials",
          "access to model",
          "unauthorized",
          "not found",
          "forbidden",
          "404: not found",
          "404 not found",
          "bad gateway",
          "too many requests",
          "internal server error");

  private ForeignContent() {}

  /**
   * Refuses what is no file of a model at all.
   *
   * @throws InvalidInputException saying what the file holds
   */
  public static void refuse(Path file) {
    byte[] head = head(file);
    if (!safetensors(head)) {
      text(file, head)
          .or(() -> archive(head).map(kind -> file + " is " + kind + ", not the file" + UNPACK))
          .ifPresent(ForeignContent::refuse);
    }
  }

  /**
   * Refuses what is no file of weights; those that {@code torch.save} writes are archives
   * themselves.
   */
  public static void refuseAsWeights(Path file) {
    byte[] head = head(file);
    if (!safetensors(head)) {
      text(file, head).ifPresent(ForeignContent::refuse);
    }
  }

  /** The kind of archive or foreign container that starts with {@code head}, with its article. */
  static Optional<String> archive(byte[] head) {
    if (starts(head, "PK\u0003\u0004")) {
      return Optional.of("a zip archive");
    }
    if (starts(head, "\u001f\u008b")) {
      return Optional.of("a gzip archive");
    }
    if (starts(head, "\u00fd7zXZ") || starts(head, "(\u00b5/\u00fd")) {
      return Optional.of("a compressed archive");
    }
    if (starts(head, "7z\u00bc\u00af") || starts(head, "BZh") || starts(head, "Rar!")) {
      return Optional.of("a compressed archive");
    }
    if (head.length >= 262
        && new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      return Optional.of("a tar archive");
    }
    return starts(head, "GGUF")
        ? Optional.of("a GGUF file, which is another program's format")
        : Optional.empty();
  }

  static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw new InvalidInputException(file + " is missing or cannot be read.", e);
    }
  }

  private static Optional<String> text(Path file, byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("version https://git-lfs")) {
      return Optional.of(
          file
              + " is a git-lfs pointer of "
              + size(file, head)
              + " bytes, not the file; run git lfs pull.");
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return Optional.of(file + " is a web page, not the file" + AGAIN);
    }
    if (lower.startsWith("<?xml") || lower.startsWith("<error")) {
      return Optional.of(file + " is an XML message, not the file" + AGAIN);
    }
    if (MESSAGES.stream().anyMatch(lower::startsWith)) {
      return Optional.of(
          file
              + " holds a server's message, \""
              + PrintableName.name(text.lines().findFirst().orElse(""))
              + "\", and not the file"
              + AGAIN);
    }
    return Optional.empty();
  }

  /** The sentence for an answer like <code>{"error": "..."}</code>, which is JSON of its own. */
  static String errorAnswer(Path file, String message) {
    return file
        + " holds a server's message, \""
        + PrintableName.name(message)
        + "\", and not the file"
        + AGAIN;
  }

  /** A header's length may look like anything, but then the header begins. */
  private static boolean safetensors(byte[] head) {
    return head.length > 8 && head[6] == 0 && head[7] == 0 && head[8] == '{';
  }

  private static long size(Path file, byte[] head) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return head.length;
    }
  }

  private static boolean starts(byte[] head, String bytes) {
    byte[] start = bytes.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= start.length
        && Arrays.equals(head, 0, start.length, start, 0, start.length);
  }

  private static void refuse(String sentence) {
    throw new InvalidInputException(sentence);
  }
}
