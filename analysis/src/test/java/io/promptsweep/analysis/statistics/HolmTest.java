package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {
  @Test
  void equalsTheGoldenValues() {
    assertAdjusted(Golden.statistics().get("holm"));
    Golden.more("holm").forEach(HolmTest::assertAdjusted);
  }

  @Test
  void neverBelowAndNeverOutOfOrder() {
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      double[] p = random.doubles(1 + random.nextInt(12)).map(x -> x * x).toArray();
      double[] adjusted = Holm.adjusted(p);
      for (int a = 0; a < p.length; a++) {
        assertThat(adjusted[a]).isBetween(p[a], Math.min(1, p.length * p[a]));
        for (int b = 0; b < p.length; b++) {
          assertThat(p[a] <= p[b] && adjusted[a] > adjusted[b]).isFalse();
        }
      }
      double[] sorted = p.clone();
      Arrays.sort(sorted);
      Arrays.sort(adjusted);
      assertThat(Holm.adjusted(sorted)).containsExactly(adjusted);
    }
  }

  @Test
  void noTestsGiveNoValues() {
    assertThat(Holm.adjusted(new double[0])).isEmpty();
  }

  @Test
  void probabilitiesOnly() {
    assertThatThrownBy(() -> Holm.adjusted(new double[] {0.1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p[1] is NaN, not between 0 and 1; leave out tests without a p value");
    assertThatThrownBy(() -> Holm.adjusted(new double[] {1.1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertAdjusted(JsonNode golden) {
    assertThat(Holm.adjusted(numbers(golden.get("p"))))
        .containsExactly(numbers(golden.get("adjusted")), within(1e-15));
  }
}
