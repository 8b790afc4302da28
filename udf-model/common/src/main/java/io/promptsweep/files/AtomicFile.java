package io.promptsweep.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Files that appear whole or not at all: written beside their place under a hidden temporary name,
 * forced to the disk, then renamed.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file's whole content to the path it is given. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path file) throws IOException;
  }

  /**
   * Puts {@code content} at {@code target}, in place of what was there.
   *
   * @throws InvalidInputException when the disk refuses; {@code target} is then as before, and the
   *     temporary file is gone
   */
  public static void write(Path target, Content content) {
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    try {
      content.writeTo(temporary);
      force(temporary, StandardOpenOption.WRITE);
      Files.move(temporary, target, ATOMIC_MOVE);
      forceFolder(target.getParent());
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw cannotWrite(target, e);
    }
  }

  /** Makes renames and deletions inside {@code folder} outlive a loss of power. */
  public static void forceFolder(Path folder) throws IOException {
    force(folder, StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  /** Removes what a killed writer left under temporary names. */
  public static void removeTemporaries(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(".") && name.endsWith(".tmp")) {
          Files.delete(file);
        }
      }
    }
  }

  public static InvalidInputException cannotWrite(Path target, IOException e) {
    String reason = e.getMessage();
    if (e instanceof FileSystemException file) {
      reason = file.getReason() == null ? e.getClass().getSimpleName() : file.getReason();
    }
    boolean full = reason != null && reason.toLowerCase(java.util.Locale.ROOT).contains("space");
    return new InvalidInputException(
        "cannot write "
            + target
            + ": "
            + reason
            + "; finished cells so far are safe; "
            + (full ? "free space" : "make the folder writable")
            + " and run the same command again",
        e);
  }
}
