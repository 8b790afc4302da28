package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptsweep.analysis.statistics.SeedsNeeded.AlreadySeparated;
import io.promptsweep.analysis.statistics.SeedsNeeded.CannotSay;
import io.promptsweep.analysis.statistics.SeedsNeeded.Demand;
import io.promptsweep.analysis.statistics.SeedsNeeded.More;
import io.promptsweep.analysis.statistics.SeedsNeeded.MoreThan;
import io.promptsweep.analysis.statistics.SeedsNeeded.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeedsNeededTest {
  private static final double[] LOW = {0.60, 0.62, 0.61, 0.64, 0.63};

  @Test
  void equalsASearchWithSciPysPower() {
    for (JsonNode golden : Golden.more("seeds_needed")) {
      double[] a = numbers(golden.get("a"));
      double[] b = numbers(golden.get("b"));
      int seeds = golden.get("seeds").intValue();
      double power = number(golden, "power");
      double alpha = number(golden, "alpha");
      assertThat(SeedsNeeded.toSeparate(a, b, new Demand(alpha, power, 5000)))
          .isInstanceOfSatisfying(
              More.class,
              more -> {
                assertThat(more.seeds()).isEqualTo(seeds);
                assertThat(more.moreA()).isEqualTo(seeds - a.length);
                assertThat(more.moreB()).isEqualTo(seeds - b.length);
                assertThat(more.power()).isBetween(power, power + 0.1);
              });
      assertThat(SeedsNeeded.toSeparate(a, b, new Demand(alpha, power, seeds - 1)))
          .isEqualTo(new MoreThan(seeds - 1));
    }
  }

  @Test
  void whatTheTestSeparatesNeedsNoMore() {
    double[] high = {0.80, 0.82, 0.81, 0.84, 0.83};
    assertThat(SeedsNeeded.toSeparate(high, LOW, Demand.USUAL))
        .isEqualTo(new AlreadySeparated(StudentTest.welch(high, LOW).orElseThrow()));
  }

  @Test
  void aMethodWithMoreSeedsKeepsThem() {
    double[] few = {0.62, 0.67};
    assertThat(SeedsNeeded.toSeparate(few, LOW, Demand.USUAL))
        .isInstanceOfSatisfying(
            More.class,
            more -> {
              assertThat(more.moreA()).isEqualTo(more.seeds() - 2).isPositive();
              assertThat(more.moreB()).isEqualTo(Math.max(0, more.seeds() - 5));
            });
    // One of them more than enough: only the other has to run.
    double[] many = new Samples(11).scores(200, 1000);
    double[] two = {0.55, 0.65};
    assertThat(SeedsNeeded.toSeparate(many, two, Demand.USUAL))
        .isInstanceOfSatisfying(More.class, more -> assertThat(more.moreA()).isZero());
  }

  @Test
  void aSmallerDifferenceNeedsMoreSeedsAndTheirOrderDoesNotMatter() {
    int before = 0;
    for (double shift : new double[] {0.016, 0.012, 0.008, 0.004}) {
      double[] other = Arrays.stream(LOW).map(x -> x + shift).toArray();
      SeedsNeeded needed = SeedsNeeded.toSeparate(LOW, other, Demand.USUAL);
      assertThat(needed).isInstanceOf(More.class);
      int seeds = ((More) needed).seeds();
      assertThat(seeds).isGreaterThan(before);
      before = seeds;
      assertThat(SeedsNeeded.toSeparate(other, LOW, Demand.USUAL))
          .isInstanceOfSatisfying(
              More.class,
              more -> {
                assertThat(more.seeds()).isEqualTo(seeds);
                assertThat(more.power()).isCloseTo(((More) needed).power(), within(1e-12));
              });
    }
  }

  @Test
  void withoutSpreadDifferenceOrSeedsNothingCanBeSaid() {
    assertThat(SeedsNeeded.toSeparate(new double[] {0.5}, LOW, Demand.USUAL))
        .isEqualTo(new CannotSay(Reason.TOO_FEW_SEEDS));
    assertThat(SeedsNeeded.toSeparate(LOW, new double[0], Demand.USUAL))
        .isEqualTo(new CannotSay(Reason.TOO_FEW_SEEDS));
    // Sums of the same numbers in another order differ in the last digit.
    assertThat(
            SeedsNeeded.toSeparate(
                new double[] {0.1, 0.2, 0.3}, new double[] {0.3, 0.2, 0.1}, Demand.USUAL))
        .isEqualTo(new CannotSay(Reason.NO_DIFFERENCE));
    assertThat(
            SeedsNeeded.toSeparate(
                new double[] {0.1, 0.1, 0.1}, new double[] {0.3, 0.3, 0.3}, Demand.USUAL))
        .isEqualTo(new CannotSay(Reason.NO_SPREAD));
  }

  @Test
  void pairsEqualASearchWithStatsmodelsPower() {
    for (JsonNode golden : Golden.more("pairs_needed")) {
      double[] a = numbers(golden.get("a"));
      double[] b = numbers(golden.get("b"));
      int seeds = golden.get("seeds").intValue();
      double power = number(golden, "power");
      double alpha = number(golden, "alpha");
      assertThat(SeedsNeeded.toSeparatePairs(a, b, new Demand(alpha, power, 5000)))
          .isInstanceOfSatisfying(
              More.class,
              more -> {
                assertThat(more.seeds()).isEqualTo(seeds);
                assertThat(more.moreA()).isEqualTo(seeds - a.length).isEqualTo(more.moreB());
                assertThat(more.power()).isBetween(power, power + 0.15);
              });
      assertThat(SeedsNeeded.toSeparatePairs(a, b, new Demand(alpha, power, seeds - 1)))
          .isEqualTo(new MoreThan(seeds - 1));
    }
    for (JsonNode golden : Golden.more("paired_power")) {
      PairedDesign design = new PairedDesign(1, golden.get("pairs").intValue());
      double effect = number(golden, "effect");
      double alpha = number(golden, "alpha");
      assertThat(design.power(effect, alpha)).isCloseTo(number(golden, "power"), within(1e-7));
      assertThat(design.powerOfNormalTest(effect, alpha))
          .isGreaterThanOrEqualTo(design.power(effect, alpha));
    }
  }

  @Test
  void pairsThatTheTestSeparatesNeedNoMoreThoughTheirScoresOverlap() {
    double[] hard = {0.50, 0.70, 0.90};
    double[] easier = {0.52, 0.721, 0.919};
    assertThat(StudentTest.welch(easier, hard).orElseThrow().p()).isGreaterThan(0.9);
    assertThat(SeedsNeeded.toSeparatePairs(easier, hard, Demand.USUAL))
        .isEqualTo(new AlreadySeparated(StudentTest.paired(easier, hard).orElseThrow()));
  }

  @Test
  void pairsWithoutSpreadDifferenceOrNumberSayNothing() {
    assertThat(SeedsNeeded.toSeparatePairs(new double[] {0.5}, new double[] {0.6}, Demand.USUAL))
        .isEqualTo(new CannotSay(Reason.TOO_FEW_PAIRS));
    assertThat(
            SeedsNeeded.toSeparatePairs(
                new double[] {0.5, 0.7}, new double[] {0.7, 0.5}, Demand.USUAL))
        .isEqualTo(new CannotSay(Reason.NO_DIFFERENCE));
    // A tenth each, but for the last digit.
    assertThat(
            SeedsNeeded.toSeparatePairs(
                new double[] {0.5, 0.8}, new double[] {0.4, 0.7}, Demand.USUAL))
        .isEqualTo(new CannotSay(Reason.NO_SPREAD));
  }

  @Test
  void demandsMustMakeSense() {
    assertThatThrownBy(() -> new Demand(0.05, 0.3, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a power of 0.3 with up to 100 seeds is asked for; give at least 0.5 and 2");
    assertThatThrownBy(() -> new Demand(1, 0.8, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha is 1.0; it must be greater than 0 and less than 1");
    assertThatThrownBy(
            () -> SeedsNeeded.toSeparate(new double[] {Double.NaN, 1}, LOW, Demand.USUAL))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
