package io.promptsweep.sweep;

import io.promptsweep.files.LocalPath;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a backbone or data comes from. */
public sealed interface Location {

  /** The configuration names none: enough to plan, not to run. */
  record Unset() implements Location {}

  /** The little world that comes with Promptsweep. */
  record Embedded() implements Location {}

  /** A folder; nothing here has looked into it. */
  record Folder(Path path) implements Location {}

  /** A folder on a file system that Hadoop knows, such as {@code hdfs://host/models/t5-small}. */
  record Remote(String uri) implements Location {}

  /**
   * Reads the text of a configuration.
   *
   * @param text empty, {@code embedded}, a URI, or what {@link LocalPath} reads; a relative path is
   *     looked for in the current directory first and then beside the configuration file; found in
   *     neither, it stays as it is
   * @throws InvalidPathException when the text cannot be a path
   */
  static Location of(String text, Path configuration) {
    if (text.isBlank()) {
      return new Unset();
    }
    if (text.equals("embedded")) {
      return new Embedded();
    }
    return LocalPath.isRemote(text)
        ? new Remote(LocalPath.remote(text))
        : new Folder(folder(text, configuration));
  }

  /**
   * Reads the name of a folder on this machine, relative ones likewise.
   *
   * @throws InvalidPathException when the text names none
   */
  static Path folder(String text, Path configuration) {
    Path path = LocalPath.of(text);
    Path beside = configuration.resolveSibling(path);
    return !Files.exists(path) && Files.exists(beside) ? beside : path;
  }
}
