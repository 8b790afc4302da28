package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class MeansTest {
  @Test
  void studentIntervalsEqualSciPy() {
    for (JsonNode golden : Golden.more("student_interval")) {
      double[] x = numbers(golden.get("x"));
      Interval interval = Means.studentInterval(x, number(golden, "level")).orElseThrow();
      assertThat(interval.low()).isCloseTo(number(golden, "low"), within(1e-11));
      assertThat(interval.high()).isCloseTo(number(golden, "high"), within(1e-11));
      assertThat(interval.estimate()).isEqualTo(Means.mean(x));
      assertThat(Means.standardDeviation(x).orElseThrow())
          .isCloseTo(number(golden, "sd"), within(1e-14));
    }
  }

  @Test
  void interquartileMeansEqualSciPy() {
    JsonNode shared = Golden.statistics().get("interquartile_mean");
    assertThat(Means.interquartileMean(numbers(shared.get("x"))))
        .isCloseTo(number(shared, "value"), within(1e-14));
    for (JsonNode golden : Golden.more("interquartile_mean")) {
      assertThat(Means.interquartileMean(numbers(golden.get("x"))))
          .isCloseTo(number(golden, "value"), within(1e-14));
    }
  }

  @Test
  void anOutlierMovesTheMeanAndNotTheInterquartileMean() {
    double[] x = {0.6, 0.7, 0.8, 0.1};
    double[] worse = {0.6, 0.7, 0.8, -5};
    assertThat(Means.interquartileMean(worse)).isEqualTo(Means.interquartileMean(x));
    assertThat(Means.mean(worse)).isLessThan(Means.mean(x));
  }

  @Test
  void oneScoreHasNoSpread() {
    double[] one = {0.5};
    assertThat(Means.mean(one)).isEqualTo(0.5);
    assertThat(Means.standardDeviation(one)).isEmpty();
    assertThat(Means.studentInterval(one, 0.95)).isEmpty();
    assertThat(Means.standardDeviation(new double[0])).isEmpty();
  }

  @Test
  void equalScoresHaveExactlyNone() {
    assertThat(Means.standardDeviation(new double[] {0.1, 0.1, 0.1})).hasValue(0);
    Interval interval = Means.studentInterval(new double[] {0.5, 0.5}, 0.95).orElseThrow();
    assertThat(interval).isEqualTo(new Interval(0.5, 0.5, 0.5, 0.95));
  }

  @Test
  void whatIsNoScoreIsNamed() {
    assertThatThrownBy(() -> Means.mean(new double[] {0.5, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x[1] is NaN, not a finite number; leave out what has no score");
    assertThatThrownBy(() -> Means.interquartileMean(new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has no values; at least one is needed");
    assertThatThrownBy(() -> Means.studentInterval(new double[] {1, 2}, 95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level is 95.0; it must be greater than 0 and less than 1");
  }
}
