package io.promptsweep.sweep;

import java.net.URI;
import java.net.URISyntaxException;
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
   * @param text empty, {@code embedded}, a URI, or a path; a relative one is looked for in the
   *     current directory first and then beside the configuration file; found in neither, it stays
   *     as it is
   * @throws InvalidPathException when the text cannot be a path
   */
  static Location of(String text, Path configuration) {
    if (text.isBlank()) {
      return new Unset();
    }
    if (text.equals("embedded")) {
      return new Embedded();
    }
    if (text.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
      URI uri = uri(text);
      return uri.getScheme().equals("file") ? new Folder(Path.of(uri.getPath())) : new Remote(text);
    }
    Path path = Path.of(text);
    Path beside = configuration.resolveSibling(path);
    return new Folder(!Files.exists(path) && Files.exists(beside) ? beside : path);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidPathException(text, e.getReason());
    }
  }
}
