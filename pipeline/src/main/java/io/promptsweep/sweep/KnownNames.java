package io.promptsweep.sweep;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names that a configuration may use.
 *
 * @param methods the prompt methods
 * @param tasks the tasks
 */
public record KnownNames(MethodCatalog methods, TaskNames tasks) {

  /** The tasks there are, given the folder of own task files that the configuration names. */
  @FunctionalInterface
  public interface TaskNames {
    SortedSet<String> in(Optional<Path> ownTasks);
  }

  /** Tasks that do not depend on the configuration. */
  public static KnownNames of(MethodCatalog methods, Collection<String> tasks) {
    SortedSet<String> sorted = new TreeSet<>(tasks);
    return new KnownNames(methods, ownTasks -> sorted);
  }
}
