package io.promptsweep.node;

import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * A backbone and data that come with Promptsweep, as {@code backbone.path = embedded} and {@code
 * data.dir = embedded} mean them. Whoever brings them registers itself as a service; the pipeline
 * knows no more than this.
 */
public interface EmbeddedFolders {
  /**
   * The backbone's folder.
   *
   * @param cache a folder of this node in which folders are made once and kept
   */
  Path backbone(Path cache);

  /** The folder of the task files, likewise. */
  Path data(Path cache);

  /**
   * The registered one.
   *
   * @throws IllegalStateException if there is none, so that the jar is not whole
   */
  static EmbeddedFolders registered() {
    return ServiceLoader.load(EmbeddedFolders.class, EmbeddedFolders.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no embedded backbone and data are registered"));
  }
}
