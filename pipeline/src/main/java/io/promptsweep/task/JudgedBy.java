package io.promptsweep.task;

import io.promptsweep.problem.Nearest;
import java.util.Arrays;
import java.util.List;

/** Which of a row's accepted answers counts as right for one of its examples. */
public enum JudgedBy {
  /** Any of them (T5, ATTEMPT, DPT). */
  ANY_ANSWER,
  /** The one that the example is trained to give (DePT's code, where a row is repeated). */
  OWN_ANSWER;

  /** The name in configurations. */
  public String key() {
    return switch (this) {
      case ANY_ANSWER -> "any-answer";
      case OWN_ANSWER -> "own-answer";
    };
  }

  /**
   * The rule called {@code key}.
   *
   * @throws IllegalArgumentException with the nearest known name
   */
  public static JudgedBy named(String key) {
    List<String> known = Arrays.stream(values()).map(JudgedBy::key).toList();
    return Arrays.stream(values())
        .filter(v -> v.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + key + "' does not say which answers count" + Nearest.hint(key, known)));
  }
}
