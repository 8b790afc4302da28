package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class StudentizedRangeTest {
  @Test
  void survivalHoldsElevenDigitsInTheTailToo() {
    for (JsonNode golden : Golden.more("studentized_range")) {
      double q = number(golden, "q");
      int k = golden.get("k").intValue();
      double expected = number(golden, "survival");
      assertThat(StudentizedRange.survival(q, k)).isCloseTo(expected, within(1e-11 * expected));
      assertThat(StudentizedRange.cumulative(q, k))
          .isCloseTo(number(golden, "scipy_cdf"), within(1e-12));
    }
  }

  @Test
  void quantilesEqualSciPy() {
    for (JsonNode golden : Golden.more("studentized_range_quantile")) {
      double alpha = number(golden, "alpha");
      assertThat(StudentizedRange.upperQuantile(alpha, golden.get("k").intValue()))
          .isCloseTo(number(golden, "q"), within(1e-8));
    }
  }

  @Test
  void theRangeOfTwoIsAbsoluteAndNormal() {
    NormalDistribution difference = new NormalDistribution(null, 0, Math.sqrt(2));
    for (double q = 0; q < 9; q += 0.25) {
      double expected = 2 * difference.cumulativeProbability(-q);
      assertThat(StudentizedRange.survival(q, 2)).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void cumulativeRisesWithTheRangeAndFallsWithTheNumberOfVariables() {
    for (int k = 2; k <= 40; k += 2) {
      for (double q = 0.5; q < 7; q += 0.5) {
        assertThat(StudentizedRange.survival(q + 0.5, k))
            .isLessThan(StudentizedRange.survival(q, k));
        assertThat(StudentizedRange.survival(q, k + 1))
            .isGreaterThanOrEqualTo(StudentizedRange.survival(q, k));
      }
      assertThat(StudentizedRange.survival(4, k + 1))
          .isGreaterThan(StudentizedRange.survival(4, k));
    }
  }

  @Test
  void quantileUndoesSurvivalForManyVariables() {
    for (int k : new int[] {2, 7, 100, 400}) {
      for (double alpha : new double[] {1e-6, 0.05, 0.5, 0.99}) {
        double q = StudentizedRange.upperQuantile(alpha, k);
        assertThat(StudentizedRange.survival(q, k)).isCloseTo(alpha, within(1e-10));
      }
    }
  }

  @Test
  void whatHasNoRangeIsRefused() {
    assertThatThrownBy(() -> StudentizedRange.survival(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the range of 1 variables beyond 1.0 is asked for; give 2 or more, from 0");
    assertThatThrownBy(() -> StudentizedRange.survival(Double.NaN, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StudentizedRange.upperQuantile(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha is 0.0; it must be greater than 0 and less than 1");
  }
}
