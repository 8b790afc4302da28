package io.promptsweep.task.metric;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The form that a task's answers have, and so how a predicted text is read.
 *
 * @param kind class, number or free text
 * @param labelWords the classes' words in class order; empty unless {@code kind} is {@code CLASS}
 * @param normalized whether texts are compared after {@link TextMatch#normalize}, as Residual PT's
 *     code does; otherwise they are only stripped of white space at both ends
 * @param invalid what an unreadable prediction does to the score
 */
public record AnswerForm(
    Kind kind, List<String> labelWords, boolean normalized, InvalidPredictions invalid)
    implements Serializable {

  /** What an answer is. */
  public enum Kind {
    /** One of a few label words. */
    CLASS,
    /** A number written as text. */
    NUMBER,
    /** Any text. */
    TEXT
  }

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  public AnswerForm {
    labelWords = List.copyOf(labelWords);
    if ((kind == Kind.CLASS) != (labelWords.size() >= 2)) {
      throw new IllegalArgumentException(
          "a task of kind " + kind + " has " + labelWords.size() + " label words");
    }
    if (new HashSet<>(labelWords.stream().map(w -> comparable(w, normalized)).toList()).size()
        < labelWords.size()) {
      throw new IllegalArgumentException(
          "label words " + labelWords + " are not distinct when predictions are compared");
    }
  }

  /** The text as it is compared. */
  public String comparable(String text) {
    return comparable(text, normalized);
  }

  /** The class that {@code text} names, or -1. */
  public int classOf(String text) {
    String compared = comparable(text);
    for (int i = 0; i < labelWords.size(); i++) {
      if (comparable(labelWords.get(i)).equals(compared)) {
        return i;
      }
    }
    return -1;
  }

  /** The number that {@code text} is, if it is a finite one. */
  public OptionalDouble numberOf(String text) {
    String compared = comparable(text);
    if (!NUMBER.matcher(compared).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(compared);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Whether {@code text} can be read as an answer at all; free text must not be blank. */
  public boolean valid(String text) {
    return switch (kind) {
      case CLASS -> classOf(text) >= 0;
      case NUMBER -> numberOf(text).isPresent();
      case TEXT -> !text.isBlank();
    };
  }

  private static String comparable(String text, boolean normalized) {
    return normalized ? TextMatch.normalize(text) : text.strip();
  }
}
