package io.promptsweep.submit;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.TaskLibrary;
import java.nio.file.Files;
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
    return Path.of(named == null || named.isBlank() ? "" : named).toAbsolutePath().normalize();
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
