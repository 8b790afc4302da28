package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToyTextTest {
  private static List<String> passages(long seed, int count) {
    ToyText text = new ToyText(seed);
    return IntStream.range(0, count).mapToObj(i -> text.next()).toList();
  }

  @Test
  void dependsOnTheSeedAlone() {
    assertThat(passages(1, 500)).isEqualTo(passages(1, 500)).isNotEqualTo(passages(2, 500));
  }

  @Test
  void hasOneToFourCleanSentencesAPassage() {
    for (String passage : passages(4, 5000)) {
      assertThat(passage).matches("\\S+( \\S+)* \\.").doesNotContain(". .");
      String[] sentences = passage.split(" \\.(?: |$)", 0);
      assertThat(sentences.length).as(passage).isBetween(1, 4);
      for (String sentence : sentences) {
        assertThat(sentence.split(" ", -1).length).as(sentence).isBetween(2, 16);
      }
    }
  }

  @Test
  void showsEveryLabelWordAndEveryMeaning() {
    List<String> passages = passages(5, 20_000);
    Set<String> words = new TreeSet<>();
    Set<String> sentences = new TreeSet<>();
    for (String passage : passages) {
      words.addAll(Arrays.asList(passage.split(" ", -1)));
      sentences.addAll(Arrays.asList(passage.split(" \\.(?: |$)", 0)));
    }
    List<String> labels =
        new ArrayList<>(List.of("0", "1", "2", "0.0", "1.0", "2.0", "3.0", "4.0", "5.0"));
    labels.addAll(List.of("positive", "not_equivalent", "contradiction", "neutral", "True"));
    assertThat(words).containsAll(labels);
    assertThat(sentences)
        .contains(
            "a poodle is a kind of dog",
            "dogs are animals",
            "a hound is a dog",
            "large means big",
            "heavy is the opposite of light",
            "bought is the opposite of sold",
            "purchased means bought",
            "superb means good",
            "loved means liked",
            "5 means five");
  }
}
