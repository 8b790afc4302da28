package io.promptsweep.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Examples that train and judge at once. The official sets have a few by nature: short phrases,
 * stock captions.
 */
final class Overlap {
  /** The official files stay below; a copy of the training data does not. */
  private static final double MOST = 0.05;

  private Overlap() {}

  private record Text(String input, String target) {
    static Text of(Example example) {
      return new Text(example.input(), example.target());
    }
  }

  /** A sentence for each of validation and test of which more stands in the training split. */
  static List<String> warnings(
      String task, List<Example> train, List<Example> validation, List<Example> test) {
    Set<Text> trained = new HashSet<>();
    train.forEach(example -> trained.add(Text.of(example)));
    List<String> warnings = new ArrayList<>();
    add(warnings, task, "validation", trained, validation);
    if (!test.equals(validation)) {
      add(warnings, task, "test", trained, test);
    }
    return warnings;
  }

  private static void add(
      List<String> warnings, String task, String split, Set<Text> trained, List<Example> examples) {
    long shared = examples.stream().map(Text::of).filter(trained::contains).count();
    if (shared > MOST * examples.size()) {
      warnings.add(
          "Task '"
              + task
              + "': "
              + shared
              + " of "
              + examples.size()
              + " "
              + split
              + " examples are in the training split too, with the same answer; scores on them show"
              + " what was memorized.");
    }
  }
}
