package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptsweep.analysis.statistics.SignedRank.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignedRankTest {
  @Test
  void equalsTheSharedValues() {
    JsonNode cases = Golden.metrics().get("paired");
    assertThat(cases).isNotEmpty();
    for (JsonNode golden : cases) {
      SignedRank test = test(golden);
      assertThat(test.statistic()).isEqualTo(number(golden, "wilcoxon_statistic"));
      assertThat(test.p()).isCloseTo(number(golden, "wilcoxon_p"), within(1e-12));
    }
  }

  @Test
  void equalsSciPyWithTiesAndWithout() {
    for (JsonNode golden : Golden.more("wilcoxon")) {
      SignedRank test = test(golden);
      assertThat(test.statistic()).isEqualTo(number(golden, "statistic"));
      assertThat(test.p()).isCloseTo(number(golden, "p"), within(1e-12));
      assertThat(test.method() == Method.EXACT).isEqualTo(golden.get("exact").booleanValue());
    }
  }

  @Test
  void fiveDifferingPairsAreNeverSignificantAtFivePercent() {
    double[] a = new double[14];
    Arrays.fill(a, 0, 5, 1);
    SignedRank test = SignedRank.of(a, new double[14]).orElseThrow();
    assertThat(test).isEqualTo(new SignedRank(0, 5, 0.0625, Method.EXACT));
    assertThat(test.smallestExactP()).isEqualTo(0.0625);
  }

  @Test
  void swappingTheMethodsOrTheTasksChangesNothing() {
    Samples samples = new Samples(2);
    for (int i = 0; i < 200; i++) {
      int n = samples.between(1, 60);
      double[] differences = samples.scores(n, 20);
      double[] level = new double[n];
      Arrays.fill(level, 0.7);
      assertThat(SignedRank.of(differences, level)).isEqualTo(SignedRank.of(level, differences));
      assertThat(SignedRank.of(samples.shuffled(differences), level))
          .isEqualTo(SignedRank.of(differences, level));
      SignedRank.of(differences, level)
          .ifPresent(test -> assertThat(test.p()).isBetween(test.p() < 1 ? 1e-12 : 1, 1.0));
    }
  }

  @Test
  void withoutADifferenceNothingCanBeSaid() {
    assertThat(SignedRank.of(new double[] {0.5, 0.6}, new double[] {0.5, 0.6})).isEmpty();
    assertThat(SignedRank.of(new double[0], new double[0])).isEmpty();
  }

  @Test
  void lengthsMustBeEqual() {
    assertThatThrownBy(() -> SignedRank.of(new double[3], new double[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a has length 3 but b has 4; they must be equal");
  }

  private static SignedRank test(JsonNode golden) {
    return SignedRank.of(numbers(golden.get("a")), numbers(golden.get("b"))).orElseThrow();
  }
}
