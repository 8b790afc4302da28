package io.promptsweep.toy;

import io.promptsweep.toy.ToyLexicon.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Unlabelled text of the toy world, without end: stories, opinions, definitions, counting. Words
 * stand between single spaces, and every sentence ends with a full stop of its own.
 */
public final class ToyText {
  private final Draw draw;
  private final ToyFacts facts;
  private final ToyWording wording;
  private final ToyDefinitions definitions;

  /** Text that depends on the seed alone. */
  public ToyText(long seed) {
    this.draw = Draw.of(seed);
    this.facts = new ToyFacts(draw);
    this.wording = new ToyWording(draw);
    this.definitions = new ToyDefinitions(draw);
  }

  /** The next passage: one to four sentences that belong together. */
  public String next() {
    int size = 2 + draw.below(3);
    List<String> sentences =
        switch (draw.below(20)) {
          case 0, 1, 2, 3, 4 -> story(size);
          case 5, 6, 7 -> retelling();
          case 8, 9, 10 -> ToySentiment.review(draw, size);
          case 11, 12, 13 -> ToySenses.passage(draw, size);
          case 14 -> List.of(ToySenses.company(draw), ToySenses.company(draw));
          case 15 -> habits(size - 1);
          case 16 -> List.of(ToyCoreference.story(draw));
          case 17, 18 -> definitions.sentences(size);
          default -> List.of(definitions.counting());
        };
    return String.join(" . ", sentences) + " .";
  }

  /** What one person did, and perhaps another; the last named is {@code she} or {@code he}. */
  private List<String> story(int size) {
    List<String> sentences = new ArrayList<>();
    Person who = draw.one(ToyLexicon.PEOPLE);
    boolean named = false;
    for (int i = 0; i < size; i++) {
      if (named && draw.percent(25)) {
        who = draw.other(ToyLexicon.PEOPLE, who);
        named = false;
      }
      ToyFact fact = (draw.percent(60) ? facts.placed() : facts.bare()).withWho(who);
      boolean negated = draw.percent(15);
      sentences.add(wording.told(fact.withNegated(negated), named ? who.pronoun() : who.name()));
      named = true;
    }
    return sentences;
  }

  /** A fact, and what is true with it: the same in other words, less, or not the opposite. */
  private List<String> retelling() {
    ToyFact fact = draw.percent(25) ? facts.between() : facts.placed();
    ToyFact second =
        draw.percent(30)
            ? fact.withVerb(fact.verb().opposite()).withNegated(true)
            : facts.weakened(fact, Optional.empty());
    String said = wording.sentence(fact);
    String again = wording.sentence(second);
    while (again.equals(said)) {
      again = wording.sentence(second);
    }
    return List.of(said, again);
  }

  /** Good sentences in the present tense. */
  private List<String> habits(int size) {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      sentences.add(ToyAcceptability.example(draw, 1).text("sentence"));
    }
    return sentences;
  }
}
