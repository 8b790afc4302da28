package io.promptsweep.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanCorruptionTest {
  private static List<String> words(int n) {
    return IntStream.range(0, n).mapToObj(i -> "w" + i).toList();
  }

  @Test
  void inputAndTargetTogetherAreTheText() {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      List<String> words = words(2 + random.nextInt(40));
      TextExample example =
          new SpanCorruption(0.05 + 0.9 * random.nextDouble(), 1 + 4 * random.nextDouble())
              .corrupt(words, random);
      assertThat(restored(example)).isEqualTo(words);
    }
  }

  /** Puts the words of each sentinel back where it stands. */
  private static List<String> restored(TextExample example) {
    Map<String, List<String>> lost = new HashMap<>();
    List<String> current = new ArrayList<>();
    List<String> target = Arrays.asList(example.target().split(" ", -1));
    for (String word : target) {
      if (word.startsWith("<extra_id_")) {
        current = new ArrayList<>();
        lost.put(word, current);
      } else {
        current.add(word);
      }
    }
    assertThat(target.get(target.size() - 1)).startsWith("<extra_id_");
    assertThat(current).isEmpty();
    List<String> text = new ArrayList<>();
    for (String word : example.input().split(" ", -1)) {
      if (word.startsWith("<extra_id_")) {
        assertThat(lost.get(word)).isNotEmpty();
        text.addAll(lost.get(word));
      } else {
        text.add(word);
      }
    }
    return text;
  }

  @Test
  void aTextLosesItsShareInSpansOfTheAskedLength() {
    Random random = new Random(2);
    TextExample example = new SpanCorruption(0.15, 3).corrupt(words(100), random);
    List<String> target = List.of(example.target().split(" ", -1));
    assertThat(target).filteredOn(word -> word.startsWith("w")).hasSize(15);
    assertThat(target).filteredOn(word -> word.startsWith("<extra_id_")).hasSize(5 + 1);
    assertThat(example.input()).startsWith("w0 ");
    assertThat(example.plainTarget()).doesNotContain("extra_id").startsWith("w");
  }

  @Test
  void everyWayToCutIsEquallyLikely() {
    Random random = new Random(3);
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      List<Integer> parts = Arrays.stream(SpanCorruption.partition(5, 3, random)).boxed().toList();
      counts.merge(parts, 1, Integer::sum);
    }
    assertThat(counts).hasSize(6); // 4 choose 2
    counts.forEach(
        (parts, count) -> {
          assertThat(parts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
          assertThat(count / 30_000.0).as("%s", parts).isCloseTo(1 / 6.0, within(0.012));
        });
  }
}
