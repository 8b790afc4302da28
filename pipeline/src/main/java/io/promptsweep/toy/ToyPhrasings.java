package io.promptsweep.toy;

import java.util.List;
import java.util.Map;

/**
 * Instructions, several a kind of task. {@code {1}} is the answer for what is good, the same or so;
 * {@code {all}} stands for all answers.
 */
final class ToyPhrasings {
  private static final Map<String, List<String>> BY_KIND =
      Map.ofEntries(
          Map.entry(
              "acceptability",
              List.of(
                  "is the sentence good english ? answer {1} or {2}",
                  "grammar ( {1} , {2} )", "say {1} if the grammar is right and {2} if not")),
          Map.entry(
              "sentiment",
              List.of(
                  "is the feeling good or bad ? answer {1} or {2}",
                  "feeling ( {1} , {2} )", "say {1} if the writer is glad and {2} if not")),
          Map.entry(
              "paraphrase",
              List.of(
                  "do both sentences say the same ? answer {1} or {2}",
                  "same meaning ( {1} , {2} )",
                  "say {1} if both sentences mean the same and {2} if not")),
          Map.entry(
              "entailment",
              List.of(
                  "does the second sentence follow ? answer {1} or {2}",
                  "follows ( {1} , {2} )",
                  "say {1} if the second sentence must be true and {2} if not")),
          Map.entry(
              "inference",
              List.of(
                  "is the second sentence true , false or open ? answer {1} , {2} or {3}",
                  "true , false or open ( {1} , {2} , {3} )",
                  "say {1} if the second sentence must be true , {2} if it must be false and {3} if"
                      + " not")),
          Map.entry(
              "similarity",
              List.of(
                  "how many parts are the same ? answer {all}",
                  "parts in common ( {all} )",
                  "say how many parts both sentences have : {all}")),
          Map.entry(
              "question",
              List.of(
                  "is the answer to the question yes ? answer {1} or {2}",
                  "question about the passage ( {1} , {2} )",
                  "say {1} if the passage says so and {2} if not")),
          Map.entry(
              "sense",
              List.of(
                  "does the word mean the same in both sentences ? answer {1} or {2}",
                  "word meaning ( {1} , {2} )",
                  "say {1} if the word has one meaning and {2} if not")),
          Map.entry(
              "coreference",
              List.of(
                  "are the marked words the same person ? answer {1} or {2}",
                  "same person ( {1} , {2} )",
                  "say {1} if the marked words mean one person and {2} if not")));

  /** Questions for what decides the answer. */
  private static final Map<String, String> REASONS =
      Map.of(
          "acceptability", "what is wrong with the sentence ?",
          "sentiment", "which words say the feeling ?",
          "paraphrase", "what is not the same ?",
          "entailment", "what does not follow ?",
          "inference", "what is not said ?",
          "similarity", "which parts are the same ?",
          "question", "what does the passage not say ?",
          "sense", "what is the word like ?",
          "coreference", "who is meant ?");

  /** Each kind's own answers; those of similarity are numbers in words. */
  private static final Map<String, List<String>> ANSWERS =
      Map.of(
          "acceptability", List.of("right", "wrong"),
          "sentiment", List.of("good", "bad"),
          "paraphrase", List.of("same", "open"),
          "entailment", List.of("yes", "no"),
          "inference", List.of("true", "false", "open"),
          "similarity", List.of("zero", "one", "two", "three", "four", "five"),
          "question", List.of("red", "blue"),
          "sense", List.of("b", "c"),
          "coreference", List.of("d", "e"));

  private ToyPhrasings() {}

  /** The kind's own answers, in the order of {@code {1}}, {@code {2}} and so on. */
  static List<String> answers(String kind) {
    List<String> answers = ANSWERS.get(kind);
    if (answers == null) {
      throw new IllegalArgumentException("no answers for " + kind);
    }
    return answers;
  }

  /** The question for what decides the answer. */
  static String ofReason(String kind) {
    String question = REASONS.get(kind);
    if (question == null) {
      throw new IllegalArgumentException("no question for the reason of " + kind);
    }
    return question;
  }

  static List<String> of(String kind) {
    List<String> phrasings = BY_KIND.get(kind);
    if (phrasings == null) {
      throw new IllegalArgumentException("no instruction for " + kind);
    }
    return phrasings;
  }
}
