package io.promptsweep.task.metric;

import java.io.Serializable;
import java.util.List;

/**
 * What a model wrote for one example, beside what it should have written.
 *
 * @param text the generated text, as decoded
 * @param target the text the example is trained on
 * @param answers every text that counts as right, at least one
 * @param group examples that are judged together (MultiRC: one question) share it; empty for none
 */
public record Prediction(String text, String target, List<String> answers, String group)
    implements Serializable {
  public Prediction {
    answers = List.copyOf(answers);
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("a prediction needs at least one accepted answer");
    }
  }

  /** A prediction with one right answer and no group. */
  public static Prediction of(String text, String target) {
    return new Prediction(text, target, List.of(target), "");
  }
}
