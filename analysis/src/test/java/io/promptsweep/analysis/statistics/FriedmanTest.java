package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.numbers;
import static io.promptsweep.analysis.statistics.Golden.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FriedmanTest {
  @Test
  void equalsTheSharedValues() {
    JsonNode golden = Golden.statistics();
    Friedman test = Friedman.of(rows(golden.get("scores_tasks_by_methods"))).orElseThrow();
    assertThat(test.statistic()).isCloseTo(number(golden, "friedman_statistic"), within(1e-11));
    assertThat(test.p()).isCloseTo(number(golden, "friedman_p"), within(1e-14));
    assertRanks(test, golden.get("average_ranks"));

    JsonNode untied = Golden.metrics().get("friedman");
    test = Friedman.of(rows(untied.get("scores_tasks_by_methods"))).orElseThrow();
    assertThat(test.statistic()).isCloseTo(number(untied, "statistic"), within(1e-11));
    assertThat(test.p()).isCloseTo(number(untied, "p"), within(1e-12));
  }

  @Test
  void equalsSciPyWithTies() {
    for (JsonNode golden : Golden.more("friedman")) {
      Friedman test = Friedman.of(rows(golden.get("scores"))).orElseThrow();
      assertThat(test.statistic()).isCloseTo(number(golden, "statistic"), within(1e-10));
      assertThat(test.p()).isCloseTo(number(golden, "p"), within(1e-12));
      assertRanks(test, golden.get("average_ranks"));
    }
  }

  @Test
  void onlyTheOrderWithinATaskMatters() {
    Samples samples = new Samples(4);
    for (int i = 0; i < 100; i++) {
      double[][] scores = samples.rows(samples.between(2, 12), samples.between(2, 8), 10);
      double[][] percent = new double[scores.length][];
      for (int task = 0; task < scores.length; task++) {
        // Another increasing function for each task: rows of different metrics may be compared.
        double power = 1 + task;
        percent[task] =
            Arrays.stream(scores[task]).map(x -> 100 * Math.pow(x, power) - 3).toArray();
      }
      assertThat(Friedman.of(percent)).isEqualTo(Friedman.of(scores));
    }
  }

  @Test
  void theOrderOfTheTasksDoesNotMatter() {
    Samples samples = new Samples(5);
    for (int i = 0; i < 50; i++) {
      double[][] scores = samples.rows(9, 5, 10);
      List<double[]> shuffled = Arrays.asList(scores.clone());
      Collections.shuffle(shuffled, new Random(i));
      assertThat(Friedman.of(shuffled.toArray(double[][]::new))).isEqualTo(Friedman.of(scores));
    }
  }

  @Test
  void ranksAddUp() {
    Samples samples = new Samples(6);
    for (int i = 0; i < 50; i++) {
      int methods = samples.between(2, 9);
      Friedman test = Friedman.of(samples.rows(6, methods, 8)).orElseThrow();
      assertThat(test.averageRanks().stream().mapToDouble(r -> r).sum())
          .isCloseTo(methods * (methods + 1) / 2.0, within(1e-12));
      assertThat(test.p()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void theBestMethodHasRankOne() {
    Friedman test = Friedman.of(new double[][] {{0.1, 0.9, 0.5}, {1, 3, 2}}).orElseThrow();
    assertThat(test.averageRanks()).containsExactly(3.0, 1.0, 2.0);
    assertThat(test.statistic()).isCloseTo(4, within(1e-14));
  }

  @Test
  void ifAllTieNothingSpeaksForADifference() {
    Friedman test = Friedman.of(new double[][] {{0, -0.0, 0}, {1, 1, 1}}).orElseThrow();
    assertThat(test).isEqualTo(new Friedman(2, List.of(2.0, 2.0, 2.0), 0, 1));
  }

  @Test
  void oneTaskOrOneMethodIsNoComparison() {
    assertThat(Friedman.of(new double[][] {{1, 2, 3}})).isEmpty();
    assertThat(Friedman.of(new double[][] {{1}, {2}})).isEmpty();
    assertThat(Friedman.of(new double[0][])).isEmpty();
    assertThat(Friedman.of(new double[3][0])).isEmpty();
  }

  @Test
  void everyMethodNeedsAScoreOnEveryTask() {
    assertThatThrownBy(() -> Friedman.of(new double[][] {{1, 2, 3}, {1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has length 2 but row 0 has 3; they must be equal");
    assertThatThrownBy(() -> Friedman.of(new double[][] {{1, 2}, {1, Double.NaN}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("row 1[1] is NaN");
  }

  private static void assertRanks(Friedman test, JsonNode golden) {
    assertThat(test.averageRanks().stream().mapToDouble(r -> r).toArray())
        .containsExactly(numbers(golden), within(1e-13));
  }
}
