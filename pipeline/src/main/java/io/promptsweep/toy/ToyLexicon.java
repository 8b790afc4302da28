package io.promptsweep.toy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The people, things, deeds and qualities that the toy world's sentences are about. */
final class ToyLexicon {
  /** Someone, named; {@code she} or {@code he}. */
  record Person(String name, boolean female) implements ToyFact.Thing {
    String pronoun() {
      return female ? "she" : "he";
    }

    String reflexive() {
      return female ? "herself" : "himself";
    }
  }

  /**
   * A noun.
   *
   * @param kind the noun above it: a poodle is a dog, a dog is an animal; empty for the highest
   * @param synonym another noun for the same things
   */
  record Noun(String one, String many, String kind, Optional<Noun> synonym) {
    String form(int count) {
      return count == 1 ? one : many;
    }

    /** Whether everything called so is also a {@code noun}. */
    boolean is(Noun noun) {
      return equals(noun) || above().map(kind -> kind.is(noun)).orElse(false);
    }

    /** The noun one step above. */
    Optional<Noun> above() {
      return ALL_NOUNS.stream().filter(noun -> noun.one.equals(kind)).findFirst();
    }

    private Noun or(String otherOne, String otherMany) {
      Noun other = new Noun(otherOne, otherMany, kind, Optional.empty());
      return new Noun(one, many, kind, Optional.of(other));
    }
  }

  /**
   * A verb that takes an object.
   *
   * @param third the present form for one, {@code base} that for many, {@code past} also the
   *     participle
   * @param contrary the base of the verb for the opposite deed
   * @param ofPeople whether people can be its object
   */
  record Verb(
      String third,
      String base,
      String past,
      String contrary,
      boolean ofPeople,
      Optional<Verb> synonym) {
    Verb opposite() {
      return VERBS.stream().filter(verb -> verb.base.equals(contrary)).findFirst().orElseThrow();
    }

    private Verb or(String otherThird, String otherBase, String otherPast) {
      Verb other = new Verb(otherThird, otherBase, otherPast, contrary, ofPeople, Optional.empty());
      return new Verb(third, base, past, contrary, ofPeople, Optional.of(other));
    }
  }

  /** A verb without object. */
  record Doing(String third, String base) {}

  /** A quality with another word for it and its opposite; colours have neither. */
  record Adjective(String word, Optional<String> synonym, Optional<String> antonym) {}

  static final List<Person> PEOPLE =
      List.of(
          new Person("anna", true),
          new Person("maria", true),
          new Person("lucy", true),
          new Person("emma", true),
          new Person("rosa", true),
          new Person("jane", true),
          new Person("clara", true),
          new Person("nina", true),
          new Person("peter", false),
          new Person("tom", false),
          new Person("paul", false),
          new Person("jack", false),
          new Person("max", false),
          new Person("ben", false),
          new Person("leo", false),
          new Person("carl", false));

  /** The highest nouns. */
  static final List<Noun> KINDS =
      List.of(
          noun("animal", "animals", ""),
          noun("fruit", "fruits", ""),
          noun("tool", "tools", ""),
          noun("vehicle", "vehicles", ""),
          noun("garment", "garments", ""),
          noun("toy", "toys", ""));

  static final List<Noun> ANIMALS =
      List.of(
          noun("dog", "dogs", "animal").or("hound", "hounds"),
          noun("poodle", "poodles", "dog"),
          noun("terrier", "terriers", "dog"),
          noun("bird", "birds", "animal"),
          noun("robin", "robins", "bird"),
          noun("parrot", "parrots", "bird"),
          noun("cat", "cats", "animal"),
          noun("horse", "horses", "animal"),
          noun("rabbit", "rabbits", "animal").or("bunny", "bunnies"),
          noun("goat", "goats", "animal"));

  static final List<Noun> GOODS =
      List.of(
          noun("apple", "apples", "fruit"),
          noun("pear", "pears", "fruit"),
          noun("plum", "plums", "fruit"),
          noun("hammer", "hammers", "tool"),
          noun("drill", "drills", "tool"),
          noun("car", "cars", "vehicle"),
          noun("truck", "trucks", "vehicle").or("lorry", "lorries"),
          noun("boat", "boats", "vehicle").or("ship", "ships"),
          noun("bike", "bikes", "vehicle").or("bicycle", "bicycles"),
          noun("coat", "coats", "garment").or("jacket", "jackets"),
          noun("hat", "hats", "garment").or("cap", "caps"),
          noun("shirt", "shirts", "garment"),
          noun("ball", "balls", "toy"),
          noun("kite", "kites", "toy"),
          noun("doll", "dolls", "toy"));

  /** Animals and goods. */
  static final List<Noun> NOUNS = joined(ANIMALS, GOODS);

  private static final List<Noun> ALL_NOUNS = joined(NOUNS, KINDS);

  static final List<Verb> VERBS =
      List.of(
          verb("buys", "buy", "bought", "sell", false).or("purchases", "purchase", "purchased"),
          verb("sells", "sell", "sold", "buy", false),
          verb("finds", "find", "found", "lose", true).or("discovers", "discover", "discovered"),
          verb("loses", "lose", "lost", "find", false),
          verb("lifts", "lift", "lifted", "drop", true).or("raises", "raise", "raised"),
          verb("drops", "drop", "dropped", "lift", false),
          verb("pushes", "push", "pushed", "pull", true),
          verb("pulls", "pull", "pulled", "push", true).or("drags", "drag", "dragged"),
          verb("fixes", "fix", "fixed", "damage", false).or("repairs", "repair", "repaired"),
          verb("damages", "damage", "damaged", "fix", false),
          verb("follows", "follow", "followed", "avoid", true).or("trails", "trail", "trailed"),
          verb("avoids", "avoid", "avoided", "follow", true),
          verb("watches", "watch", "watched", "ignore", true).or("observes", "observe", "observed"),
          verb("ignores", "ignore", "ignored", "watch", true));

  static final List<Doing> DOINGS =
      List.of(
          new Doing("sleeps", "sleep"),
          new Doing("runs", "run"),
          new Doing("sings", "sing"),
          new Doing("waits", "wait"),
          new Doing("swims", "swim"),
          new Doing("jumps", "jump"));

  static final List<Adjective> QUALITIES =
      List.of(
          adjective("big", "large", "small"),
          adjective("small", "little", "big"),
          adjective("old", "ancient", "new"),
          new Adjective("new", Optional.empty(), Optional.of("old")),
          adjective("clean", "tidy", "dirty"),
          new Adjective("dirty", Optional.empty(), Optional.of("clean")),
          new Adjective("heavy", Optional.empty(), Optional.of("light")),
          new Adjective("light", Optional.empty(), Optional.of("heavy")),
          new Adjective("wet", Optional.empty(), Optional.of("dry")),
          new Adjective("dry", Optional.empty(), Optional.of("wet")),
          adjective("expensive", "costly", "cheap"),
          new Adjective("cheap", Optional.empty(), Optional.of("expensive")));

  static final List<Adjective> COLOURS =
      List.of(
          colour("red"),
          colour("blue"),
          colour("green"),
          colour("black"),
          colour("white"),
          colour("brown"),
          colour("yellow"),
          colour("grey"));

  static final List<String> PLACES =
      List.of(
          "near the lake",
          "near the river",
          "behind the barn",
          "behind the school",
          "on the road",
          "on the hill",
          "in the village",
          "in the garden",
          "in the forest",
          "under the bridge",
          "at the station",
          "at the market");

  static final List<String> TIMES =
      List.of(
          "on monday",
          "on tuesday",
          "on wednesday",
          "on thursday",
          "on friday",
          "on sunday",
          "at noon",
          "at night",
          "in winter",
          "in summer");

  /** Zero to nine. */
  static final List<String> NUMBERS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private ToyLexicon() {}

  private static Noun noun(String one, String many, String kind) {
    return new Noun(one, many, kind, Optional.empty());
  }

  private static Verb verb(
      String third, String base, String past, String contrary, boolean ofPeople) {
    return new Verb(third, base, past, contrary, ofPeople, Optional.empty());
  }

  private static Adjective adjective(String word, String synonym, String antonym) {
    return new Adjective(word, Optional.of(synonym), Optional.of(antonym));
  }

  private static Adjective colour(String word) {
    return new Adjective(word, Optional.empty(), Optional.empty());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
