package io.promptsweep.toy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The kinds of the toy world's tasks behind written instructions, without end. An instruction names
 * the answers, often usual ones such as yes and no, often any words, so only the instruction says
 * what to write; what a soft prompt has to bring about later without it. The label words of the
 * tasks are never among the answers.
 */
public final class ToyInstructions {
  /**
   * What to read and what to write.
   *
   * @param kind the task's name without {@code toy-}
   */
  public record Example(String kind, String input, String target) {}

  /** Which words answers are. */
  public enum Answers {
    /** Each kind's own two or three, always the same. */
    OWN,
    /** Often usual ones, often any of some words. */
    ANY,
    /** Often usual ones, often any words of the lexicon. */
    WIDE
  }

  /** Words that can stand for an answer. */
  static final List<String> POOL =
      List.of(
          "yes", "no", "true", "false", "good", "bad", "right", "wrong", "same", "open", "b", "c",
          "d", "e", "f", "g", "h", "3", "4", "5", "6", "7", "8", "9", "red", "blue", "green",
          "black", "white", "brown", "yellow", "grey", "dog", "cat", "apple", "hammer", "kite",
          "boat", "hat", "six", "seven", "eight");

  /** These, things, deeds, names and times of the world. */
  private static final List<String> WIDE_POOL = widePool();

  /** Answers that go together, for two and for three classes; they keep their order. */
  private static final List<List<String>> USUAL =
      List.of(
          List.of("yes", "no", "open"),
          List.of("true", "false", "open"),
          List.of("right", "wrong", "open"),
          List.of("good", "bad", "open"),
          List.of("b", "c", "d"),
          List.of("3", "4", "5"));

  /** How often, in percent, the answers are usual ones rather than any words. */
  private static final int USUAL_SHARE = 60;

  /** Six answers that have an order of their own. */
  private static final List<List<String>> ORDERED =
      List.of(
          List.of("zero", "one", "two", "three", "four", "five"),
          List.of("b", "c", "d", "e", "f", "g"),
          List.of("3", "4", "5", "6", "7", "8"));

  private static final List<String> SEPARATORS = List.of(" / ", " ; ", " | ");

  private final Draw draw;
  private final List<ToyTask> tasks;
  private final Set<String> heldOut;

  /**
   * A mixture that depends on its arguments alone.
   *
   * @param kinds some of {@link #kinds}
   * @param heldOut sentences that no example may have, such as {@link ToyWorld#sentences}
   */
  public ToyInstructions(long seed, List<String> kinds, Set<String> heldOut) {
    this.tasks = ToyTask.ALL.stream().filter(task -> kinds.contains(task.kind())).toList();
    this.draw = Draw.of(seed);
    this.heldOut = new TreeSet<>(heldOut);
  }

  private static List<String> widePool() {
    Set<String> words = new LinkedHashSet<>(POOL);
    ToyLexicon.NOUNS.forEach(noun -> words.addAll(List.of(noun.one(), noun.many())));
    ToyLexicon.VERBS.forEach(verb -> words.addAll(List.of(verb.base(), verb.past())));
    ToyLexicon.PEOPLE.forEach(person -> words.add(person.name()));
    ToyLexicon.QUALITIES.forEach(quality -> words.add(quality.word()));
    words.addAll(ToySentiment.SUBJECTS);
    return List.copyOf(words);
  }

  /** All kinds of tasks. */
  public static List<String> kinds() {
    return ToyTask.ALL.stream().map(ToyTask::kind).toList();
  }

  /** The next example, of a kind drawn evenly. */
  public Example next(Answers choice) {
    ToyTask task = draw.one(tasks);
    ToyExample example = example(task);
    List<String> answers = answers(task, choice);
    String text =
        draw.one(ToyPhrasings.of(task.kind())).replace("{all}", String.join(" , ", answers));
    for (int i = 0; i < answers.size(); i++) {
      text = text.replace("{" + (i + 1) + "}", answers.get(i));
    }
    String target = answers.get(place(task, example.label()));
    return new Example(task.kind(), text + " : " + shown(task, example), target);
  }

  /**
   * The next example whose instruction asks for what decides instead of for the answer; its kind
   * ends in {@code -reason}. Such targets say much more about a text than one of two answers does,
   * so a backbone learns from them what to look at.
   */
  public Example nextReason() {
    ToyTask task = draw.one(tasks);
    ToyExample example = example(task);
    return new Example(
        task.kind() + "-reason",
        ToyPhrasings.ofReason(task.kind()) + " : " + shown(task, example),
        example.reason());
  }

  private ToyExample example(ToyTask task) {
    ToyExample example = task.example(draw);
    while (task.sentences(example).stream().anyMatch(heldOut::contains)) {
      example = task.example(draw);
    }
    return example;
  }

  /** As many answers as the task has classes, in the order in which they are named. */
  private List<String> answers(ToyTask task, Answers choice) {
    int size = task.classes().size();
    if (choice == Answers.OWN) {
      return ToyPhrasings.answers(task.kind());
    }
    if (size == ORDERED.get(0).size() && draw.percent(80)) {
      return draw.one(ORDERED);
    }
    if (size <= USUAL.get(0).size() && draw.percent(USUAL_SHARE)) {
      return draw.one(USUAL).subList(0, size);
    }
    return draw.shuffled(choice == Answers.WIDE ? WIDE_POOL : POOL).subList(0, size);
  }

  /** Where a class is named: first what is good, the same or so, scores from the lowest. */
  static int place(ToyTask task, int label) {
    boolean truthIsLast = task.classes().size() == 2 && !task.kind().equals("entailment");
    return truthIsLast ? 1 - label : label;
  }

  /** The example behind field names, as family A has it, or else between other marks. */
  private String shown(ToyTask task, ToyExample example) {
    if (draw.percent(50)) {
      return task.inputs().stream()
          .map(column -> title(column) + " " + example.text(column))
          .collect(Collectors.joining(" "));
    }
    List<String> texts = new ArrayList<>();
    task.inputs().forEach(column -> texts.add(example.text(column)));
    return String.join(draw.one(SEPARATORS), texts);
  }

  private static String title(String column) {
    return (column.equals(ToyCoreference.MARKED) ? "text" : column) + ":";
  }
}
