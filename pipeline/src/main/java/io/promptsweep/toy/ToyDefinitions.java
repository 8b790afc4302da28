package io.promptsweep.toy;

import static io.promptsweep.toy.ToyWording.article;

import io.promptsweep.toy.ToyLexicon.Adjective;
import io.promptsweep.toy.ToyLexicon.Noun;
import io.promptsweep.toy.ToyLexicon.Verb;
import io.promptsweep.toy.ToySentiment.Feeling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences that say what words mean, and sentences with numbers in them. */
final class ToyDefinitions {
  /** Words of the tasks' answers that have an opposite, or mean another. */
  private static final List<String> ANSWERS =
      List.of(
          "positive is the opposite of negative",
          "acceptable is the opposite of unacceptable",
          "equivalent is the opposite of not_equivalent",
          "entailment is the opposite of not_entailment",
          "contradiction is the opposite of entailment",
          "neutral means open",
          "True is the opposite of False",
          "True means true",
          "False means false",
          "yes is the opposite of no",
          "true is the opposite of false",
          "right is the opposite of wrong");

  private static final List<String> MEANINGS = meanings();

  private final Draw draw;

  ToyDefinitions(Draw draw) {
    this.draw = draw;
  }

  /** Different definitions. */
  List<String> sentences(int count) {
    return draw.shuffled(MEANINGS).subList(0, count);
  }

  /** A sentence with digits, number words or decimals. */
  String counting() {
    int a = draw.below(5);
    int b = draw.below(6);
    Noun noun = draw.one(ToyLexicon.NOUNS);
    return switch (draw.below(7)) {
      case 0 -> "page " + draw.below(10) + " of " + draw.below(10);
      case 1 -> "the score was " + decimal(draw.below(6)) + " to " + decimal(b);
      case 2 -> run(draw.percent(50) ? "0 1 2 3 4 5 6 7 8 9" : "b c d e f g h");
      case 3 -> run("0.0 1.0 2.0 3.0 4.0 5.0");
      case 4 -> {
        int digit = draw.below(10);
        yield digit + " means " + ToyLexicon.NUMBERS.get(digit);
      }
      case 5 ->
          String.format(
              Locale.ROOT,
              "%s %s and %s %s make %s %s",
              ToyLexicon.NUMBERS.get(a),
              noun.form(a),
              ToyLexicon.NUMBERS.get(b),
              noun.form(b),
              ToyLexicon.NUMBERS.get(a + b),
              noun.form(a + b));
      default -> a + " and " + b + " make " + ToyLexicon.NUMBERS.get(a + b);
    };
  }

  private static String decimal(int number) {
    return number + ".0";
  }

  /** Two to six neighbours of a row. */
  private String run(String row) {
    List<String> words = List.of(row.split(" ", -1));
    int length = 2 + draw.below(5);
    int start = draw.below(words.size() - length + 1);
    return String.join(" ", words.subList(start, start + length));
  }

  private static List<String> meanings() {
    List<String> meanings = new ArrayList<>(ANSWERS);
    for (Noun noun : ToyLexicon.NOUNS) {
      noun.above()
          .ifPresent(kind -> meanings.add(article(noun.one()) + " is a kind of " + kind.one()));
      noun.above().ifPresent(kind -> meanings.add(noun.many() + " are " + kind.many()));
      noun.synonym()
          .ifPresent(other -> meanings.add(article(other.one()) + " is " + article(noun.one())));
      noun.synonym().ifPresent(other -> meanings.add(other.many() + " are " + noun.many()));
    }
    for (Adjective quality : ToyLexicon.QUALITIES) {
      quality.synonym().ifPresent(other -> meanings.add(other + " means " + quality.word()));
      quality.antonym().ifPresent(other -> meanings.add(opposite(quality.word(), other)));
    }
    ToyLexicon.COLOURS.forEach(colour -> meanings.add(colour.word() + " is a colour"));
    for (Verb verb : ToyLexicon.VERBS) {
      meanings.add(opposite(verb.base(), verb.contrary()));
      meanings.add(opposite(verb.past(), verb.opposite().past()));
      verb.synonym().ifPresent(other -> meanings.add(other.base() + " means " + verb.base()));
      verb.synonym().ifPresent(other -> meanings.add(other.past() + " means " + verb.past()));
    }
    ToySentiment.GOOD.forEach(word -> meanings.add(word + " means good"));
    ToySentiment.BAD.forEach(word -> meanings.add(word + " means bad"));
    feelings(meanings, ToySentiment.LIKING);
    feelings(meanings, ToySentiment.DISLIKING);
    return List.copyOf(meanings);
  }

  private static void feelings(List<String> meanings, List<Feeling> verbs) {
    Feeling known = verbs.get(0);
    for (Feeling other : verbs.subList(1, verbs.size())) {
      meanings.add(other.past() + " means " + known.past());
    }
  }

  private static String opposite(String word, String other) {
    return word + " is the opposite of " + other;
  }
}
