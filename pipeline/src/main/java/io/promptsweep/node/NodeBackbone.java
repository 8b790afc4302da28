package io.promptsweep.node;

import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.files.LocalPath;
import io.promptsweep.problem.InvalidInputException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;

/**
 * The backbone as executors find it.
 *
 * @param place {@code embedded}, for the one of {@link EmbeddedFolders}; a URI of a file system
 *     that Hadoop knows, copied once to each node; or a path. Where there is no such path, an
 *     archive of its name ({@code --archives t5.tar.gz#NAME}) takes its place.
 * @param digest what {@link BackboneDigest} must say of it
 */
public record NodeBackbone(String place, String digest) implements Serializable {
  /** The place of the backbone that comes with Promptsweep. */
  public static final String EMBEDDED = "embedded";

  /**
   * The backbone's folder on this node.
   *
   * @throws InvalidInputException if it is not there, or is not the driver's
   */
  public Path folder() {
    Path folder;
    if (place.equals(EMBEDDED)) {
      folder = EmbeddedFolders.registered().backbone(NodeCache.folder());
    } else {
      folder = LocalPath.isRemote(place) ? RemoteFolder.fetch(place) : local();
    }
    String found = BackboneDigest.of(folder);
    if (!found.equals(digest)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s on this node is not the driver's backbone: its digest is %.12s, the driver's"
                  + " %.12s; copy the driver's folder there, or set run.executor-backbone.",
              folder,
              found,
              digest));
    }
    return folder;
  }

  private Path path() {
    try {
      return LocalPath.of(place);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          "the backbone's folder '" + place + "' " + e.getReason() + ".", e);
    }
  }

  /** The path itself, or what Spark unpacked by its name: a relative path, or its last element. */
  private Path local() {
    Path path = path();
    Path name = path.getFileName();
    if (Files.exists(path) || name == null) {
      return path;
    }
    // Archives are unpacked in the working folder on YARN and Kubernetes, and elsewhere here.
    return Stream.of(
            Path.of(SparkFiles.get(path.isAbsolute() ? name.toString() : place)),
            name.toAbsolutePath())
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(path);
  }
}
