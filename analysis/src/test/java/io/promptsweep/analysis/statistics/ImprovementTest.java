package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ImprovementTest {
  private static final Bootstrap QUICK = new Bootstrap(500, 0.95, 3);

  @Test
  void equalsTheGoldenValues() {
    JsonNode golden = Golden.statistics().get("probability_of_improvement");
    assertThat(Improvement.probability(numbers(golden.get("a")), numbers(golden.get("b"))))
        .isCloseTo(number(golden, "value"), within(1e-14));
    for (JsonNode welch : Golden.more("welch")) {
      assertThat(Improvement.probability(numbers(welch.get("a")), numbers(welch.get("b"))))
          .isCloseTo(number(welch, "probability_of_improvement"), within(1e-14));
    }
  }

  @Test
  void bothDirectionsMakeOneAndOrderDoesNotMatter() {
    Samples samples = new Samples(3);
    for (int i = 0; i < 100; i++) {
      double[] a = samples.scores(samples.between(2, 8), 10);
      double[] b = samples.scores(samples.between(2, 8), 10);
      double probability = Improvement.probability(a, b);
      assertThat(probability + Improvement.probability(b, a)).isCloseTo(1, within(1e-15));
      Interval interval = Improvement.interval(a, b, QUICK).orElseThrow();
      assertThat(interval.estimate()).isEqualTo(probability);
      assertThat(probability).isBetween(interval.low(), interval.high());
      assertThat(Improvement.interval(samples.shuffled(a), samples.shuffled(b), QUICK))
          .contains(interval);
    }
  }

  @Test
  void overTasksIsTheMeanOfTheTasks() {
    double[][] a = {{1, 2}, {1, 1, 4}};
    double[][] b = {{0, 0.5, 0.7}, {2, 3}};
    Interval interval = Improvement.overTasks(a, b, QUICK).orElseThrow();
    assertThat(interval.estimate()).isCloseTo((1 + 1 / 3.0) / 2, within(1e-15));
    assertThat(interval.low()).isEqualTo(0.5);
    assertThat(interval.high()).isBetween(0.8, 1.0);
    assertThat(a).isDeepEqualTo(new double[][] {{1, 2}, {1, 1, 4}});
  }

  @Test
  void oneSeedGivesAProbabilityWithoutInterval() {
    double[] one = {0.5};
    double[] two = {0.4, 0.5};
    assertThat(Improvement.probability(one, two)).isEqualTo(0.75);
    assertThat(Improvement.interval(one, two, QUICK)).isEmpty();
    assertThat(Improvement.overTasks(new double[][] {two}, new double[][] {one}, QUICK)).isEmpty();
  }

  @Test
  void bothNeedTheSameTasks() {
    assertThatThrownBy(() -> Improvement.overTasks(new double[2][3], new double[1][3], QUICK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a has length 2 but b has 1; they must be equal");
    assertThatThrownBy(() -> Improvement.probability(new double[0], new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a has no values; at least one is needed");
  }
}
