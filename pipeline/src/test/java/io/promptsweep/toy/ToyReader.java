package io.promptsweep.toy;

import io.promptsweep.toy.ToyLexicon.Adjective;
import io.promptsweep.toy.ToyLexicon.Noun;
import io.promptsweep.toy.ToyLexicon.Person;
import io.promptsweep.toy.ToyLexicon.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads sentences back into facts, knowing the lexicon alone and nothing of how they were made. */
final class ToyReader {
  /** A sentence's meaning: synonyms are one, absent parts empty, a person as object has count 0. */
  record Reading(
      String who,
      Verb verb,
      int count,
      String quality,
      String what,
      String place,
      String time,
      boolean negated) {
    /** Whether the other follows. */
    boolean entails(Reading h) {
      if (negated || h.negated) {
        return equals(h);
      }
      return matchesButVerb(h)
          && verb.equals(h.verb)
          && count == h.count
          && (h.quality.isEmpty() || h.quality.equals(quality));
    }

    private boolean matchesButVerb(Reading h) {
      return who.equals(h.who)
          && (what.equals(h.what) || isKind(what, h.what))
          && (h.place.isEmpty() || h.place.equals(place))
          && (h.time.isEmpty() || h.time.equals(time));
    }

    /** Whether both cannot be said of one event. */
    boolean contradicts(Reading h) {
      if (negated) {
        return !h.negated && equals(h.withNegated(true));
      }
      if (h.negated) {
        return entails(h.withNegated(false));
      }
      boolean opposite = verb.opposite().equals(h.verb);
      boolean qualities = !quality.isEmpty() && !h.quality.isEmpty() && !quality.equals(h.quality);
      return matchesButVerb(h)
          && (opposite || verb.equals(h.verb))
          && (opposite || count != h.count || qualities);
    }

    int shared(Reading other) {
      int shared = who.equals(other.who) ? 1 : 0;
      shared += verb.equals(other.verb) ? 1 : 0;
      shared += what.equals(other.what) ? 1 : 0;
      shared += place.equals(other.place) ? 1 : 0;
      return shared + (time.equals(other.time) ? 1 : 0);
    }

    Reading withWho(String other) {
      return new Reading(other, verb, count, quality, what, place, time, negated);
    }

    private Reading withNegated(boolean other) {
      return new Reading(who, verb, count, quality, what, place, time, other);
    }
  }

  private ToyReader() {}

  /** The clauses of a sentence. */
  static List<Reading> clauses(String sentence) {
    return Arrays.stream(sentence.split(" and ", -1)).map(ToyReader::clause).toList();
  }

  /** The facts of a passage, with pronouns resolved to the person named last. */
  static List<Reading> passage(String passage) {
    List<Reading> facts = new ArrayList<>();
    for (String sentence : passage.split(" \\.(?: |$)", 0)) {
      Reading fact = clause(sentence);
      if (fact.who().equals("she") || fact.who().equals("he")) {
        Reading last = facts.get(facts.size() - 1);
        if (female(last.who()) != fact.who().equals("she")) {
          throw new IllegalArgumentException(passage);
        }
        fact = fact.withWho(last.who());
      }
      facts.add(fact);
    }
    return facts;
  }

  static boolean female(String name) {
    return ToyLexicon.PEOPLE.stream().anyMatch(p -> p.name().equals(name) && p.female());
  }

  static Reading question(String question) {
    return question.startsWith("did ")
        ? clause(question.substring(4))
        : clause(
            question.substring(question.indexOf(' ') + 1).replaceFirst(" (?=\\S+ by )", " was "));
  }

  static Reading clause(String clause) {
    String rest = " " + clause + " ";
    String place = held(rest, ToyLexicon.PLACES);
    rest = place.isEmpty() ? rest : rest.replace(" " + place + " ", " ");
    String time = held(rest, ToyLexicon.TIMES);
    rest = (time.isEmpty() ? rest : rest.replace(" " + time + " ", " ")).strip();
    boolean negated = rest.contains(" not ");
    rest = rest.replace(" did not ", " ").replace(" not ", " ");
    if (rest.contains(" by ")) {
      String[] parts = rest.split(" was | were | by ", -1);
      return reading(parts[2], parts[1], parts[0], place, time, negated, clause);
    }
    String[] parts = rest.split(" ", 3);
    return reading(parts[0], parts[1], parts[2], place, time, negated, clause);
  }

  private static String held(String text, List<String> phrases) {
    return phrases.stream().filter(p -> text.contains(" " + p + " ")).findFirst().orElse("");
  }

  private static Reading reading(
      String who, String verb, String what, String place, String time, boolean negated, String at) {
    if (ToyLexicon.PEOPLE.stream().map(Person::name).anyMatch(what::equals)) {
      return new Reading(who, verb(verb), 0, "", what, place, time, negated);
    }
    List<String> words = List.of(what.split(" ", -1));
    int count = words.get(0).matches("an?") ? 1 : ToyLexicon.NUMBERS.indexOf(words.get(0));
    if (count < 1 || words.size() < 2 || words.size() > 3) {
      throw new IllegalArgumentException("'" + what + "' in '" + at + "'");
    }
    String quality = words.size() == 3 ? quality(words.get(1)) : "";
    String noun = noun(words.get(words.size() - 1)).one();
    return new Reading(who, verb(verb), count, quality, noun, place, time, negated);
  }

  private static Verb verb(String word) {
    return ToyLexicon.VERBS.stream()
        .filter(
            v ->
                forms(v).contains(word)
                    || v.synonym().map(s -> forms(s).contains(word)).orElse(false))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  private static List<String> forms(Verb verb) {
    return List.of(verb.base(), verb.past());
  }

  private static String quality(String word) {
    List<Adjective> all = new ArrayList<>(ToyLexicon.QUALITIES);
    all.addAll(ToyLexicon.COLOURS);
    return all.stream()
        .filter(a -> a.word().equals(word) || a.synonym().equals(Optional.of(word)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word))
        .word();
  }

  private static Noun noun(String word) {
    List<Noun> all = new ArrayList<>(ToyLexicon.NOUNS);
    all.addAll(ToyLexicon.KINDS);
    return all.stream()
        .filter(
            n ->
                word.equals(n.one())
                    || word.equals(n.many())
                    || n.synonym()
                        .filter(s -> word.equals(s.one()) || word.equals(s.many()))
                        .isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  private static boolean isKind(String narrow, String wide) {
    String noun = narrow;
    while (!noun.isEmpty() && !Objects.equals(noun, wide)) {
      noun =
          ToyLexicon.PEOPLE.stream().map(Person::name).anyMatch(noun::equals)
              ? ""
              : noun(noun).kind();
    }
    return noun.equals(wide);
  }
}
