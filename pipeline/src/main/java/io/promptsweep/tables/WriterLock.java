package io.promptsweep.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  private static final int TRIES = 5;
  private static final long TRY_AGAIN_MILLIS = 50;

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
        String.format(
            Locale.ROOT,
            "process %d on %s since %s",
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
      if (!locks(channel)) {
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

  /** Who writes {@code out} now: a line of text, or empty when nobody does. */
  static Optional<String> holder(Path out) throws IOException {
    Path file = out.toRealPath().resolve("_lock");
    String here = HELD.get(out.toRealPath());
    if (here != null || !Files.exists(file)) {
      return Optional.ofNullable(here);
    }
    // Shared, so that two who ask do not see each other; a writer that begins meanwhile tries
    // again.
    try (FileChannel channel = FileChannel.open(file, READ)) {
      return channel.tryLock(0, Long.MAX_VALUE, true) == null
          ? Optional.of(Files.readString(file).strip())
          : Optional.empty();
    }
  }

  /** Takes the lock, unless it stays taken for longer than {@link #holder} takes to ask. */
  private static boolean locks(FileChannel channel) throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      if (channel.tryLock() != null) {
        return true;
      }
      try {
        Thread.sleep(TRY_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
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
