package io.promptsweep.toy;

import java.util.List;
import java.util.Locale;

/**
 * One of the toy world's tasks.
 *
 * @param kind the task's name without {@code toy-}
 * @param format how its files are written
 * @param classes the classes as the files write them, in class order; or the scores
 * @param sentences the columns that hold sentences
 * @param inputs the columns that family A shows, in its order
 * @param examples draws examples of a class
 */
record ToyTask(
    String kind,
    ToyFormat format,
    List<String> classes,
    List<String> sentences,
    List<String> inputs,
    Generator examples) {
  /** Draws an example whose label is {@code label}. */
  interface Generator {
    ToyExample example(Draw draw, int label);
  }

  private static final List<String> PAIR = List.of("sentence1", "sentence2");
  private static final List<String> PREMISE = List.of("premise", "hypothesis");

  static final List<ToyTask> ALL =
      List.of(
          of("acceptability", ToyFormat.COLA, List.of("0", "1"), ToyAcceptability::example),
          of("sentiment", ToyFormat.SST2, List.of("0", "1"), ToySentiment::example),
          new ToyTask(
              "paraphrase", ToyFormat.MRPC, List.of("0", "1"), PAIR, PAIR, ToyPairs::paraphrase),
          new ToyTask(
              "entailment",
              ToyFormat.RTE,
              List.of("entailment", "not_entailment"),
              PAIR,
              PAIR,
              ToyInferences::entailment),
          new ToyTask(
              "inference",
              ToyFormat.CB,
              List.of("entailment", "contradiction", "neutral"),
              PREMISE,
              PREMISE,
              ToyInferences::inference),
          new ToyTask(
              "similarity",
              ToyFormat.STSB,
              List.of("0.0", "1.0", "2.0", "3.0", "4.0", "5.0"),
              PAIR,
              PAIR,
              ToyPairs::similarity),
          new ToyTask(
              "question",
              ToyFormat.BOOLQ,
              List.of("false", "true"),
              List.of("question", "passage"),
              List.of("question", "passage"),
              ToyQuestions::example),
          new ToyTask(
              "sense",
              ToyFormat.WIC,
              List.of("false", "true"),
              PAIR,
              List.of("sentence1", "sentence2", "word"),
              ToySenses::example),
          new ToyTask(
              "coreference",
              ToyFormat.WSC,
              List.of("false", "true"),
              List.of("text"),
              List.of(ToyCoreference.MARKED),
              ToyCoreference::example));

  private static ToyTask of(
      String kind, ToyFormat format, List<String> classes, Generator examples) {
    return new ToyTask(kind, format, classes, List.of("sentence"), List.of("sentence"), examples);
  }

  /** The name in {@code conf/tasks}. */
  String name() {
    return "toy-" + kind;
  }

  /** The folder of its files. */
  String folder() {
    return name().toUpperCase(Locale.ROOT);
  }

  ToyExample example(Draw draw, int label) {
    return examples.example(draw, label);
  }

  /** An example of a class drawn evenly. */
  ToyExample example(Draw draw) {
    return example(draw, draw.below(classes.size()));
  }

  /** The sentences of an example. */
  List<String> sentences(ToyExample example) {
    return sentences.stream().map(example::text).toList();
  }
}
