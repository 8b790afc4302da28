package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The tasks of some directories, one {@code NAME.conf} a task. */
public final class TaskLibrary {
  private final SortedMap<String, TaskDefinition> tasks;

  private TaskLibrary(SortedMap<String, TaskDefinition> tasks) {
    this.tasks = tasks;
  }

  /**
   * Loads every task file of a directory.
   *
   * @throws InvalidInputException if there is none, or naming file, line and key of a problem
   */
  public static TaskLibrary open(Path tasksDir) {
    return open(List.of(tasksDir));
  }

  /**
   * Loads every task file of several directories, such as the shipped ones and a user's own.
   *
   * @throws InvalidInputException as {@link #open(Path)}, and if two files are the same task
   */
  public static TaskLibrary open(List<Path> tasksDirs) {
    TreeMap<String, TaskDefinition> tasks = new TreeMap<>();
    for (Path dir : tasksDirs) {
      for (Path file : files(dir)) {
        TaskDefinition task = TaskFile.read(file);
        if (!file.getFileName().toString().equals(task.name() + ".conf")) {
          throw new InvalidInputException(
              file
                  + ": names the task '"
                  + task.name()
                  + "'; rename the file to "
                  + task.name()
                  + ".conf.");
        }
        TaskDefinition other = tasks.put(task.name(), task);
        if (other != null) {
          throw new InvalidInputException(
              file
                  + ": task '"
                  + task.name()
                  + "' is also in "
                  + other.file()
                  + "; give one of them another name.");
        }
      }
    }
    return new TaskLibrary(Collections.unmodifiableSortedMap(tasks));
  }

  /** The names of all tasks. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(tasks.keySet()));
  }

  /**
   * The task called {@code name}.
   *
   * @throws InvalidInputException with the nearest known name if there is none
   */
  public TaskDefinition definition(String name) {
    TaskDefinition task = tasks.get(name);
    if (task == null) {
      throw new InvalidInputException(
          "Task '" + name + "' is not known" + Nearest.hint(name, tasks.keySet()));
    }
    return task;
  }

  private static List<Path> files(Path dir) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(dir)) {
      files = entries.filter(p -> p.getFileName().toString().endsWith(".conf")).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(dir + ": cannot be listed (" + e + ").", e);
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(
          dir + ": holds no task file, expected files named TASK.conf.");
    }
    return files;
  }
}
