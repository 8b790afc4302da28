package io.promptsweep.toy;

import java.util.List;
import java.util.TreeSet;

/** The words of the toy world. */
final class ToyLexicon {
  static final List<String> SUBJECTS =
      List.of(
          "film", "song", "meal", "book", "garden", "journey", "lesson", "concert", "house", "game",
          "story", "letter", "party", "market", "boat", "bridge", "picture", "dress", "cake",
          "dance");
  static final List<String> GOOD =
      List.of(
          "wonderful",
          "lovely",
          "charming",
          "brilliant",
          "pleasant",
          "delightful",
          "superb",
          "graceful",
          "bright",
          "excellent");
  static final List<String> BAD =
      List.of(
          "awful",
          "dreadful",
          "boring",
          "clumsy",
          "ugly",
          "dull",
          "bitter",
          "horrible",
          "gloomy",
          "terrible");
  static final List<String> ADVERBS =
      List.of("really", "quite", "truly", "rather", "simply", "very");
  static final List<String> TIMES =
      List.of("yesterday", "today", "again", "this morning", "last week", "in spring");
  static final List<String> PEOPLE =
      List.of("anna", "peter", "maria", "tom", "lucy", "paul", "emma", "jack");

  /** Animals, singular and plural. */
  static final List<String[]> ANIMALS =
      List.of(
          new String[] {"dog", "dogs"},
          new String[] {"cat", "cats"},
          new String[] {"horse", "horses"},
          new String[] {"bird", "birds"},
          new String[] {"cow", "cows"},
          new String[] {"duck", "ducks"},
          new String[] {"fox", "foxes"},
          new String[] {"goat", "goats"});

  /** Verbs, for one and for many. */
  static final List<String[]> VERBS =
      List.of(
          new String[] {"runs", "run"},
          new String[] {"sleeps", "sleep"},
          new String[] {"sings", "sing"},
          new String[] {"waits", "wait"},
          new String[] {"jumps", "jump"},
          new String[] {"eats", "eat"});

  static final List<String> PLACES =
      List.of("river", "barn", "road", "forest", "village", "hill", "lake", "fence");

  private static final List<String> REST =
      List.of(
          "the", "was", "not", "and", "said", "that", "near", "in", "old", "sentence:", "0", "1");

  private ToyLexicon() {}

  /** Every word once, in alphabetical order. */
  static List<String> words() {
    TreeSet<String> words = new TreeSet<>();
    for (List<String> list : List.of(SUBJECTS, GOOD, BAD, ADVERBS, TIMES, PEOPLE, PLACES, REST)) {
      list.forEach(entry -> words.addAll(List.of(entry.split(" "))));
    }
    ANIMALS.forEach(forms -> words.addAll(List.of(forms)));
    VERBS.forEach(forms -> words.addAll(List.of(forms)));
    return List.copyOf(words);
  }
}
