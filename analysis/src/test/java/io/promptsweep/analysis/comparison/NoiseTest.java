package io.promptsweep.analysis.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The expected values are SciPy's t.ppf in the formulas of {@link Noise}. */
class NoiseTest {
  @Test
  void aPrintedNumberOfOneRunIsHeldToThePredictionIntervalOfOurSeeds() {
    assertThat(Noise.margin(0.01, 3, 1)).isCloseTo(0.0496827542350066, within(1e-9));
    assertThat(Noise.margin(0.02, 5, 3)).isCloseTo(0.04055257636777694, within(1e-9));
  }

  @Test
  void withBothSpreadsItIsWelchsInterval() {
    assertThat(Noise.margin(0.01, 3, 0.02, 5)).isCloseTo(0.026093126842097927, within(1e-9));
  }

  @Test
  void aSingleSeedOfOursIsHeldToThePapersSpread() {
    assertThat(Noise.margin(Double.NaN, 1, 0.02, 5)).isCloseTo(0.06082886455166541, within(1e-9));
  }

  @Test
  void aSingleSeedWithoutAnySpreadHasNoMargin() {
    assertThat(Noise.margin(Double.NaN, 1, 3)).isNaN();
  }

  @Test
  void equalScoresOnBothSidesLeaveNoNoise() {
    assertThat(Noise.margin(0, 3, 1)).isZero();
    assertThat(Noise.margin(0, 3, 0, 4)).isZero();
  }
}
