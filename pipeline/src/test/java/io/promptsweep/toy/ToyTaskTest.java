package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToyTaskTest {
  private static final int DRAWS = 5000;

  static Stream<ToyTask> tasks() {
    return ToyTask.ALL.stream();
  }

  private static List<ToyExample> drawn(ToyTask task, long seed) {
    Draw draw = Draw.of(seed);
    return IntStream.range(0, DRAWS).mapToObj(i -> task.example(draw)).toList();
  }

  @Test
  void thereAreNineKinds() {
    assertThat(ToyTask.ALL).extracting(ToyTask::kind).doesNotHaveDuplicates().hasSize(9);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aSeedDrawsTheSameExamplesAgainAndAnotherSeedOthers(ToyTask task) {
    assertThat(drawn(task, 5)).isEqualTo(drawn(task, 5)).isNotEqualTo(drawn(task, 6));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void sentencesAreShortAndClean(ToyTask task) {
    for (ToyExample example : drawn(task, 7)) {
      int words = 0;
      for (String sentence : task.sentences(example)) {
        assertThat(sentence).matches("[a-z,.]+( [a-z,.]+)*");
        int length = sentence.split(" ", -1).length;
        assertThat(length).as(sentence).isBetween(4, 24);
        words += length;
      }
      assertThat(words).as("%s", example).isLessThanOrEqualTo(33);
      if (task.sentences().size() == 2) {
        assertThat(task.sentences(example)).doesNotHaveDuplicates();
      }
    }
  }

  /** Whether a word stands in a column says little about the class, in the files as in general. */
  @ParameterizedTest
  @MethodSource("tasks")
  void noSingleWordGivesTheLabelAway(ToyTask task) {
    for (List<ToyExample> examples :
        List.of(drawn(task, 8), ToyWorld.examples(task).subList(0, ToyWorld.TRAIN))) {
      int classes = task.classes().size();
      Map<String, int[]> with = new HashMap<>();
      int[] all = new int[classes];
      for (ToyExample example : examples) {
        all[example.label()]++;
        Set<String> words = new HashSet<>();
        for (String column : task.inputs()) {
          for (String word : example.text(column).split(" ", -1)) {
            words.add(word);
            words.add(column + ":" + word);
          }
        }
        words.forEach(w -> with.computeIfAbsent(w, k -> new int[classes])[example.label()]++);
      }
      with.forEach(
          (word, counts) -> {
            int present = IntStream.of(counts).max().orElseThrow();
            int absent =
                IntStream.range(0, classes).map(c -> all[c] - counts[c]).max().orElseThrow();
            double accuracy = (present + absent) / (double) examples.size();
            assertThat(accuracy).as(word).isLessThan(classes == 2 ? 0.63 : 1.5 / classes);
          });
    }
  }

  /** So much variety that the mixture hardly ever meets what the files hold. */
  @Test
  void fewDrawsMeetASentenceOfTheFiles() {
    Set<String> heldOut = ToyWorld.sentences();
    for (ToyTask task : ToyTask.ALL) {
      long met =
          drawn(task, 9).stream()
              .filter(e -> task.sentences(e).stream().anyMatch(heldOut::contains))
              .count();
      assertThat(met / (double) DRAWS).as(task.kind()).isLessThan(0.05);
    }
  }

  @Test
  void theWorldsSentencesAreThoseOfItsFiles() {
    Set<String> sentences = new TreeSet<>();
    for (ToyTask task : ToyTask.ALL) {
      List<ToyExample> examples = ToyWorld.examples(task);
      assertThat(examples).hasSize(ToyWorld.TRAIN + ToyWorld.DEV);
      examples.forEach(example -> sentences.addAll(task.sentences(example)));
    }
    assertThat(ToyWorld.sentences()).isEqualTo(sentences).hasSizeGreaterThan(20_000);
  }
}
