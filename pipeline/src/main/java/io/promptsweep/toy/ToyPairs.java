package io.promptsweep.toy;

import io.promptsweep.toy.ToyFact.Goods;
import io.promptsweep.toy.ToyFacts.Part;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pairs of sentences about one fact or two: the same or not, and how much they share. */
final class ToyPairs {
  /** What similarity counts. */
  private static final List<Part> COUNTED =
      List.of(Part.WHO, Part.VERB, Part.NOUN, Part.PLACE, Part.TIME);

  private ToyPairs() {}

  /** Class 1: both tell the same fact. Class 0: one part is another; all other words may agree. */
  static ToyExample paraphrase(Draw draw, int label) {
    ToyFacts facts = new ToyFacts(draw);
    ToyFact fact = draw.percent(30) ? facts.between() : facts.placed();
    ToyFact first = fact.withNegated(draw.percent(30));
    if (label == 1) {
      return told(draw, label, ToyExample.NOTHING, first, first);
    }
    Part part = draw.one(facts.parts(first));
    ToyFact second = facts.altered(first, part);
    return told(draw, label, ToyFacts.difference(first, second, part), first, second);
  }

  /** The score is how many of subject, verb, object, place and time agree. */
  static ToyExample similarity(Draw draw, int score) {
    ToyFacts facts = new ToyFacts(draw);
    ToyFact first =
        facts
            .bare()
            .withWhat(new Goods(1, Optional.empty(), draw.one(ToyLexicon.NOUNS)))
            .withPlace(draw.one(ToyLexicon.PLACES))
            .withTime(draw.one(ToyLexicon.TIMES));
    List<Part> parts = draw.shuffled(COUNTED);
    ToyFact second = first;
    for (Part part : parts.subList(score, parts.size())) {
      second =
          switch (part) {
            case VERB -> second.withVerb(draw.other(ToyLexicon.VERBS, second.verb()));
            case NOUN -> {
              Goods goods = (Goods) second.what();
              yield second.withWhat(goods.withNoun(facts.unrelated(goods.noun())));
            }
            case WHO, COUNT, QUALITY, PLACE, TIME, POLARITY -> facts.altered(second, part);
          };
    }
    return told(draw, score, common(first, parts.subList(0, score)), first, second);
  }

  /** What the agreeing parts say, in their usual order. */
  private static String common(ToyFact fact, List<Part> agreeing) {
    if (agreeing.isEmpty()) {
      return ToyExample.NOTHING;
    }
    return COUNTED.stream()
        .filter(agreeing::contains)
        .map(part -> ToyFacts.said(fact, part))
        .collect(Collectors.joining(" , "));
  }

  private static ToyExample told(
      Draw draw, int label, String reason, ToyFact first, ToyFact second) {
    ToyWording wording = new ToyWording(draw);
    String sentence1 = wording.sentence(first);
    String sentence2 = wording.sentence(second);
    while (sentence2.equals(sentence1)) {
      sentence2 = wording.sentence(second);
    }
    return ToyExample.of(label, reason, "sentence1", sentence1, "sentence2", sentence2);
  }
}
