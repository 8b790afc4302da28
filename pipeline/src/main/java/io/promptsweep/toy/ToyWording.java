package io.promptsweep.toy;

import static io.promptsweep.toy.ToyLexicon.NUMBERS;

import io.promptsweep.toy.ToyFact.Goods;
import io.promptsweep.toy.ToyFact.Thing;
import io.promptsweep.toy.ToyLexicon.Noun;
import io.promptsweep.toy.ToyLexicon.Person;
import io.promptsweep.toy.ToyLexicon.Verb;
import java.util.ArrayList;
import java.util.List;

/** Tells facts in the past tense, in one of several ways, with one of several words. */
final class ToyWording {
  private final Draw draw;

  ToyWording(Draw draw) {
    this.draw = draw;
  }

  /**
   * The fact as a sentence without full stop: active or passive, its place or time first or last.
   */
  String sentence(ToyFact fact) {
    String core = draw.percent(30) ? passive(fact) : active(fact, fact.who().name());
    return withCircumstances(fact, core);
  }

  /** The fact as an active sentence whose subject is called {@code subject}. */
  String active(ToyFact fact, String subject) {
    Verb verb = word(fact.verb());
    return words(
        subject, fact.negated() ? "did not " + verb.base() : verb.past(), phrase(fact.what()));
  }

  /** {@link #active} with its place and time behind it. */
  String told(ToyFact fact, String subject) {
    return words(active(fact, subject), fact.place(), fact.time());
  }

  private String passive(ToyFact fact) {
    return words(
        phrase(fact.what()),
        be(fact.what()),
        fact.negated() ? "not" : "",
        word(fact.verb()).past(),
        "by",
        fact.who().name());
  }

  private String withCircumstances(ToyFact fact, String core) {
    return switch (draw.below(4)) {
      case 0 -> words(fact.place(), core, fact.time());
      case 1 -> words(fact.time(), core, fact.place());
      default -> words(core, fact.place(), fact.time());
    };
  }

  /** Whether the fact holds, as a question without question mark. */
  String question(ToyFact fact) {
    String core =
        draw.percent(30)
            ? words(
                be(fact.what()),
                phrase(fact.what()),
                word(fact.verb()).past(),
                "by",
                fact.who().name())
            : words("did", fact.who().name(), word(fact.verb()).base(), phrase(fact.what()));
    return words(core, fact.place(), fact.time());
  }

  /** {@code anna}, {@code an old dog} or {@code two red hats}. */
  String phrase(Thing thing) {
    if (thing instanceof Person person) {
      return person.name();
    }
    Goods goods = (Goods) thing;
    String quality =
        goods
            .quality()
            .map(a -> draw.percent(50) ? a.synonym().orElse(a.word()) : a.word())
            .orElse("");
    String named = words(quality, word(goods.noun()).form(goods.count()));
    return goods.count() == 1 ? article(named) : words(NUMBERS.get(goods.count()), named);
  }

  private static String be(Thing thing) {
    return thing instanceof Goods goods && goods.count() > 1 ? "were" : "was";
  }

  private Verb word(Verb verb) {
    return draw.percent(50) ? verb.synonym().orElse(verb) : verb;
  }

  private Noun word(Noun noun) {
    return draw.percent(50) ? noun.synonym().orElse(noun) : noun;
  }

  /** {@code a dog}, {@code an animal}. */
  static String article(String words) {
    return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
  }

  /** The parts with single spaces between them; empty ones are left out. */
  static String words(String... parts) {
    List<String> kept = new ArrayList<>();
    for (String part : parts) {
      if (!part.isEmpty()) {
        kept.add(part);
      }
    }
    return String.join(" ", kept);
  }
}
