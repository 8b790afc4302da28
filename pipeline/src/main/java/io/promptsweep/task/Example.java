package io.promptsweep.task;

import java.io.Serializable;
import java.util.List;

/**
 * One example, ready for a tokenizer.
 *
 * @param id split and position in the official file, such as {@code train/17}; unique in a task
 * @param input the text that follows the soft prompt
 * @param target the text that is trained on
 * @param answers every text that counts as right, at least one
 * @param group examples that are judged together (MultiRC: one question) share it; empty for none
 */
public record Example(String id, String input, String target, List<String> answers, String group)
    implements Serializable {
  public Example {
    answers = List.copyOf(answers);
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("example " + id + " has no accepted answer");
    }
  }
}
