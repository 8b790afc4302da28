package io.promptsweep.toy;

import io.promptsweep.toy.ToyFacts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows from what was said, what contradicts it, and what stays open. */
final class ToyInferences {
  /** What cannot be two ways in the one event that both sentences are about. */
  private static final List<Part> CONTRADICTED =
      List.of(Part.VERB, Part.COUNT, Part.QUALITY, Part.POLARITY);

  private final Draw draw;
  private final ToyFacts facts;
  private final ToyWording wording;

  /** What the premise says, and beside it something about someone else. */
  private final ToyFact fact;

  private final ToyFact aside;

  /** In what the hypothesis differs. */
  private String reason = ToyExample.NOTHING;

  private ToyInferences(Draw draw) {
    this.draw = draw;
    this.facts = new ToyFacts(draw);
    this.wording = new ToyWording(draw);
    this.fact = (draw.percent(80) ? facts.placed() : facts.bare()).withNegated(draw.percent(25));
    this.aside = aside();
  }

  private ToyFact aside() {
    ToyFact other = facts.bare().withWho(draw.other(ToyLexicon.PEOPLE, fact.who()));
    // Another deed, lest the aside says what the hypothesis does.
    while (other.verb().equals(fact.verb()) || other.verb().equals(fact.verb().opposite())) {
      other = other.withVerb(draw.one(ToyLexicon.VERBS));
    }
    return other.withNegated(draw.percent(15));
  }

  /** Class 0: the second sentence follows from the first. Class 1: it does not. */
  static ToyExample entailment(Draw draw, int label) {
    ToyInferences pair = new ToyInferences(draw);
    ToyFact hypothesis =
        label == 0
            ? pair.facts.weakened(pair.fact, Optional.empty())
            : pair.altered(pair.draw.one(pair.facts.parts(pair.fact)));
    return pair.told(label, hypothesis, "sentence1", "sentence2");
  }

  /** Class 0: it follows. Class 1: both cannot be true. Class 2: it stays open. */
  static ToyExample inference(Draw draw, int label) {
    ToyInferences pair = new ToyInferences(draw);
    ToyFact hypothesis =
        switch (label) {
          case 0 -> pair.facts.weakened(pair.fact, Optional.empty());
          case 1 -> pair.contradiction();
          default -> pair.open();
        };
    return pair.told(label, hypothesis, "premise", "hypothesis");
  }

  private ToyFact altered(Part part) {
    ToyFact weaker = facts.weakened(fact, Optional.of(part));
    ToyFact other =
        part == Part.WHO && draw.percent(50)
            ? weaker.withWho(aside.who())
            : facts.altered(weaker, part);
    reason = ToyFacts.difference(fact, other, part);
    return other;
  }

  private ToyFact contradiction() {
    if (fact.negated()) {
      return altered(Part.POLARITY);
    }
    List<Part> parts = new ArrayList<>(facts.parts(fact));
    parts.retainAll(CONTRADICTED);
    return altered(draw.one(parts));
  }

  /** About someone else, about other things, or more than was said. */
  private ToyFact open() {
    ToyFact more;
    if (!fact.negated() && fact.time().isEmpty() && draw.percent(40)) {
      more = facts.weakened(fact, Optional.empty()).withTime(draw.one(ToyLexicon.TIMES));
      reason = more.time();
    } else {
      more = altered(draw.percent(50) ? Part.WHO : Part.NOUN);
    }
    return draw.percent(25) ? more.withNegated(!more.negated()) : more;
  }

  private ToyExample told(int label, ToyFact hypothesis, String first, String second) {
    String said = wording.sentence(fact);
    String premise = said;
    if (draw.percent(50)) {
      String beside = wording.active(aside, aside.who().name());
      premise = draw.percent(50) ? said + " and " + beside : beside + " and " + said;
    }
    String told = wording.sentence(hypothesis);
    while (told.equals(said)) {
      told = wording.sentence(hypothesis);
    }
    return ToyExample.of(label, reason, first, premise, second, told);
  }
}
