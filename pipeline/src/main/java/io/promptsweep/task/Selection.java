package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.metric.AnswerForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Chooses some of a split's examples. */
final class Selection {
  /** Scores up to here count as one class, the others as another (DePT's few-shot STS-B). */
  private static final double NUMBER_CUT = 2.5;

  private final String task;
  private final AnswerForm form;

  Selection(String task, AnswerForm form) {
    this.task = task;
    this.form = form;
  }

  /** All of {@code items} in the order of a permutation. */
  static <T> List<T> permuted(List<T> items, long seed) {
    List<T> permuted = new ArrayList<>(items.size());
    for (int i : TorchPermutation.of(items.size(), seed)) {
      permuted.add(items.get(i));
    }
    return permuted;
  }

  /** The first of the permuted {@code items} if there are more than {@code limit}. */
  static <T> List<T> atMost(OptionalInt limit, List<T> items, long seed) {
    return limit.isEmpty() || items.size() <= limit.getAsInt()
        ? items
        : permuted(items, seed).subList(0, limit.getAsInt());
  }

  /**
   * The same, but that examples which are judged together are all taken or all left, so that there
   * may be fewer.
   */
  static List<Example> atMostInGroups(OptionalInt limit, List<Example> examples, long seed) {
    return limit.isEmpty() || examples.size() <= limit.getAsInt()
        ? examples
        : WholeGroups.atMost(permuted(examples, seed), Example::group, limit.getAsInt());
  }

  /**
   * The first {@code k} examples of each class in the order of a permutation. Numbers are two
   * classes, cut at 2.5; free text is one.
   *
   * @throws InvalidInputException if a class has fewer
   */
  List<Example> perClass(List<Example> train, int k, long seed) {
    int[] counts = new int[classes()];
    List<Example> chosen = new ArrayList<>();
    for (Example example : permuted(train, seed)) {
      if (counts[classOf(example)]++ < k) {
        chosen.add(example);
      }
    }
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] < k) {
        throw new InvalidInputException(
            "Task '"
                + task
                + "' has "
                + counts[c]
                + " training examples of "
                + className(c)
                + ", but few-shot-per-class is "
                + k
                + "; lower it to "
                + Arrays.stream(counts).min().orElseThrow()
                + " or leave it off.");
      }
    }
    return chosen;
  }

  /**
   * So many examples as DePT's code draws ({@code k_shot_example}): in the order of a permutation
   * the first {@code k / classes} of each class, but for the last of the {@code k}, which is the
   * next one of any class. So 16 over three classes are 5, 5 and 6, and 32 are 10 of each.
   *
   * @throws InvalidInputException if there are fewer
   */
  List<Example> inAll(List<Example> train, int k, long seed) {
    int[] counts = new int[classes()];
    int each = k / counts.length;
    if (each == 0) {
      throw new InvalidInputException(
          "Task '"
              + task
              + "' has "
              + counts.length
              + " classes, but few-shot-examples is "
              + k
              + "; give at least "
              + counts.length
              + " or leave it off.");
    }
    List<Example> chosen = new ArrayList<>();
    for (Example example : permuted(train, seed)) {
      int c = classOf(example);
      if (chosen.size() < k && (counts[c] < each || chosen.size() == k - 1)) {
        counts[c]++;
        chosen.add(example);
      }
    }
    int due = k % counts.length <= 1 ? k : each * counts.length;
    if (chosen.size() < due) {
      throw tooFew(counts, each, k, train.size());
    }
    return chosen;
  }

  private InvalidInputException tooFew(int[] counts, int each, int k, int all) {
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] < each) {
        return new InvalidInputException(
            "Task '"
                + task
                + "' has "
                + counts[c]
                + " training examples of "
                + className(c)
                + ", but few-shot-examples = "
                + k
                + " takes "
                + each
                + " of each class; lower it or leave it off.");
      }
    }
    return new InvalidInputException(
        "Task '"
            + task
            + "' has "
            + all
            + " training examples, but few-shot-examples is "
            + k
            + "; lower it or leave it off.");
  }

  private int classes() {
    return switch (form.kind()) {
      case CLASS -> form.labelWords().size();
      case NUMBER -> 2;
      case TEXT -> 1;
    };
  }

  private int classOf(Example example) {
    return switch (form.kind()) {
      case CLASS -> form.classOf(example.target());
      // The target as written, not as compared: normalising drops the decimal point.
      case NUMBER -> Double.parseDouble(example.target()) <= NUMBER_CUT ? 0 : 1;
      case TEXT -> 0;
    };
  }

  private String className(int c) {
    return switch (form.kind()) {
      case CLASS -> "class '" + form.labelWords().get(c) + "'";
      case NUMBER -> c == 0 ? "scores up to " + NUMBER_CUT : "scores above " + NUMBER_CUT;
      case TEXT -> "any kind";
    };
  }
}
