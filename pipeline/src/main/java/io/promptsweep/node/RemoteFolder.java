package io.promptsweep.node;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.deploy.SparkHadoopUtil;

/** A folder on a file system that Hadoop knows. */
public final class RemoteFolder {
  private RemoteFolder() {}

  /**
   * A copy of {@code uri} on this node, made once for all processes of the user: under {@link
   * NodeCache#folder}, by a name that changes with any file's size or time.
   *
   * @param uri such as {@code hdfs://host/models/t5-small}; {@code spark.hadoop.*} settings apply
   * @throws InvalidInputException if it cannot be read, or the copy not be written
   */
  public static synchronized Path fetch(String uri) {
    return fetch(uri, NodeCache.folder());
  }

  static synchronized Path fetch(String uri, Path cache) {
    org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(uri);
    try {
      FileSystem files = remote.getFileSystem(SparkHadoopUtil.get().conf());
      org.apache.hadoop.fs.Path root = files.getFileStatus(remote).getPath();
      List<FileStatus> listed = list(files, root);
      Path copies = Files.createDirectories(cache.resolve("remote"));
      Path target = copies.resolve(key(root, listed));
      if (Files.isDirectory(target)) {
        return target;
      }
      try (FileChannel lock =
          FileChannel.open(
              copies.resolve(target.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        lock.lock(); // another process may be copying it
        if (!Files.isDirectory(target)) {
          Path partial = copies.resolve(target.getFileName() + ".part");
          delete(partial);
          for (FileStatus file : listed) {
            Path to = partial.resolve(relative(root, file));
            Files.createDirectories(to.getParent());
            try (var in = files.open(file.getPath())) {
              Files.copy(in, to);
            }
          }
          Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return target;
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          uri
              + " cannot be copied to this node: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "; check the address, its --conf spark.hadoop.* settings, and the space in "
              + cache
              + ".",
          e);
    }
  }

  private static List<FileStatus> list(FileSystem files, org.apache.hadoop.fs.Path root)
      throws IOException {
    List<FileStatus> listed = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
    while (all.hasNext()) {
      listed.add(all.next());
    }
    listed.sort(Comparator.comparing(file -> file.getPath().toString()));
    return listed;
  }

  private static String key(org.apache.hadoop.fs.Path root, List<FileStatus> files) {
    StringBuilder text = new StringBuilder(root.toString());
    for (FileStatus file : files) {
      text.append('\n').append(file.getPath());
      text.append(' ').append(file.getLen()).append(' ').append(file.getModificationTime());
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return root.getName() + "-" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static String relative(org.apache.hadoop.fs.Path root, FileStatus file) {
    return root.toUri().relativize(file.getPath().toUri()).getPath();
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
