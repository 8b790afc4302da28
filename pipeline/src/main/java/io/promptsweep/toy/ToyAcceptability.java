package io.promptsweep.toy;

import static io.promptsweep.toy.ToyWording.words;

import io.promptsweep.toy.ToyFact.Goods;
import io.promptsweep.toy.ToyLexicon.Doing;
import io.promptsweep.toy.ToyLexicon.Noun;
import io.promptsweep.toy.ToyLexicon.Person;
import io.promptsweep.toy.ToyLexicon.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Present-tense sentences, good or with one flaw; either way the same words are likely. */
final class ToyAcceptability {
  /** What can be wrong. */
  private enum Flaw {
    /** The verb agrees with another number than the subject's. */
    AGREEMENT,
    /** The subject's words stand in another order. */
    ORDER,
    /** A noun for one thing has no article. */
    ARTICLE,
    /** A woman is himself, or a man herself. */
    GENDER,
    /** {@code two hat}, {@code a hats}. */
    NUMBER;

    String word() {
      return switch (this) {
        case AGREEMENT -> "verb";
        case ORDER -> "order";
        case ARTICLE -> "article";
        case GENDER -> "person";
        case NUMBER -> "number";
      };
    }
  }

  private static final List<String> CIRCUMSTANCES =
      Stream.concat(ToyLexicon.PLACES.stream(), ToyLexicon.TIMES.stream()).toList();

  private final Draw draw;
  private final ToyWording wording;

  private ToyAcceptability(Draw draw) {
    this.draw = draw;
    this.wording = new ToyWording(draw);
  }

  /** All reasons why a sentence is bad. */
  static List<String> reasons() {
    return Arrays.stream(Flaw.values()).map(Flaw::word).toList();
  }

  /** Class 1: good. Class 0: one flaw in a sentence that would be as good without it. */
  static ToyExample example(Draw draw, int label) {
    Flaw flaw = draw.one(Arrays.asList(Flaw.values()));
    ToyAcceptability sentence = new ToyAcceptability(draw);
    boolean flawed = label == 0;
    String text =
        switch (flaw) {
          case AGREEMENT -> sentence.agreement(flawed);
          case ORDER -> sentence.order(flawed);
          case ARTICLE -> sentence.article(flawed);
          case GENDER -> sentence.gender(flawed);
          case NUMBER -> sentence.number(flawed);
        };
    return ToyExample.of(label, flawed ? flaw.word() : ToyExample.NOTHING, "sentence", text);
  }

  private String agreement(boolean flawed) {
    boolean one = draw.percent(50);
    String subject = words("the", quality(40), animal().form(one ? 1 : 2), attractor());
    return words(subject, predicate(one != flawed), draw.one(CIRCUMSTANCES));
  }

  private String order(boolean flawed) {
    boolean one = draw.percent(50);
    String quality = quality(100);
    String noun = animal().form(one ? 1 : 2);
    String subject = words("the", quality, noun);
    if (flawed) {
      subject = draw.percent(50) ? words("the", noun, quality) : words(quality, "the", noun);
    }
    return words(subject, attractor(), predicate(one), draw.one(CIRCUMSTANCES));
  }

  private String article(boolean flawed) {
    boolean subjectFlawed = flawed && draw.percent(50);
    String quality = quality(40);
    String noun = animal().one();
    String subject = words(subjectFlawed ? "" : "the", quality, noun, attractor());
    String object = wording.phrase(goods(1));
    if (flawed && !subjectFlawed) {
      object = object.substring(object.indexOf(' ') + 1);
    }
    return words(subject, transitive(true), object, circumstance());
  }

  private String gender(boolean flawed) {
    Person who = draw.one(ToyLexicon.PEOPLE);
    List<Verb> verbs = ToyLexicon.VERBS.stream().filter(v -> v.ofPeople()).toList();
    Person self = new Person(who.name(), who.female() != flawed);
    String place = draw.one(ToyLexicon.PLACES);
    return words(
        who.name(),
        draw.one(verbs).third(),
        self.reflexive(),
        place,
        draw.percent(60) ? draw.one(ToyLexicon.TIMES) : "");
  }

  private String number(boolean flawed) {
    Goods goods = goods(1 + draw.below(4));
    String phrase = wording.phrase(goods);
    if (flawed) {
      int space = phrase.lastIndexOf(' ');
      phrase = phrase.substring(0, space + 1) + otherNumber(phrase.substring(space + 1));
    }
    boolean named = draw.percent(50);
    boolean one = named || draw.percent(50);
    String subject =
        named
            ? draw.one(ToyLexicon.PEOPLE).name()
            : words("the", quality(40), animal().form(one ? 1 : 2));
    return words(subject, transitive(one), phrase, circumstance());
  }

  private static String otherNumber(String form) {
    for (Noun noun : ToyLexicon.NOUNS) {
      for (Noun word : List.of(noun, noun.synonym().orElse(noun))) {
        if (form.equals(word.one())) {
          return word.many();
        }
        if (form.equals(word.many())) {
          return word.one();
        }
      }
    }
    throw new IllegalArgumentException(form + " is no noun");
  }

  private Goods goods(int count) {
    return new Goods(
        count,
        draw.percent(40) ? Optional.of(draw.one(ToyLexicon.COLOURS)) : Optional.empty(),
        draw.one(ToyLexicon.NOUNS));
  }

  private Noun animal() {
    return draw.one(ToyLexicon.ANIMALS);
  }

  private String quality(int chance) {
    return draw.percent(chance) ? draw.one(ToyLexicon.QUALITIES).word() : "";
  }

  /** What stands between subject and verb, with nouns of any number. */
  private String attractor() {
    return switch (draw.below(4)) {
      case 0 -> "near the " + draw.one(ToyLexicon.NOUNS).form(1 + draw.below(2));
      case 1 -> "behind the " + draw.one(ToyLexicon.NOUNS).form(1 + draw.below(2));
      case 2 ->
          words("that", draw.one(ToyLexicon.PEOPLE).name(), draw.one(ToyLexicon.VERBS).past());
      default -> "";
    };
  }

  private String predicate(boolean one) {
    if (draw.percent(50)) {
      Doing doing = draw.one(ToyLexicon.DOINGS);
      return one ? doing.third() : doing.base();
    }
    return words(transitive(one), wording.phrase(goods(1 + draw.below(4))));
  }

  private String transitive(boolean one) {
    Verb verb = draw.one(ToyLexicon.VERBS);
    Verb word = draw.percent(25) ? verb.synonym().orElse(verb) : verb;
    return one ? word.third() : word.base();
  }

  private String circumstance() {
    return draw.percent(65) ? draw.one(CIRCUMSTANCES) : "";
  }
}
