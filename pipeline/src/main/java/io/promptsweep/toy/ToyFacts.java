package io.promptsweep.toy;

import static io.promptsweep.toy.ToyLexicon.COLOURS;
import static io.promptsweep.toy.ToyLexicon.KINDS;
import static io.promptsweep.toy.ToyLexicon.NOUNS;
import static io.promptsweep.toy.ToyLexicon.NUMBERS;
import static io.promptsweep.toy.ToyLexicon.PEOPLE;
import static io.promptsweep.toy.ToyLexicon.PLACES;
import static io.promptsweep.toy.ToyLexicon.QUALITIES;
import static io.promptsweep.toy.ToyLexicon.TIMES;
import static io.promptsweep.toy.ToyLexicon.VERBS;
import static io.promptsweep.toy.ToyWording.words;

import io.promptsweep.toy.ToyFact.Goods;
import io.promptsweep.toy.ToyLexicon.Adjective;
import io.promptsweep.toy.ToyLexicon.Noun;
import io.promptsweep.toy.ToyLexicon.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws facts, and facts that say less than another or something else. */
final class ToyFacts {
  /** What two facts may differ in. */
  enum Part {
    WHO,
    VERB,
    COUNT,
    QUALITY,
    NOUN,
    PLACE,
    TIME,
    POLARITY
  }

  private static final int MOST = 4;

  private final Draw draw;

  ToyFacts(Draw draw) {
    this.draw = draw;
  }

  /** Someone does something to some things; no place, no time. */
  ToyFact bare() {
    return new ToyFact(draw.one(PEOPLE), draw.one(VERBS), goods(), "", "", false);
  }

  /** Like {@link #bare}, with a place or a time. */
  ToyFact placed() {
    return draw.percent(50) ? bare().withPlace(draw.one(PLACES)) : bare().withTime(draw.one(TIMES));
  }

  /** A deed with a place or a time, that someone does to someone else. */
  ToyFact between() {
    ToyFact fact = placed();
    Person other = draw.other(PEOPLE, fact.who());
    return fact.withVerb(draw.one(VERBS.stream().filter(verb -> verb.ofPeople()).toList()))
        .withWhat(other);
  }

  private Goods goods() {
    int count = draw.percent(50) ? 1 : 2 + draw.below(MOST - 1);
    Optional<Adjective> quality =
        draw.percent(50)
            ? Optional.empty()
            : Optional.of(draw.one(draw.percent(50) ? QUALITIES : COLOURS));
    return new Goods(count, quality, draw.one(draw.percent(15) ? KINDS : NOUNS));
  }

  /** The parts in which {@link #altered} can change the fact. */
  List<Part> parts(ToyFact fact) {
    List<Part> parts = new ArrayList<>(List.of(Part.WHO, Part.VERB, Part.POLARITY));
    if (fact.what() instanceof Goods goods) {
      parts.add(Part.COUNT);
      parts.add(Part.NOUN);
      if (goods.quality().isPresent()) {
        parts.add(Part.QUALITY);
      }
    }
    if (!fact.place().isEmpty()) {
      parts.add(Part.PLACE);
    }
    if (!fact.time().isEmpty()) {
      parts.add(Part.TIME);
    }
    return parts;
  }

  /** In a word or a few, what a fact says about one of its parts. */
  static String said(ToyFact fact, Part part) {
    return switch (part) {
      case WHO -> fact.who().name();
      case VERB -> fact.verb().past();
      case POLARITY -> "not";
      case PLACE -> fact.place();
      case TIME -> fact.time();
      case COUNT -> NUMBERS.get(((Goods) fact.what()).count());
      case QUALITY -> ((Goods) fact.what()).quality().map(Adjective::word).orElse("");
      case NOUN -> ((Goods) fact.what()).noun().one();
    };
  }

  /** What two facts say about the part in which they differ. */
  static String difference(ToyFact first, ToyFact second, Part part) {
    String one = said(first, part);
    String other = said(second, part);
    return one.isEmpty() || other.isEmpty() || one.equals(other)
        ? words(one.isEmpty() ? other : one)
        : one + " , " + other;
  }

  /** A fact that differs in one part, and is not entailed. */
  ToyFact altered(ToyFact fact, Part part) {
    return switch (part) {
      case WHO ->
          fact.what() instanceof Person other
              ? fact.withWho(other).withWhat(fact.who())
              : fact.withWho(draw.other(PEOPLE, fact.who()));
      case VERB -> fact.withVerb(fact.verb().opposite());
      case POLARITY -> fact.withNegated(!fact.negated());
      case PLACE -> fact.withPlace(draw.other(PLACES, fact.place()));
      case TIME -> fact.withTime(draw.other(TIMES, fact.time()));
      case COUNT -> fact.withWhat(otherCount((Goods) fact.what()));
      case QUALITY -> fact.withWhat(otherQuality((Goods) fact.what()));
      case NOUN -> {
        Goods goods = (Goods) fact.what();
        yield fact.withWhat(goods.withNoun(otherNoun(goods.noun(), !fact.negated())));
      }
    };
  }

  private Goods otherCount(Goods goods) {
    int other = 1 + (goods.count() + draw.below(MOST - 1)) % MOST;
    return new Goods(other, goods.quality(), goods.noun());
  }

  private Goods otherQuality(Goods goods) {
    Adjective quality = goods.quality().orElseThrow();
    Adjective other =
        quality
            .antonym()
            .flatMap(word -> QUALITIES.stream().filter(a -> a.word().equals(word)).findFirst())
            .orElseGet(() -> draw.other(COLOURS, quality));
    return goods.withQuality(Optional.of(other));
  }

  /** A noun for other things; below a kind also one of that kind where {@code narrower}. */
  private Noun otherNoun(Noun noun, boolean narrower) {
    if (narrower && KINDS.contains(noun)) {
      return draw.one(NOUNS.stream().filter(other -> other.is(noun)).toList());
    }
    return unrelated(noun);
  }

  /** A noun of which no thing is also called {@code noun}. */
  Noun unrelated(Noun noun) {
    Noun other = draw.one(NOUNS);
    while (other.is(noun) || noun.is(other)) {
      other = draw.one(NOUNS);
    }
    return other;
  }

  /**
   * A fact that follows: it leaves out place, time or quality, or names the kind. {@code kept}
   * stays as it is, and so does everything that did not happen: not buying a red dog says nothing
   * about dogs.
   */
  ToyFact weakened(ToyFact fact, Optional<Part> kept) {
    if (fact.negated()) {
      return fact;
    }
    ToyFact weaker = fact;
    if (free(Part.PLACE, kept, 50)) {
      weaker = weaker.withPlace("");
    }
    if (free(Part.TIME, kept, 50)) {
      weaker = weaker.withTime("");
    }
    if (weaker.what() instanceof Goods goods) {
      Goods less = goods;
      if (free(Part.QUALITY, kept, 40)) {
        less = less.withQuality(Optional.empty());
      }
      if (free(Part.NOUN, kept, 30)) {
        less = less.withNoun(less.noun().above().orElse(less.noun()));
      }
      weaker = weaker.withWhat(less);
    }
    return weaker;
  }

  private boolean free(Part part, Optional<Part> kept, int chance) {
    return kept.filter(part::equals).isEmpty() && draw.percent(chance);
  }
}
