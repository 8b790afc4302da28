package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.toy.ToyLexicon.Noun;
import io.promptsweep.toy.ToyLexicon.Person;
import io.promptsweep.toy.ToyLexicon.Verb;
import io.promptsweep.toy.ToyReader.Reading;
import io.promptsweep.toy.ToySenses.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each label is found again by a reader that sees the text alone. */
class ToyLabelsTest {
  private static final int DRAWS = 5000;

  private static void assertLabels(String kind, ToIntFunction<ToyExample> reader) {
    ToyTask task =
        ToyTask.ALL.stream().filter(t -> t.kind().equals(kind)).findFirst().orElseThrow();
    Draw draw = Draw.of(99);
    for (int i = 0; i < DRAWS; i++) {
      ToyExample example = task.example(draw);
      assertThat(reader.applyAsInt(example)).as("%s", example).isEqualTo(example.label());
    }
  }

  @Test
  void aSentenceIsAcceptableIfTheGrammarDerivesIt() {
    Pattern grammar = Pattern.compile(grammar());
    assertThat("the dogs near the hat sleep at noon").matches(grammar);
    assertThat("the dogs near the hat sleeps at noon").doesNotMatch(grammar);
    assertThat("anna pushes himself near the lake").doesNotMatch(grammar);
    assertLabels("acceptability", e -> grammar.matcher(e.text("sentence")).matches() ? 1 : 0);
  }

  private static String grammar() {
    String one = nouns(Noun::one);
    String many = nouns(Noun::many);
    String quality =
        any(
            Stream.of(ToyLexicon.QUALITIES, ToyLexicon.COLOURS).flatMap(List::stream).toList(),
            ToyLexicon.Adjective::word);
    String people = any(ToyLexicon.PEOPLE, Person::name);
    String object =
        String.format(
            Locale.ROOT,
            "(?:a (?![aeiou])|an (?=[aeiou]))(?:%2$s )?%1$s|(?:two|three|four) (?:%2$s )?%3$s",
            one,
            quality,
            many);
    String attractor =
        String.format(
            Locale.ROOT,
            "(?: (?:near|behind) the (?:%s|%s)| that %s %s)?",
            one,
            many,
            people,
            any(ToyLexicon.VERBS, Verb::past));
    String circumstance =
        String.format(
            Locale.ROOT,
            "(?: %s)?",
            any(
                Stream.of(ToyLexicon.PLACES, ToyLexicon.TIMES).flatMap(List::stream).toList(),
                w -> w));
    String third = verbs(Verb::third);
    String base = verbs(Verb::base);
    String subject = "the (?:" + quality + " )?";
    return Stream.of(
            String.format(
                Locale.ROOT,
                "(?:%s%s%s|%s) (?:%s|%s (?:%s))%s",
                subject,
                one,
                attractor,
                people,
                any(ToyLexicon.DOINGS, ToyLexicon.Doing::third),
                third,
                object,
                circumstance),
            String.format(
                Locale.ROOT,
                "%s%s%s (?:%s|%s (?:%s))%s",
                subject,
                many,
                attractor,
                any(ToyLexicon.DOINGS, ToyLexicon.Doing::base),
                base,
                object,
                circumstance),
            reflexive("herself", true, third, circumstance),
            reflexive("himself", false, third, circumstance))
        .map(rule -> "(?:" + rule + ")")
        .collect(Collectors.joining("|"));
  }

  private static String reflexive(String self, boolean female, String third, String circumstance) {
    List<Person> people = ToyLexicon.PEOPLE.stream().filter(p -> p.female() == female).toList();
    return any(people, Person::name) + " " + third + " " + self + circumstance + circumstance;
  }

  private static String verbs(Function<Verb, String> form) {
    List<Verb> all = new ArrayList<>(ToyLexicon.VERBS);
    ToyLexicon.VERBS.forEach(verb -> verb.synonym().ifPresent(all::add));
    return any(all, form);
  }

  private static String nouns(Function<Noun, String> form) {
    List<Noun> all = new ArrayList<>(ToyLexicon.NOUNS);
    ToyLexicon.NOUNS.forEach(noun -> noun.synonym().ifPresent(all::add));
    return any(all, form);
  }

  private static <T> String any(List<T> items, Function<T, String> form) {
    return items.stream().map(form).collect(Collectors.joining("|", "(?:", ")"));
  }

  @Test
  void theMainClausesFeelingDecides() {
    assertLabels(
        "sentiment",
        e -> {
          String text = e.text("sentence");
          String main = text.replaceFirst("^.* but ", "").replaceFirst(" although .*$", "");
          if (text.startsWith("although")) {
            main = text.replaceFirst("^.* , ", "");
          }
          List<String> words = List.of(main.split(" ", -1));
          boolean good =
              words.stream().anyMatch(ToySentiment.GOOD::contains)
                  || ToySentiment.LIKING.stream()
                      .anyMatch(f -> words.contains(f.past()) || words.contains(f.base()));
          return good != (words.contains("not") || words.contains("never")) ? 1 : 0;
        });
  }

  @Test
  void paraphrasesTellOneFact() {
    assertLabels(
        "paraphrase",
        e ->
            ToyReader.clause(e.text("sentence1")).equals(ToyReader.clause(e.text("sentence2")))
                ? 1
                : 0);
  }

  @Test
  void similarityCountsTheSharedParts() {
    assertLabels(
        "similarity",
        e -> ToyReader.clause(e.text("sentence1")).shared(ToyReader.clause(e.text("sentence2"))));
  }

  @Test
  void whatIsEntailedFollowsFromAClause() {
    assertLabels(
        "entailment",
        e -> {
          Reading hypothesis = ToyReader.clause(e.text("sentence2"));
          return any(e.text("sentence1"), premise -> premise.entails(hypothesis)) ? 0 : 1;
        });
  }

  @Test
  void whatIsNeitherEntailedNorContradictedIsNeutral() {
    assertLabels(
        "inference",
        e -> {
          Reading hypothesis = ToyReader.clause(e.text("hypothesis"));
          if (any(e.text("premise"), premise -> premise.entails(hypothesis))) {
            return 0;
          }
          return any(e.text("premise"), premise -> premise.contradicts(hypothesis)) ? 1 : 2;
        });
  }

  private static boolean any(String premise, Predicate<Reading> holds) {
    return ToyReader.clauses(premise).stream().anyMatch(holds);
  }

  @Test
  void theAnswerIsYesIfAFactOfThePassageSaysSo() {
    assertLabels(
        "question",
        e -> {
          Reading asked = ToyReader.question(e.text("question"));
          return ToyReader.passage(e.text("passage")).stream().anyMatch(f -> f.entails(asked))
              ? 1
              : 0;
        });
  }

  @Test
  void sensesAreAlikeIfTheirCompanyIs() {
    assertLabels(
        "sense", e -> topic(e.text("sentence1")).equals(topic(e.text("sentence2"))) ? 1 : 0);
  }

  private static Topic topic(String sentence) {
    List<Topic> topics =
        ToySenses.TOPICS.stream()
            .filter(
                t ->
                    t.places().stream().anyMatch(sentence::endsWith)
                        || t.places().stream().anyMatch(p -> sentence.contains(p + " "))
                        || Arrays.stream(sentence.split(" ")).anyMatch(t.company()::contains))
            .toList();
    assertThat(topics).as(sentence).hasSize(1);
    return topics.get(0);
  }

  /** Where both have the pronoun's gender, the reason that follows decides. */
  @Test
  void thePronounMeansWhomItsGenderOrItsReasonFits() {
    List<String> ofTheDoer =
        List.of(
            "helped strong|kind",
            "carried strong|kind",
            "paid rich|wanted help",
            "thanked glad|wanted the",
            "sold needed money|poor",
            "bought wanted the|rich",
            "left shy|wanted rest");
    assertLabels(
        "coreference",
        e -> {
          List<String> words = List.of(e.text("text").split(" ", -1));
          List<String> names =
              words.stream()
                  .filter(w -> ToyLexicon.PEOPLE.stream().anyMatch(p -> p.name().equals(w)))
                  .toList();
          boolean she = e.text("span2_text").equals("she");
          List<String> fitting = names.stream().filter(n -> ToyReader.female(n) == she).toList();
          String meant = fitting.get(0);
          if (fitting.size() == 2) {
            String text = e.text("text");
            String reason = text.substring(text.indexOf(" because "));
            String rule =
                ofTheDoer.stream()
                    .filter(r -> words.contains(r.split(" ", 2)[0]))
                    .findFirst()
                    .orElseThrow();
            boolean doer =
                Arrays.stream(rule.split(" ", 2)[1].split("\\|")).anyMatch(reason::contains);
            boolean passive = text.contains(" by ");
            meant = names.get(doer != passive ? 0 : 1);
          }
          assertThat(words.get(Integer.parseInt(e.text("span1_index"))))
              .isEqualTo(e.text("span1_text"));
          assertThat(words.get(Integer.parseInt(e.text("span2_index"))))
              .isEqualTo(e.text("span2_text"));
          return meant.equals(e.text("span1_text")) ? 1 : 0;
        });
  }
}
