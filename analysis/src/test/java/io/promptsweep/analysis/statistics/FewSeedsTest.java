package io.promptsweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

/** What docs/statistics.md says that three to five seeds can show. */
class FewSeedsTest {
  @Test
  void theSpreadIsHardlyKnown() {
    assertThat(spreadAtLeast(3)).isCloseTo(0.5, within(0.05));
    assertThat(spreadAtMost(3)).isCloseTo(6.3, within(0.05));
    assertThat(spreadAtLeast(5)).isCloseTo(0.6, within(0.05));
    assertThat(spreadAtMost(5)).isCloseTo(2.9, within(0.05));
  }

  @Test
  void studentIntervalsAreWide() {
    assertThat(halfWidth(0, 1, 2)).isCloseTo(2.5, within(0.05));
    assertThat(halfWidth(0, 1, 2, 3, 4)).isCloseTo(1.2, within(0.05));
  }

  @Test
  void bootstrapIntervalsAreTooNarrowAndStudentsAreNot() {
    Bootstrap bootstrap = new Bootstrap(500, 0.95, 1);
    assertThat(coverage(3, bootstrap::mean)).isCloseTo(0.75, within(0.02));
    assertThat(coverage(5, bootstrap::mean)).isCloseTo(0.84, within(0.02));
    assertThat(coverage(3, x -> Means.studentInterval(x, 0.95))).isCloseTo(0.95, within(0.01));
    assertThat(coverage(5, x -> Means.studentInterval(x, 0.95))).isCloseTo(0.95, within(0.01));
  }

  @Test
  void onlyLargeDifferencesSeparate() {
    assertThat(smallestDifference(3)).isCloseTo(3.1, within(0.05));
    assertThat(smallestDifference(5)).isCloseTo(2.0, within(0.05));
    assertThat(smallestDifference(10)).isCloseTo(1.3, within(0.05));
  }

  @Test
  void pairsSeparateByTheSpreadOfTheirDifferences() {
    assertThat(smallestPairedDifference(3)).isCloseTo(3.3, within(0.05));
    assertThat(smallestPairedDifference(5)).isCloseTo(1.7, within(0.05));
    assertThat(smallestPairedDifference(10)).isCloseTo(1.0, within(0.05));
  }

  @Test
  void rankTestsNeedTasks() {
    SignedRank five = SignedRank.of(new double[] {1, 2, 3, 4, 5}, new double[5]).orElseThrow();
    assertThat(five.p()).isEqualTo(0.0625).isEqualTo(five.smallestExactP());
    List<Double> six = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(new Nemenyi(5, six).criticalDifference(0.05)).isCloseTo(3.4, within(0.05));
    assertThat(new Nemenyi(13, six).criticalDifference(0.05)).isCloseTo(2.1, within(0.05));
  }

  private static double spreadAtLeast(int seeds) {
    return Math.sqrt((seeds - 1) / quantile(seeds, 0.975));
  }

  private static double spreadAtMost(int seeds) {
    return Math.sqrt((seeds - 1) / quantile(seeds, 0.025));
  }

  private static double quantile(int seeds, double p) {
    return new ChiSquaredDistribution(null, seeds - 1.0).inverseCumulativeProbability(p);
  }

  /** In sample standard deviations. */
  private static double halfWidth(double... x) {
    Interval interval = Means.studentInterval(x, 0.95).orElseThrow();
    return (interval.high() - interval.low()) / 2 / Means.standardDeviation(x).orElseThrow();
  }

  /** How often the interval of normal scores around 0 contains 0. */
  private static double coverage(int seeds, Function<double[], Optional<Interval>> interval) {
    Random random = new Random(12);
    int samples = 4000;
    int covered = 0;
    for (int i = 0; i < samples; i++) {
      double[] x = new double[seeds];
      for (int j = 0; j < seeds; j++) {
        x[j] = random.nextGaussian();
      }
      Interval of = interval.apply(x).orElseThrow();
      covered += of.low() <= 0 && of.high() >= 0 ? 1 : 0;
    }
    return covered / (double) samples;
  }

  /** In standard deviations, to the nearest hundredth above. */
  private static double smallestDifference(int seeds) {
    double difference = 0;
    while (new WelchDesign(1, seeds, 1, seeds).power(difference, 0.05) < 0.8) {
      difference += 0.01;
    }
    return difference;
  }

  /** In standard deviations of the differences, to the nearest hundredth above. */
  private static double smallestPairedDifference(int pairs) {
    double difference = 0;
    while (new PairedDesign(1, pairs).power(difference, 0.05) < 0.8) {
      difference += 0.01;
    }
    return difference;
  }
}
