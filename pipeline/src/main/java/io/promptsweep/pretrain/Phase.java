package io.promptsweep.pretrain;

import io.promptsweep.problem.Nearest;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.toy.ToyInstructions;
import io.promptsweep.toy.ToyInstructions.Answers;
import java.util.List;

/**
 * One phase of a pre-training.
 *
 * @param name of the phase
 * @param shares weights of the kinds of example
 * @param kinds which of the tasks
 * @param answers which words the tasks' answers are
 * @param trainExamples how many are drawn to train on
 * @param validationExamples how many choose the best epoch; as many again report on it
 * @param maxWords longest passage in words
 * @param pageNumbers share of passages that begin with a page's numbers
 * @param noiseDensity share of words that a corrupted text loses
 * @param meanSpanLength words of a lost span, on average
 * @param training how it trains
 */
record Phase(
    String name,
    Shares shares,
    List<String> kinds,
    Answers answers,
    int trainExamples,
    int validationExamples,
    int maxWords,
    double pageNumbers,
    double noiseDensity,
    double meanSpanLength,
    Training training) {

  private static final String ALL = "all";

  /** Weights of the kinds of example, none negative and not all 0. */
  record Shares(double spanCorruption, double continuation, double instructions, double reasons) {
    double sum() {
      return spanCorruption + continuation + instructions + reasons;
    }
  }

  /** The values of a sweep's configuration that a phase sets. */
  record Training(
      int epochs,
      int batchSize,
      double learningRate,
      double warmupSteps,
      double weightDecay,
      double gradientClip,
      boolean dropout) {}

  static Phase read(String name, Group group) {
    Shares shares =
        new Shares(
            share(group, "span-corruption"),
            share(group, "continuation"),
            share(group, "instructions"),
            share(group, "reasons"));
    if (!(shares.sum() > 0)) {
      group.refuse("span-corruption", "leaves the phase without examples; give a share above 0.");
    }
    double density = group.number("noise-density");
    if (!(density > 0 && density < 1)) {
      group.refuse("noise-density", "is " + density + "; it must be between 0 and 1.");
    }
    double span = group.number("mean-span-length");
    if (!(span >= 1)) {
      group.refuse("mean-span-length", "is " + span + "; it must be at least 1.");
    }
    return new Phase(
        name,
        shares,
        kinds(group),
        group.choice("answers", Answers.class),
        group.count("train-examples", 1),
        group.count("validation-examples", 2),
        group.count("max-words", 4),
        share(group, "page-numbers"),
        density,
        span,
        new Training(
            group.count("epochs", 1),
            group.count("batch-size", 1),
            positive(group, "learning-rate"),
            share(group, "warmup-steps"),
            share(group, "weight-decay"),
            share(group, "gradient-clip"),
            group.flag("dropout")));
  }

  private static List<String> kinds(Group group) {
    List<String> kinds =
        group.elements("kinds").stream().map(v -> String.valueOf(v.unwrapped())).toList();
    if (kinds.equals(List.of(ALL))) {
      return ToyInstructions.kinds();
    }
    if (kinds.isEmpty()) {
      group.refuse("kinds", "is empty; name at least one, or all.");
    }
    for (String kind : kinds) {
      if (!ToyInstructions.kinds().contains(kind)) {
        group.refuse(
            "kinds",
            "holds '" + kind + "', which is no kind" + Nearest.hint(kind, ToyInstructions.kinds()));
      }
    }
    return kinds;
  }

  private static double positive(Group group, String key) {
    double value = group.number(key);
    if (!(value > 0)) {
      group.refuse(key, "is " + value + "; it must be above 0.");
    }
    return value;
  }

  private static double share(Group group, String key) {
    double value = group.number(key);
    if (!(value >= 0)) {
      group.refuse(key, "is " + value + "; it must not be negative.");
    }
    return value;
  }
}
