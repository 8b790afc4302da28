package io.promptsweep.toy;

import static io.promptsweep.toy.ToyWording.words;

import java.util.List;
import java.util.stream.Stream;

/** Opinions, in which negation turns a word round and the main clause outweighs the other. */
final class ToySentiment {
  /** What people have opinions about. */
  static final List<String> SUBJECTS =
      List.of(
          "film", "song", "meal", "book", "concert", "party", "story", "dance", "game", "journey");

  static final List<String> GOOD =
      List.of(
          "wonderful",
          "lovely",
          "charming",
          "brilliant",
          "pleasant",
          "superb",
          "funny",
          "excellent");
  static final List<String> BAD =
      List.of("awful", "dreadful", "boring", "clumsy", "ugly", "dull", "gloomy", "terrible");

  /** A feeling that someone has, in the past tense and the base form. */
  record Feeling(String past, String base) {}

  static final List<Feeling> LIKING =
      List.of(
          new Feeling("liked", "like"),
          new Feeling("loved", "love"),
          new Feeling("enjoyed", "enjoy"),
          new Feeling("admired", "admire"));
  static final List<Feeling> DISLIKING =
      List.of(
          new Feeling("hated", "hate"),
          new Feeling("disliked", "dislike"),
          new Feeling("despised", "despise"),
          new Feeling("regretted", "regret"));

  static final List<String> ADVERBS = List.of("very", "really", "quite", "rather");

  private final Draw draw;

  private ToySentiment(Draw draw) {
    this.draw = draw;
  }

  /** Class 1: the feeling of the main clause is good. Class 0: it is bad. */
  static ToyExample example(Draw draw, int label) {
    return new ToySentiment(draw).example(label);
  }

  private ToyExample example(int label) {
    Clause decides = clause(draw.one(SUBJECTS), label == 1);
    String main = decides.text();
    String other = clause(draw.one(SUBJECTS), label != 1).text();
    String sentence =
        switch (draw.below(9)) {
          case 0 -> other + " but " + main;
          case 1 -> "although " + other + " , " + main;
          case 2 -> main + " although " + other;
          default -> words(opener(), main);
        };
    return ToyExample.of(label, decides.feeling(), "sentence", sentence);
  }

  private String opener() {
    return switch (draw.below(3)) {
      case 0 -> words(draw.one(ToyLexicon.PEOPLE).name(), "said that");
      case 1 -> draw.one(ToyLexicon.TIMES);
      default -> draw.one(ToyLexicon.PLACES);
    };
  }

  /**
   * Something good or bad about a subject.
   *
   * @param feeling the words in it that say so
   */
  private record Clause(String text, String feeling) {}

  private Clause clause(String subject, boolean good) {
    boolean negated = draw.percent(30);
    boolean word = good != negated;
    if (draw.percent(40)) {
      Feeling feeling = draw.one(word ? LIKING : DISLIKING);
      String verb =
          negated
              ? draw.percent(50) ? "did not " + feeling.base() : "never " + feeling.past()
              : feeling.past();
      return new Clause(
          words(draw.one(ToyLexicon.PEOPLE).name(), verb, "the", quality(), subject), verb);
    }
    String about = words("the", quality(), subject, "was");
    String not = negated ? draw.percent(50) ? "not" : "never" : "";
    String adverb = draw.percent(40) ? draw.one(ADVERBS) : "";
    String feeling = draw.one(word ? GOOD : BAD);
    return new Clause(words(about, not, adverb, feeling), words(not, feeling));
  }

  private String quality() {
    return draw.percent(40) ? draw.one(ToyLexicon.QUALITIES).word() : "";
  }

  /** Sentences with one feeling about one thing. */
  static List<String> review(Draw draw, int sentences) {
    ToySentiment sentiment = new ToySentiment(draw);
    String subject = draw.one(SUBJECTS);
    boolean good = draw.percent(50);
    return Stream.generate(() -> sentiment.clause(subject, good).text()).limit(sentences).toList();
  }
}
