package io.promptsweep.submit;

import io.promptsweep.files.LocalPath;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.TaskLibrary;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The project's folder, in which {@code conf/tasks} lies: where environment variable {@code
 * PROMPTSWEEP_HOME} says (the launcher sets it), else the current directory.
 */
final class Home {
  private Home() {}

  static Path folder() {
    String named = System.getenv("PROMPTSWEEP_HOME");
    if (named == null || named.isBlank()) {
      return Path.of("").toAbsolutePath().normalize();
    }
    try {
      return LocalPath.of(named).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          "PROMPTSWEEP_HOME is '" + named + "', which " + e.getReason() + ".", e);
    }
  }

  /**
   * The tasks that come with Promptsweep and the user's own.
   *
   * @param own a further folder of task files
   */
  static TaskLibrary tasks(Optional<Path> own) {
    Path shipped = folder().resolve("conf").resolve("tasks");
    if (!Files.isDirectory(shipped)) {
      throw new InvalidInputException(
          shipped + " is not there; set PROMPTSWEEP_HOME to the folder of the project.");
    }
    List<Path> folders = new ArrayList<>(List.of(shipped));
    own.ifPresent(folders::add);
    return TaskLibrary.open(folders);
  }
}
