package io.promptsweep.toy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The words of the toy world: of its text, its tasks and their answers, and its instructions. */
public final class ToyVocabulary {
  private static final List<String> SPECIAL = List.of("<pad>", "</s>", "<unk>");

  /** The sentinels that T5's span corruption needs; more fill up the last eight. */
  private static final int SENTINELS = 32;

  private static final int MULTIPLE = 8;

  /** What joins the words of the lexicon to sentences. */
  private static final List<String> TEXT =
      List.of(
          "a an the and but although because then that said did not never was were is are by to from"
              + " or of in . , she he herself himself talked about helped carried paid thanked left"
              + " strong kind weak sick needed help rich wanted poor had glad money shy rest rude"
              + " opposite means colour page score make good bad right wrong yes no true false open");

  /** Field names and label words of the shipped task files. */
  private static final List<String> TASKS =
      List.of(
          "sentence: sentence1: sentence2: premise: hypothesis: question: passage: word: text: * #",
          "0 1 2 3 4 5 6 7 8 9 0.0 1.0 2.0 3.0 4.0 5.0",
          "unacceptable acceptable negative positive not_equivalent equivalent entailment"
              + " not_entailment contradiction neutral False True");

  private ToyVocabulary() {}

  /**
   * Every token, by id: special ones, words, then {@code <extra_id_N>} with 0 as the last, as in
   * T5's vocabulary. Their number is a multiple of eight.
   */
  static List<String> tokens() {
    Set<String> words = new LinkedHashSet<>(SPECIAL);
    words.addAll(sorted(lexicon()));
    words.addAll(sorted(TASKS));
    words.addAll(sorted(instructions()));
    List<String> tokens = new ArrayList<>(words);
    int size = roundedUp(tokens.size() + SENTINELS);
    for (int n = size - tokens.size() - 1; n >= 0; n--) {
      tokens.add("<extra_id_" + n + ">");
    }
    return List.copyOf(tokens);
  }

  private static int roundedUp(int size) {
    return (size + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
  }

  private static Set<String> sorted(List<String> phrases) {
    Set<String> words = new TreeSet<>();
    phrases.forEach(phrase -> words.addAll(List.of(phrase.split(" ", -1))));
    return words;
  }

  private static List<String> lexicon() {
    List<String> words = new ArrayList<>(TEXT);
    ToyLexicon.PEOPLE.forEach(person -> words.add(person.name()));
    for (List<ToyLexicon.Noun> nouns : List.of(ToyLexicon.NOUNS, ToyLexicon.KINDS)) {
      for (ToyLexicon.Noun noun : nouns) {
        words.addAll(List.of(noun.one(), noun.many()));
        noun.synonym().ifPresent(other -> words.addAll(List.of(other.one(), other.many())));
      }
    }
    for (ToyLexicon.Verb verb : ToyLexicon.VERBS) {
      words.addAll(List.of(verb.third(), verb.base(), verb.past()));
      verb.synonym()
          .ifPresent(other -> words.addAll(List.of(other.third(), other.base(), other.past())));
    }
    ToyLexicon.DOINGS.forEach(doing -> words.addAll(List.of(doing.third(), doing.base())));
    for (ToyLexicon.Adjective quality : ToyLexicon.QUALITIES) {
      words.add(quality.word());
      quality.synonym().ifPresent(words::add);
    }
    ToyLexicon.COLOURS.forEach(colour -> words.add(colour.word()));
    words.addAll(ToyLexicon.PLACES);
    words.addAll(ToyLexicon.TIMES);
    words.addAll(ToyLexicon.NUMBERS);
    words.addAll(ToySentiment.SUBJECTS);
    words.addAll(ToySentiment.GOOD);
    words.addAll(ToySentiment.BAD);
    words.addAll(ToySentiment.ADVERBS);
    for (List<ToySentiment.Feeling> feelings :
        List.of(ToySentiment.LIKING, ToySentiment.DISLIKING)) {
      feelings.forEach(feeling -> words.addAll(List.of(feeling.past(), feeling.base())));
    }
    ToySenses.WORDS.forEach(ambiguous -> words.add(ambiguous.word()));
    for (ToySenses.Topic topic : ToySenses.TOPICS) {
      words.addAll(topic.places());
      words.addAll(topic.company());
      words.add(topic.quality());
    }
    return words;
  }

  private static List<String> instructions() {
    List<String> words = new ArrayList<>(ToyInstructions.POOL);
    words.addAll(List.of(": / ; |", ToyExample.NOTHING));
    words.addAll(ToyAcceptability.reasons());
    for (ToyTask task : ToyTask.ALL) {
      words.add(ToyPhrasings.ofReason(task.kind()));
      ToyPhrasings.of(task.kind())
          .forEach(phrasing -> words.add(phrasing.replaceAll("\\{[^}]*\\} ?", "").strip()));
    }
    return words;
  }

  /** A tokenizer of whole words between spaces, in the format of Hugging Face's tokenizers. */
  public static String tokenizerJson() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    tokens().forEach(token -> ids.put(token, ids.size()));
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "WordLevel");
    model.put("vocab", ids);
    model.put("unk_token", "<unk>");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("truncation", null);
    json.put("padding", null);
    json.put(
        "added_tokens", SPECIAL.stream().map(token -> special(token, ids.get(token))).toList());
    json.put("normalizer", null);
    json.put("pre_tokenizer", Map.of("type", "WhitespaceSplit"));
    json.put("post_processor", null);
    json.put("decoder", null);
    json.put("model", model);
    try {
      return new ObjectMapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> special(String token, int id) {
    Map<String, Object> special = new LinkedHashMap<>();
    special.put("id", id);
    special.put("content", token);
    for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
      special.put(flag, false);
    }
    special.put("special", true);
    return special;
  }
}
