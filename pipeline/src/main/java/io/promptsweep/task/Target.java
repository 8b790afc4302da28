package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import io.promptsweep.task.source.Labels;
import io.promptsweep.task.source.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an example is trained to answer. */
sealed interface Target {

  /**
   * The word of the row's class.
   *
   * @param labelWords words in class order
   */
  record LabelWord(List<String> labelWords) implements Target {
    public LabelWord {
      labelWords = List.copyOf(labelWords);
    }
  }

  /** The number in column {@code label}, rounded and written as text. */
  record NumberText(Rounding rounding) implements Target {}

  /**
   * Free text.
   *
   * @param text what is trained on
   * @param accepted the column of accepted answers; the target alone if absent
   * @param repeat whether a row becomes one example for each accepted answer, trained on that one
   * @param judgedBy which of the accepted answers count
   */
  record FreeText(Template text, Optional<String> accepted, Repeat repeat, JudgedBy judgedBy)
      implements Target {}

  /** In which splits a row is repeated for each of its accepted answers. */
  enum Repeat {
    NEVER("never"),
    TRAINING("training"),
    EVERYWHERE("everywhere");

    private final String key;

    Repeat(String key) {
      this.key = key;
    }

    static Repeat named(String key) {
      return Arrays.stream(values())
          .filter(v -> v.key.equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'"
                          + key
                          + "' does not say when"
                          + Nearest.hint(key, Arrays.stream(values()).map(v -> v.key).toList())));
    }
  }

  /** How a score from 0 to 5 is written. */
  enum Rounding {
    /** Nearest 0.1 (family A's {@code round_stsb_target}). */
    NEAREST_TENTH("nearest-tenth"),
    /** Nearest 0.2 (T5's {@code stsb}). */
    NEAREST_FIFTH("nearest-fifth"),
    /** The first three characters of the number (Residual PT's t5_dataset.py). */
    FIRST_THREE_CHARACTERS("first-three-characters");

    private final String key;

    Rounding(String key) {
      this.key = key;
    }

    static Rounding named(String key) {
      return Arrays.stream(values())
          .filter(v -> v.key.equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'"
                          + key
                          + "' is no rounding"
                          + Nearest.hint(key, Arrays.stream(values()).map(v -> v.key).toList())));
    }

    /** The text of the number in column {@code label}. */
    String of(Row row) {
      String text = row.text(Row.LABEL);
      float single;
      try {
        single = Float.parseFloat(text);
      } catch (NumberFormatException e) {
        throw notANumber(row, text);
      }
      if (!Float.isFinite(single)) {
        throw notANumber(row, text);
      }
      // The data sets hold single precision, the papers' code computes in double, half to even.
      double label = single;
      return switch (this) {
        case NEAREST_TENTH -> oneDecimal(Math.rint(label * 5 / 5 * 10) / 10);
        case NEAREST_FIFTH -> oneDecimal(Math.rint(single * 5f) / 5);
        case FIRST_THREE_CHARACTERS -> {
          String shortest = Float.toString(single);
          yield shortest.substring(0, Math.min(3, shortest.length()));
        }
      };
    }

    private static String oneDecimal(double value) {
      return new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static InvalidInputException notANumber(Row row, String text) {
      return new InvalidInputException(
          row.place() + ": label is '" + text + "', expected a number" + Labels.remedy(text));
    }
  }
}
