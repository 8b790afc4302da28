package io.promptsweep.toy;

import static io.promptsweep.toy.ToyLexicon.ADVERBS;
import static io.promptsweep.toy.ToyLexicon.ANIMALS;
import static io.promptsweep.toy.ToyLexicon.BAD;
import static io.promptsweep.toy.ToyLexicon.GOOD;
import static io.promptsweep.toy.ToyLexicon.PEOPLE;
import static io.promptsweep.toy.ToyLexicon.PLACES;
import static io.promptsweep.toy.ToyLexicon.SUBJECTS;
import static io.promptsweep.toy.ToyLexicon.TIMES;
import static io.promptsweep.toy.ToyLexicon.VERBS;

import java.util.List;
import java.util.Random;

/** Sentences of the toy world, whose label follows from how they are made. */
final class ToyGrammar {
  private final Random random;

  ToyGrammar(Random random) {
    this.random = random;
  }

  /**
   * {@code anna said that the film was really not dull yesterday}: negation turns the feeling
   * round.
   */
  String sentiment(boolean positive) {
    boolean negated = random.nextInt(4) == 0;
    StringBuilder sentence = new StringBuilder();
    if (random.nextInt(3) == 0) {
      sentence.append(one(PEOPLE)).append(" said that ");
    }
    sentence.append("the ").append(one(SUBJECTS)).append(" was ");
    if (random.nextBoolean()) {
      sentence.append(one(ADVERBS)).append(' ');
    }
    if (negated) {
      sentence.append("not ");
    }
    List<String> feeling = positive != negated ? GOOD : BAD;
    sentence.append(one(feeling));
    if (random.nextBoolean()) {
      sentence.append(" and ").append(one(feeling));
    }
    if (random.nextBoolean()) {
      sentence.append(' ').append(one(TIMES));
    }
    return sentence.toString();
  }

  /** {@code the old dogs near the barn sleep}: verb and subject agree in number, or not. */
  String agreement(boolean acceptable) {
    int number = random.nextInt(2);
    StringBuilder sentence = new StringBuilder("the ");
    if (random.nextInt(3) == 0) {
      sentence.append("old ");
    }
    sentence.append(one(ANIMALS)[number]);
    if (random.nextInt(3) > 0) {
      sentence.append(" near the ");
      sentence.append(random.nextBoolean() ? one(PLACES) : one(ANIMALS)[random.nextInt(2)]);
    }
    sentence.append(' ').append(one(VERBS)[acceptable ? number : 1 - number]);
    if (random.nextBoolean()) {
      sentence.append(' ').append(one(TIMES));
    }
    return sentence.toString();
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
