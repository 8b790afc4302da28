package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.task.TaskLibrary;
import io.promptsweep.toy.ToyInstructions.Answers;
import io.promptsweep.toy.ToyInstructions.Example;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToyInstructionsTest {
  private static final int DRAWS = 5000;

  private static List<Example> drawn(long seed, Set<String> heldOut) {
    ToyInstructions mixture = new ToyInstructions(seed, ToyInstructions.kinds(), heldOut);
    return IntStream.range(0, DRAWS).mapToObj(i -> mixture.next(Answers.ANY)).toList();
  }

  @Test
  void dependsOnItsArgumentsAlone() {
    Set<String> heldOut = ToyWorld.sentences();
    assertThat(drawn(1, heldOut)).isEqualTo(drawn(1, heldOut)).isNotEqualTo(drawn(2, heldOut));
  }

  @Test
  void hasEveryKindEquallyOften() {
    Map<String, Integer> counts = new HashMap<>();
    drawn(3, Set.of()).forEach(example -> counts.merge(example.kind(), 1, Integer::sum));
    assertThat(counts.keySet())
        .containsExactlyInAnyOrderElementsOf(ToyTask.ALL.stream().map(ToyTask::kind).toList());
    assertThat(counts.values()).allMatch(n -> n > 0.8 * DRAWS / 9 && n < 1.2 * DRAWS / 9);
  }

  @Test
  void holdsNoSentenceThatIsHeldOut() {
    Set<String> heldOut = ToyWorld.sentences();
    for (Example example : drawn(4, heldOut)) {
      String shown = example.input().replaceAll("[*#] | [*#]", "");
      // Parts between any of the marks that sentences stand between.
      for (String part : shown.split(" ?\\b[a-z0-9]+: | [:/;|] ", -1)) {
        assertThat(heldOut.contains(part.strip())).as(example.input()).isFalse();
      }
    }
  }

  @Test
  void drawsAgainWhatIsHeldOut() {
    Example first = new ToyInstructions(4, ToyInstructions.kinds(), Set.of()).next(Answers.ANY);
    Set<String> parts = new TreeSet<>();
    for (String part : first.input().split(" ?\\b[a-z0-9]+: | [:/;|] ", -1)) {
      parts.add(part.strip());
    }
    assertThat(new ToyInstructions(4, ToyInstructions.kinds(), parts).next(Answers.ANY))
        .isNotEqualTo(first);
  }

  /** The quickstart's label words, in whatever family, never stand for an answer. */
  @Test
  void answersAreOtherWordsThanTheTasksHave() {
    TaskLibrary library =
        TaskLibrary.open(Path.of(System.getProperty("project.root"), "conf", "tasks"));
    Set<String> labels = new TreeSet<>(Set.of("0.0", "1.0", "2.0", "3.0", "4.0", "5.0"));
    for (ToyTask task : ToyTask.ALL) {
      for (String family : library.definition(task.name()).families()) {
        labels.addAll(library.definition(task.name()).labelWords(family));
      }
    }
    assertThat(labels).contains("0", "1", "2", "True", "not_entailment", "positive");
    assertThat(ToyInstructions.POOL).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
    assertThat(ToyInstructions.POOL).doesNotContainAnyElementsOf(labels);
    ToyInstructions mixture = new ToyInstructions(5, ToyInstructions.kinds(), Set.of());
    for (int i = 0; i < DRAWS; i++) {
      for (Answers choice : Answers.values()) {
        Example example = mixture.next(choice);
        assertThat(labels).doesNotContain(example.target());
        assertThat(List.of(example.input().split(" ", -1))).doesNotContainAnyElementsOf(labels);
      }
    }
  }

  @Test
  void theTargetIsOneOfTheAnswersThatTheInstructionNames() {
    Map<String, Integer> targets = new HashMap<>();
    for (Example example : drawn(6, Set.of())) {
      String instruction = example.input().split(" : ", 2)[0];
      if (example.kind().equals("similarity")) {
        instruction = example.input();
      }
      assertThat(List.of(instruction.split(" ", -1)))
          .as(example.input())
          .contains(example.target());
      targets.merge(example.target(), 1, Integer::sum);
    }
    assertThat(targets.keySet()).containsAll(ToyInstructions.POOL);
  }

  @Test
  void theFirstAnswerNamedIsTheGoodOne() {
    Pattern plain = Pattern.compile("feeling \\( (\\S+) , (\\S+) \\) : sentence: (.*)");
    Pattern opinion = Pattern.compile(".* was( not)?(?: really| very)? (\\S+)");
    int checked = 0;
    for (Example example : drawn(7, Set.of())) {
      Matcher instruction = plain.matcher(example.input());
      Matcher said =
          opinion.matcher(instruction.matches() ? instruction.group(3) : example.input());
      if (instruction.matches() && said.matches() && !said.group().contains("although")) {
        boolean good = ToySentiment.GOOD.contains(said.group(2)) == (said.group(1) == null);
        assertThat(example.target()).as(example.input()).isEqualTo(instruction.group(good ? 1 : 2));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(5);
    assertThat(ToyTask.ALL.stream().filter(t -> t.classes().size() == 2))
        .allSatisfy(
            t ->
                assertThat(ToyInstructions.place(t, 0))
                    .isEqualTo(t.kind().equals("entailment") ? 0 : 1));
  }

  @Test
  void ownAnswersAreTheSameInAllOfAKindAndNoOtherKindsButOpen() {
    ToyInstructions mixture = new ToyInstructions(9, ToyInstructions.kinds(), Set.of());
    Map<String, Set<String>> answers = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      Example example = mixture.next(Answers.OWN);
      answers.computeIfAbsent(example.kind(), k -> new TreeSet<>()).add(example.target());
    }
    Set<String> all = new TreeSet<>();
    for (ToyTask task : ToyTask.ALL) {
      assertThat(answers.get(task.kind())).hasSize(task.classes().size());
      for (String answer : answers.get(task.kind())) {
        assertThat(all.add(answer) || answer.equals("open")).as(answer).isTrue();
      }
    }
  }

  @Test
  void hasNoOtherKindsThanAsked() {
    ToyInstructions mixture = new ToyInstructions(11, List.of("sense", "question"), Set.of());
    Set<String> kinds = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      kinds.add(mixture.next(Answers.ANY).kind());
      kinds.add(mixture.nextReason().kind());
    }
    assertThat(kinds).containsExactly("question", "question-reason", "sense", "sense-reason");
  }

  /** What decides is in the text, or says how two texts differ, or that they do not. */
  @Test
  void reasonsAreAskedForEachKindAndSayMoreThanAnswers() {
    ToyInstructions mixture = new ToyInstructions(10, ToyInstructions.kinds(), Set.of());
    Map<String, Set<String>> reasons = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      Example example = mixture.nextReason();
      assertThat(example.target()).isNotBlank().isEqualTo(example.target().strip());
      reasons.computeIfAbsent(example.kind(), k -> new TreeSet<>()).add(example.target());
      if (example.kind().equals("coreference-reason")) {
        assertThat(example.input().split(" ", -1)).contains(example.target());
      }
      if (example.kind().equals("sentiment-reason")) {
        assertThat(example.input().split(" ", -1)).contains(example.target().split(" ", -1));
      }
    }
    assertThat(reasons.keySet())
        .containsExactlyInAnyOrderElementsOf(
            ToyTask.ALL.stream().map(task -> task.kind() + "-reason").toList());
    assertThat(reasons.values()).allSatisfy(words -> assertThat(words).hasSizeGreaterThan(5));
    for (String kind : List.of("acceptability", "paraphrase", "entailment", "similarity")) {
      assertThat(reasons.get(kind + "-reason")).contains(ToyExample.NOTHING);
    }
  }

  @Test
  void halfOfTheExamplesHaveFieldNames() {
    long named =
        drawn(8, Set.of()).stream()
            .filter(example -> example.input().matches(".*\\b[a-z]+[12]?: .*"))
            .count();
    assertThat(named / (double) DRAWS).isBetween(0.46, 0.54);
  }
}
