package io.promptsweep.task.metric;

import io.promptsweep.problem.Nearest;
import java.util.Arrays;
import java.util.List;

/** What a prediction that is no label word (or no number) does to the score. */
public enum InvalidPredictions {
  /**
   * It is a wrong answer: the wrong class to binary F1, one more class to Matthews and macro F1
   * (T5's and ATTEMPT's metrics).
   */
  COUNT_AS_WRONG,
  /** One of them makes every metric 0 (SuperPos-Prompt, 2406.05279, the dagger of table 1). */
  SCORE_ZERO;

  /** The name in configurations. */
  public String key() {
    return switch (this) {
      case COUNT_AS_WRONG -> "count-as-wrong";
      case SCORE_ZERO -> "score-zero";
    };
  }

  /**
   * The rule called {@code key}.
   *
   * @throws IllegalArgumentException with the nearest known name
   */
  public static InvalidPredictions named(String key) {
    List<String> known = Arrays.stream(values()).map(InvalidPredictions::key).toList();
    return Arrays.stream(values())
        .filter(v -> v.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + key + "' is no rule for invalid predictions" + Nearest.hint(key, known)));
  }
}
