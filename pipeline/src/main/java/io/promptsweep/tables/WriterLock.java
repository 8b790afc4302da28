package io.promptsweep.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second writer out of an output folder. The operating system lets go of the lock when its
 * process dies, however it dies; the file stays and means nothing.
 */
final class WriterLock implements AutoCloseable {
  /**
   * The folders open in this JVM. POSIX lets go of a process's locks on a file as soon as the
   * process closes any channel to it, so a folder held by this very JVM must not even be tried.
   */
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path folder;
  private final FileChannel channel;

  private WriterLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock of {@code out}.
   *
   * @throws InvalidInputException when another writer has it
   */
  static WriterLock take(Path out) throws IOException {
    Path folder = out.toRealPath();
    String me =
        "process %d on %s since %s"
            .formatted(
                ProcessHandle.current().pid(),
                hostName(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    String owner = HELD.putIfAbsent(folder, me);
    if (owner != null) {
      throw taken(out, owner);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(folder.resolve("_lock"), CREATE, WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw taken(out, Files.readString(folder.resolve("_lock")).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((me + "\n").getBytes(UTF_8)));
      return new WriterLock(folder, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(folder);
      throw e;
    }
  }

  private static InvalidInputException taken(Path out, String owner) {
    return new InvalidInputException(
        out
            + " is being written by "
            + owner
            + "; wait for that sweep to end, or give this one another output folder.");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot let go of " + folder, e);
    } finally {
      HELD.remove(folder);
    }
  }
}
