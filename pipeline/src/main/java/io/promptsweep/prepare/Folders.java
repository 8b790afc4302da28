package io.promptsweep.prepare;

import io.promptsweep.backbone.ModelFolder;
import io.promptsweep.node.EmbeddedFolders;
import io.promptsweep.node.NodeCache;
import io.promptsweep.node.RemoteFolder;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.Location;
import io.promptsweep.sweep.SweepConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** Where a configuration's backbone and data are on this machine. */
final class Folders {
  private Folders() {}

  /**
   * The backbone's folder; empty where the configuration names none. A path that is no folder may
   * be the name of a model in the Hugging Face cache.
   *
   * @throws InvalidInputException if the named folder is not there
   */
  static Optional<Path> backbone(SweepConfig config) {
    Location location = config.backbone().location();
    if (location instanceof Location.Folder folder) {
      Optional<Path> found = ModelFolder.find(folder.path());
      if (found.isPresent()) {
        return found;
      }
      ModelFolder.download(folder.path())
          .ifPresent(
              remedy -> {
                throw new InvalidInputException(
                    String.format(
                        Locale.ROOT,
                        "backbone.path = %s %s with --set backbone.path=FOLDER.",
                        folder.path(),
                        remedy));
              });
    }
    return folder(location, "backbone.path", EmbeddedFolders::backbone);
  }

  /** The data folder, likewise. */
  static Optional<Path> data(SweepConfig config) {
    return folder(config.data().location(), "data.dir", EmbeddedFolders::data);
  }

  private static Optional<Path> folder(
      Location location, String key, BiFunction<EmbeddedFolders, Path, Path> embedded) {
    if (location instanceof Location.Embedded) {
      return Optional.of(embedded.apply(EmbeddedFolders.registered(), NodeCache.folder()));
    }
    if (location instanceof Location.Folder folder) {
      if (!Files.isDirectory(folder.path())) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s = %s is not a folder; set it with --set %s=FOLDER.",
                key,
                folder.path().toAbsolutePath().normalize(),
                key));
      }
      return Optional.of(folder.path());
    }
    if (location instanceof Location.Remote remote) {
      return Optional.of(RemoteFolder.fetch(remote.uri()));
    }
    return Optional.empty();
  }
}
