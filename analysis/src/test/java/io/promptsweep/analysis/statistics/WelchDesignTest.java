package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class WelchDesignTest {
  @Test
  void powerEqualsSciPysNoncentralT() {
    for (JsonNode golden : Golden.more("power")) {
      double a = number(golden, "sd_a");
      double b = number(golden, "sd_b");
      WelchDesign design =
          new WelchDesign(a * a, golden.get("n_a").intValue(), b * b, golden.get("n_b").intValue());
      assertThat(design.degreesOfFreedom()).isCloseTo(number(golden, "df"), within(1e-9));
      double power = design.power(number(golden, "difference"), number(golden, "alpha"));
      assertThat(power).isCloseTo(number(golden, "power"), within(1e-10));
    }
  }

  @Test
  void powerWithEqualVariancesEqualsStatsmodels() {
    for (JsonNode golden : Golden.more("power_of_equal_variances")) {
      int n = golden.get("n").intValue();
      double power =
          new WelchDesign(1, n, 1, n).power(number(golden, "effect"), number(golden, "alpha"));
      assertThat(power).isCloseTo(number(golden, "power"), within(1e-8));
    }
  }

  @Test
  void withoutADifferenceThePowerIsTheLevel() {
    for (int n = 2; n < 200; n += 7) {
      assertThat(new WelchDesign(1, n, 3, n).power(0, 0.05)).isCloseTo(0.05, within(1e-11));
    }
  }

  @Test
  void theNormalTestsPowerIsNeverLess() {
    Samples samples = new Samples(10);
    for (int i = 0; i < 300; i++) {
      double[] x = samples.scores(4, 1000);
      WelchDesign design =
          new WelchDesign(x[0], samples.between(2, 30), x[1] * x[1], samples.between(2, 30));
      double difference = (x[2] - 0.5) * samples.between(1, 5);
      double alpha = x[3] - 0.4;
      assertThat(design.power(difference, alpha))
          .isLessThanOrEqualTo(design.powerOfNormalTest(difference, alpha) + 1e-12);
    }
  }
}
