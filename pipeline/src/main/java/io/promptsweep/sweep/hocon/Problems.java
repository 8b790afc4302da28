package io.promptsweep.sweep.hocon;

import io.promptsweep.problem.InvalidInputException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found wrong with a configuration, one sentence each, in the order found. */
public final class Problems {
  private final Set<String> sentences = new LinkedHashSet<>();

  /** Adds a sentence; the same sentence twice counts once. */
  public void add(String sentence) {
    sentences.add(sentence);
  }

  public List<String> sentences() {
    return List.copyOf(sentences);
  }

  /**
   * @throws InvalidInputException with one line a problem, if there is any
   */
  public void throwIfAny() {
    if (!sentences.isEmpty()) {
      throw new InvalidInputException(String.join("\n", sentences));
    }
  }
}
