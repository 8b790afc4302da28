package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExpectedBestTest {
  @Test
  void equalsTheGoldenValues() {
    JsonNode golden = Golden.statistics().get("expected_best_of_k");
    double[] expected = numbers(golden.get("values_for_k_1_to_20"));
    assertThat(ExpectedBest.of(numbers(golden.get("scores")), expected.length))
        .containsExactly(expected, within(1e-13));
  }

  @Test
  void allPairsOfDrawsGiveTheSame() {
    // Of the nine pairs of {1, 2, 4} one has maximum 1, three have 2, five have 4.
    assertThat(ExpectedBest.of(new double[] {2, 4, 1}, 2))
        .containsExactly(new double[] {7 / 3.0, 27 / 9.0}, within(1e-14));
  }

  @Test
  void risesFromTheMeanTowardsTheMaximum() {
    Samples samples = new Samples(9);
    for (int i = 0; i < 100; i++) {
      double[] scores = samples.scores(samples.between(1, 15), 40);
      double[] expected = ExpectedBest.of(scores, scores.length);
      assertThat(expected[0]).isCloseTo(Means.mean(scores), within(1e-14));
      for (int k = 1; k < expected.length; k++) {
        assertThat(expected[k]).isGreaterThanOrEqualTo(expected[k - 1] - 1e-14);
      }
      double best = Arrays.stream(scores).max().getAsDouble();
      assertThat(expected[expected.length - 1]).isLessThanOrEqualTo(best + 1e-14);
      assertThat(ExpectedBest.of(samples.shuffled(scores), scores.length))
          .containsExactly(expected);
    }
  }

  @Test
  void noMoreDrawsThanScores() {
    assertThatThrownBy(() -> ExpectedBest.of(new double[] {1, 2}, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the best of up to 3 of 2 scores is asked for; give 1 to 2");
    assertThatThrownBy(() -> ExpectedBest.of(new double[0], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores has no values; at least one is needed");
  }
}
