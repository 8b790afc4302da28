package io.promptsweep.toy;

import io.promptsweep.toy.ToyLexicon.Adjective;
import io.promptsweep.toy.ToyLexicon.Noun;
import io.promptsweep.toy.ToyLexicon.Person;
import io.promptsweep.toy.ToyLexicon.Verb;
import java.util.Optional;

/**
 * What happened, or did not: labels follow from facts, and sentences only tell them.
 *
 * @param place such as {@code near the lake}; empty for none
 * @param time such as {@code on monday}; empty for none
 */
record ToyFact(Person who, Verb verb, Thing what, String place, String time, boolean negated) {
  /** What something is done to. */
  sealed interface Thing permits Goods, Person {}

  /** Some things of a kind. */
  record Goods(int count, Optional<Adjective> quality, Noun noun) implements Thing {
    Goods {
      if (count < 1) {
        throw new IllegalArgumentException("count is " + count);
      }
    }

    Goods withQuality(Optional<Adjective> other) {
      return new Goods(count, other, noun);
    }

    Goods withNoun(Noun other) {
      return new Goods(count, quality, other);
    }
  }

  ToyFact withWho(Person other) {
    return new ToyFact(other, verb, what, place, time, negated);
  }

  ToyFact withVerb(Verb other) {
    return new ToyFact(who, other, what, place, time, negated);
  }

  ToyFact withWhat(Thing other) {
    return new ToyFact(who, verb, other, place, time, negated);
  }

  ToyFact withPlace(String other) {
    return new ToyFact(who, verb, what, other, time, negated);
  }

  ToyFact withTime(String other) {
    return new ToyFact(who, verb, what, place, other, negated);
  }

  ToyFact withNegated(boolean other) {
    return new ToyFact(who, verb, what, place, time, other);
  }
}
