package io.promptsweep.task.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Metrics of free text, each prediction against the best of its accepted answers. */
public final class TextMatch {
  private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
  private static final Pattern ARTICLES =
      Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  /** Words before a noun that do not tell referents apart (T5's {@code wsc_simple}). */
  private static final Set<String> DETERMINERS =
      Set.of(
          "a", "an", "few", "her", "his", "each", "every", "many", "much", "my", "our", "some",
          "that", "the", "their", "these", "this", "those", "which", "whose", "your");

  private TextMatch() {}

  /**
   * SQuAD's normalisation: lower case, ASCII punctuation and English articles out, white space
   * single.
   */
  public static String normalize(String text) {
    String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return SPACES.matcher(ARTICLES.matcher(bare).replaceAll(" ")).replaceAll(" ").strip();
  }

  /** Share of predictions equal to an answer, both normalised (SQuAD's EM). */
  static double exactMatch(List<Prediction> predictions) {
    return mean(predictions, (text, answer) -> normalize(text).equals(normalize(answer)) ? 1 : 0);
  }

  /** Mean F1 of the normalised words in common (SQuAD's F1). */
  static double tokenF1(List<Prediction> predictions) {
    return mean(predictions, (text, answer) -> tokenF1(words(text), words(answer)));
  }

  /**
   * Share of predictions that name the referent: after lower case and without determiners, one's
   * words contain the other's, and both or neither have an apostrophe ("Bob" is not "Bob's hat").
   * T5's {@code wsc_simple} and DPT's WSC.
   */
  static double wordContainment(List<Prediction> predictions) {
    return mean(predictions, (text, answer) -> sameReferent(referent(text), referent(answer)));
  }

  private static double mean(
      List<Prediction> predictions, ToDoubleBiFunction<String, String> similarity) {
    return predictions.stream()
        .mapToDouble(
            p ->
                p.answers().stream()
                    .mapToDouble(answer -> similarity.applyAsDouble(p.text(), answer))
                    .max()
                    .orElseThrow())
        .average()
        .orElseThrow();
  }

  private static double tokenF1(List<String> predicted, List<String> answer) {
    if (predicted.isEmpty() || answer.isEmpty()) {
      return predicted.equals(answer) ? 1 : 0;
    }
    Map<String, Integer> left = new HashMap<>();
    answer.forEach(word -> left.merge(word, 1, Integer::sum));
    int common = 0;
    for (String word : predicted) {
      if (left.merge(word, -1, Integer::sum) >= 0) {
        common++;
      }
    }
    return 2.0 * common / (predicted.size() + answer.size());
  }

  private static List<String> words(String text) {
    String normal = normalize(text);
    return normal.isEmpty() ? List.of() : Arrays.asList(normal.split(" "));
  }

  private static double sameReferent(Set<String> predicted, Set<String> answer) {
    if (predicted.isEmpty() || answer.isEmpty() || apostrophe(predicted) != apostrophe(answer)) {
      return 0;
    }
    return predicted.containsAll(answer) || answer.containsAll(predicted) ? 1 : 0;
  }

  private static Set<String> referent(String text) {
    return Arrays.stream(SPACES.split(text.strip().toLowerCase(Locale.ROOT)))
        .filter(word -> !word.isEmpty() && !DETERMINERS.contains(word))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean apostrophe(Set<String> words) {
    return words.stream().anyMatch(word -> word.contains("'"));
  }
}
