package io.promptsweep.prepare;

import io.promptsweep.sweep.TaskOptions;
import io.promptsweep.task.TaskLibrary;
import java.nio.file.Path;

/**
 * Where a sweep's tasks come from.
 *
 * @param library their definitions
 * @param dataDir their files
 */
public record TaskSource(TaskLibrary library, Path dataDir) {

  /**
   * Digest of a task's data as these options show it.
   *
   * @throws io.promptsweep.problem.InvalidInputException if it cannot be read
   */
  String digest(String task, TaskOptions options) {
    return TaskView.data(task, options, library, dataDir).digest();
  }
}
