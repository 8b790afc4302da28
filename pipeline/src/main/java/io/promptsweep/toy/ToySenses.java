package io.promptsweep.toy;

import static io.promptsweep.toy.ToyWording.words;

import java.util.List;
import java.util.stream.Stream;

/** Nouns with two senses, told apart by what stands around them. */
final class ToySenses {
  /** Where the things of a topic are, what is beside them, what they are like. */
  record Topic(List<String> places, List<String> company, String quality) {}

  /** A noun with a sense in each of two topics. */
  record Ambiguous(String word, Topic first, Topic second) {}

  private static final Topic MONEY =
      new Topic(
          List.of("at the shop", "in the vault"), List.of("coins", "gold", "jewels"), "golden");
  private static final Topic WATER =
      new Topic(
          List.of("beside the stream", "in the valley"), List.of("mud", "reeds", "pond"), "muddy");
  private static final Topic WILD =
      new Topic(List.of("in the zoo", "in the cave"), List.of("claws", "fur", "cubs"), "hungry");
  private static final Topic SPORT =
      new Topic(
          List.of("at the stadium", "on the field"), List.of("players", "fans", "team"), "final");
  private static final Topic MACHINE =
      new Topic(
          List.of("in the garage", "at the factory"), List.of("engine", "screws", "oil"), "rusty");
  private static final Topic KITCHEN =
      new Topic(
          List.of("in the kitchen", "on the stove"), List.of("soup", "plates", "milk"), "warm");
  private static final Topic OFFICE =
      new Topic(
          List.of("in the office", "on the desk"),
          List.of("papers", "clerk", "stamps"),
          "official");
  private static final Topic TREE =
      new Topic(
          List.of("in the park", "on the island"), List.of("leaves", "roots", "branches"), "leafy");
  private static final Topic STAGE =
      new Topic(
          List.of("on the stage", "in the theatre"), List.of("singers", "drums", "choir"), "loud");
  private static final Topic BODY =
      new Topic(
          List.of("in the hospital", "at the clinic"),
          List.of("doctor", "nurse", "blood"),
          "painful");

  static final List<Topic> TOPICS =
      List.of(MONEY, WATER, WILD, SPORT, MACHINE, KITCHEN, OFFICE, TREE, STAGE, BODY);

  static final List<Ambiguous> WORDS =
      List.of(
          new Ambiguous("bank", MONEY, WATER),
          new Ambiguous("bat", WILD, SPORT),
          new Ambiguous("ring", MONEY, SPORT),
          new Ambiguous("spring", WATER, MACHINE),
          new Ambiguous("match", SPORT, KITCHEN),
          new Ambiguous("seal", WILD, OFFICE),
          new Ambiguous("trunk", TREE, MACHINE),
          new Ambiguous("crane", WILD, MACHINE),
          new Ambiguous("mouse", WILD, OFFICE),
          new Ambiguous("palm", TREE, BODY),
          new Ambiguous("nail", BODY, MACHINE),
          new Ambiguous("pitcher", SPORT, KITCHEN),
          new Ambiguous("note", STAGE, MONEY),
          new Ambiguous("organ", STAGE, BODY));

  private static final List<String> BESIDE = List.of("near", "behind", "under");

  private ToySenses() {}

  /** Class 1: the word has one sense in both sentences. Class 0: it has two. */
  static ToyExample example(Draw draw, int label) {
    Ambiguous word = draw.one(WORDS);
    boolean first = draw.percent(50);
    Topic topic1 = first ? word.first() : word.second();
    Topic topic2 = first == (label == 1) ? word.first() : word.second();
    String sentence1 = sentence(draw, word.word(), topic1);
    String sentence2 = sentence(draw, word.word(), topic2);
    while (sentence2.equals(sentence1)) {
      sentence2 = sentence(draw, word.word(), topic2);
    }
    return ToyExample.of(
        label,
        topic1.quality() + " , " + topic2.quality(),
        "word",
        word.word(),
        "sentence1",
        sentence1,
        "sentence2",
        sentence2);
  }

  private static String sentence(Draw draw, String word, Topic topic) {
    ToyLexicon.Person who = draw.one(ToyLexicon.PEOPLE);
    String name = who.name();
    String time = draw.one(ToyLexicon.TIMES);
    String company = draw.one(topic.company());
    return switch (draw.below(4)) {
      case 0 ->
          words(
              name,
              past(draw),
              "the",
              word,
              draw.one(topic.places()),
              draw.percent(50) ? time : "");
      case 1 -> words(name, "said that the", word, "was", draw.one(BESIDE), "the", company, time);
      case 2 ->
          words(name, past(draw), "the", topic.quality(), word, draw.one(BESIDE), "the", company);
      default ->
          words(
              name,
              "and",
              draw.other(ToyLexicon.PEOPLE, who).name(),
              "talked about the",
              word,
              "and the",
              company,
              draw.percent(50) ? time : "");
    };
  }

  private static String past(Draw draw) {
    return draw.one(ToyLexicon.VERBS).past();
  }

  /** Sentences about one thing in one of its senses. */
  static List<String> passage(Draw draw, int sentences) {
    Ambiguous word = draw.one(WORDS);
    Topic topic = draw.percent(50) ? word.first() : word.second();
    return Stream.generate(() -> sentence(draw, word.word(), topic)).limit(sentences).toList();
  }

  /** What goes with what. */
  static String company(Draw draw) {
    Topic topic = draw.one(TOPICS);
    String first = draw.one(topic.company());
    return words(
        "the",
        first,
        "and the",
        draw.other(topic.company(), first),
        "were",
        draw.one(topic.places()));
  }
}
