package io.promptsweep.node;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that all processes of a user on this node share. */
public final class NodeCache {
  private NodeCache() {}

  /**
   * {@code promptsweep} in the user's cache folder by the XDG convention, or in the temporary
   * folder where the user has no home that can be written, as in many containers. It may not exist
   * yet.
   */
  public static Path folder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    // The convention has a relative one ignored.
    if (xdg != null && xdg.startsWith("/")) {
      return Path.of(xdg, "promptsweep");
    }
    Path home = Path.of(System.getProperty("user.home"));
    return Files.isWritable(home)
        ? home.resolve(".cache").resolve("promptsweep")
        : Path.of(System.getProperty("java.io.tmpdir"), "promptsweep-cache");
  }
}
