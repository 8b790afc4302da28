package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class StudentTestTest {
  @Test
  void pairedEqualsSciPy() {
    for (JsonNode golden : Golden.metrics().get("paired")) {
      double[] a = numbers(golden.get("a"));
      StudentTest test = StudentTest.paired(a, numbers(golden.get("b"))).orElseThrow();
      assertThat(test.statistic()).isCloseTo(number(golden, "t_statistic"), within(1e-10));
      assertThat(test.p()).isCloseTo(number(golden, "t_p"), within(1e-10));
      assertThat(test.degreesOfFreedom()).isEqualTo(a.length - 1);
    }
  }

  @Test
  void pairedSeedsEqualSciPy() {
    for (JsonNode golden : Golden.more("paired_seeds")) {
      StudentTest test =
          StudentTest.paired(numbers(golden.get("a")), numbers(golden.get("b"))).orElseThrow();
      assertThat(test.statistic()).isCloseTo(number(golden, "statistic"), within(1e-9));
      assertThat(test.degreesOfFreedom()).isEqualTo(number(golden, "df"));
      assertThat(test.p()).isCloseTo(number(golden, "p"), within(1e-10));
    }
  }

  @Test
  void equalDifferencesWithRoundingHaveNoSpread() {
    assertThat(0.8 - 0.7).isNotEqualTo(0.5 - 0.4);
    assertThat(StudentTest.paired(new double[] {0.8, 0.5}, new double[] {0.7, 0.4})).isEmpty();
  }

  @Test
  void welchEqualsSciPy() {
    for (JsonNode golden : Golden.more("welch")) {
      StudentTest test =
          StudentTest.welch(numbers(golden.get("a")), numbers(golden.get("b"))).orElseThrow();
      assertThat(test.statistic()).isCloseTo(number(golden, "statistic"), within(1e-10));
      assertThat(test.degreesOfFreedom()).isCloseTo(number(golden, "df"), within(1e-10));
      assertThat(test.p()).isCloseTo(number(golden, "p"), within(1e-10));
    }
  }

  @Test
  void withoutSpreadThereIsNoTest() {
    double[] low = {0.1, 0.1, 0.1};
    double[] high = {0.7, 0.7, 0.7};
    assertThat(StudentTest.welch(low, high)).isEmpty();
    assertThat(StudentTest.welch(low, new double[] {0.7})).isEmpty();
    assertThat(StudentTest.paired(low, high)).isEmpty();
    assertThat(StudentTest.paired(new double[] {0.1}, new double[] {0.2})).isEmpty();
    assertThat(StudentTest.welch(low, new double[] {0.7, 0.8})).isPresent();
  }

  @Test
  void pairsMustBePairs() {
    assertThatThrownBy(() -> StudentTest.paired(new double[3], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a has length 3 but b has 2; they must be equal");
  }
}
