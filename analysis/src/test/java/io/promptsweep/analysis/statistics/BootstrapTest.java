package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Bootstrap QUICK = new Bootstrap(500, 0.95, 3);

  @Test
  void meanIsSciPysWithinTheNoiseOfResampling() {
    JsonNode golden = Golden.statistics().get("bootstrap_mean_95_percentile");
    double[] x = numbers(golden.get("x"));
    Interval interval = Bootstrap.USUAL.mean(x).orElseThrow();
    double tolerance = number(golden, "tolerance");
    assertThat(interval.low()).isCloseTo(number(golden, "low"), within(tolerance));
    assertThat(interval.high()).isCloseTo(number(golden, "high"), within(tolerance));
  }

  @Test
  void twoScoresHaveThreeMeans() {
    // Of the four equally likely pairs one has mean 0 and one has mean 1: half lies between.
    Interval half = new Bootstrap(10_000, 0.4, 1).mean(new double[] {0, 1}).orElseThrow();
    assertThat(half).isEqualTo(new Interval(0.5, 0.5, 0.5, 0.4));
    Interval most = new Bootstrap(10_000, 0.6, 1).mean(new double[] {0, 1}).orElseThrow();
    assertThat(most).isEqualTo(new Interval(0.5, 0, 1, 0.6));
  }

  @Test
  void containsTheMeanAndIsTheSameWhateverTheOrder() {
    Samples samples = new Samples(1);
    for (int i = 0; i < 200; i++) {
      double[] x = samples.scores(samples.between(2, 12), 50);
      Interval interval = QUICK.mean(x).orElseThrow();
      assertThat(interval.estimate()).isCloseTo(Means.mean(x), within(1e-14));
      assertThat(interval.low()).isLessThanOrEqualTo(interval.estimate() + 1e-14);
      assertThat(interval.high()).isGreaterThanOrEqualTo(interval.estimate() - 1e-14);
      assertThat(QUICK.mean(samples.shuffled(x))).contains(interval);
    }
  }

  @Test
  void theSeedDecides() {
    double[] x = {0.61, 0.58, 0.7, 0.66, 0.64, 0.72};
    assertThat(QUICK.mean(x)).isEqualTo(QUICK.mean(x));
    assertThat(QUICK.mean(x)).isNotEqualTo(new Bootstrap(500, 0.95, 4).mean(x));
  }

  @Test
  void aStatisticMaySortAndLeavesTheScoresAlone() {
    double[] x = {0.9, 0.1, 0.5};
    Interval median =
        QUICK
            .of(
                x,
                drawn -> {
                  Arrays.sort(drawn);
                  return drawn[1];
                })
            .orElseThrow();
    assertThat(median).isEqualTo(new Interval(0.5, 0.1, 0.9, 0.95));
    assertThat(x).containsExactly(0.9, 0.1, 0.5);
  }

  @Test
  void seedsAreDrawnWithinTasks() {
    // Tasks far apart and seeds close together: drawing across tasks would give a wide interval.
    double[][] tasks = {{0.1, 0.12}, {0.9, 0.92, 0.94}};
    Interval interval = QUICK.averageOverTasks(tasks).orElseThrow();
    assertThat(interval.estimate()).isCloseTo((0.11 + 0.92) / 2, within(1e-15));
    assertThat(interval.low()).isBetween(0.4999, 0.515);
    assertThat(interval.high()).isBetween(0.515, 0.5301);
  }

  @Test
  void averageOverOneTaskIsItsMean() {
    double[] x = {0.3, 0.5, 0.2, 0.9};
    assertThat(QUICK.averageOverTasks(new double[][] {x})).isEqualTo(QUICK.mean(x));
  }

  @Test
  void aTaskOfOneSeedLeavesTheAverageWithoutInterval() {
    assertThat(QUICK.averageOverTasks(new double[][] {{0.1, 0.2}, {0.5}})).isEmpty();
    assertThat(QUICK.averageOverTasks(new double[0][])).isEmpty();
    assertThat(QUICK.mean(new double[] {0.5})).isEmpty();
    assertThat(QUICK.mean(new double[0])).isEmpty();
  }

  @Test
  void whatCannotBeComputedIsRefused() {
    assertThatThrownBy(() -> QUICK.mean(new double[] {0.5, Double.POSITIVE_INFINITY}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stratum 0[1] is Infinity, not a finite number; leave out what has no score");
    assertThatThrownBy(() -> QUICK.of(new double[] {0, 1}, drawn -> 1 / (drawn[0] - drawn[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("statistic of resample[");
    assertThatThrownBy(() -> new Bootstrap(10, 0.95, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a bootstrap of 10 resamples is asked for; give at least 100");
  }
}
