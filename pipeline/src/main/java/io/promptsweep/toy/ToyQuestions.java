package io.promptsweep.toy;

import io.promptsweep.toy.ToyFact.Goods;
import io.promptsweep.toy.ToyFacts.Part;
import io.promptsweep.toy.ToyLexicon.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about a passage of two or three facts, answered by one of them. */
final class ToyQuestions {
  private ToyQuestions() {}

  /** Class 1: yes. What the passage does not say is not so. */
  static ToyExample example(Draw draw, int label) {
    ToyFacts facts = new ToyFacts(draw);
    List<ToyFact> passage = passage(draw, facts);
    ToyFact asked = draw.one(passage);
    while (label == 1 && asked.negated()) {
      asked = draw.one(passage);
    }
    ToyFact question;
    String reason = ToyExample.NOTHING;
    if (label == 1) {
      question = facts.weakened(asked, Optional.empty());
    } else if (asked.negated()) {
      question = asked.withNegated(false);
      reason = ToyFacts.said(asked, Part.POLARITY);
    } else {
      List<Part> parts = new ArrayList<>(facts.parts(asked));
      parts.remove(Part.POLARITY);
      Part part = draw.one(parts);
      question = untrue(draw, facts, passage, asked, part);
      reason = ToyFacts.difference(asked, question, part);
    }
    ToyWording wording = new ToyWording(draw);
    return ToyExample.of(
        label, reason, "question", wording.question(question), "passage", told(wording, passage));
  }

  /** Facts with verbs, things and one or two people of their own; not all of them negated. */
  private static List<ToyFact> passage(Draw draw, ToyFacts facts) {
    int size = draw.percent(60) ? 2 : 3;
    List<ToyFact> passage = new ArrayList<>();
    passage.add(size == 2 && draw.percent(50) ? facts.placed() : facts.bare());
    while (passage.size() < size) {
      ToyFact fact = size == 2 ? facts.placed() : facts.bare();
      Person last = passage.get(passage.size() - 1).who();
      if (draw.percent(40)) {
        fact = fact.withWho(last);
      }
      if (passage.stream().allMatch(new Apart(fact)::from)) {
        passage.add(fact);
      }
    }
    if (draw.percent(50)) {
      int negated = draw.below(size);
      passage.set(negated, passage.get(negated).withNegated(true));
    }
    return passage;
  }

  /** Facts that no question can mix up. */
  private record Apart(ToyFact fact) {
    boolean from(ToyFact other) {
      var noun = ((Goods) fact.what()).noun();
      var otherNoun = ((Goods) other.what()).noun();
      return !fact.verb().equals(other.verb())
          && !fact.verb().equals(other.verb().opposite())
          && !noun.is(otherNoun)
          && !otherNoun.is(noun);
    }
  }

  /** Another fact than any of the passage, made of its words where that is possible. */
  private static ToyFact untrue(
      Draw draw, ToyFacts facts, List<ToyFact> passage, ToyFact asked, Part part) {
    ToyFact weaker = facts.weakened(asked, Optional.of(part));
    ToyFact other = draw.other(passage, asked);
    if (part == Part.WHO && !other.who().equals(asked.who())) {
      return weaker.withWho(other.who());
    }
    if (part == Part.VERB && draw.percent(50)) {
      return weaker.withVerb(other.verb());
    }
    if (part == Part.NOUN && draw.percent(70)) {
      return weaker.withWhat(((Goods) weaker.what()).withNoun(((Goods) other.what()).noun()));
    }
    return facts.altered(weaker, part);
  }

  /** The facts in order; whoever was named last is {@code she} or {@code he} the next time. */
  private static String told(ToyWording wording, List<ToyFact> passage) {
    List<String> sentences = new ArrayList<>();
    Optional<Person> last = Optional.empty();
    for (ToyFact fact : passage) {
      boolean again = last.filter(fact.who()::equals).isPresent();
      sentences.add(wording.told(fact, again ? fact.who().pronoun() : fact.who().name()) + " .");
      last = Optional.of(fact.who());
    }
    return String.join(" ", sentences);
  }
}
