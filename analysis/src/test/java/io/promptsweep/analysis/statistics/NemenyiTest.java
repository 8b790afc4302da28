package io.promptsweep.analysis.statistics;

import static io.promptsweep.analysis.statistics.Golden.number;
import static io.promptsweep.analysis.statistics.Golden.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NemenyiTest {
  @Test
  void equalsTheGoldenValues() {
    JsonNode golden = Golden.statistics();
    Nemenyi nemenyi =
        Friedman.of(rows(golden.get("scores_tasks_by_methods"))).orElseThrow().nemenyi();
    double[][] p = rows(golden.get("nemenyi_p"));
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        assertThat(nemenyi.p(i, j)).isCloseTo(p[i][j], within(1e-9));
      }
    }
    assertThat(nemenyi.criticalDifference(0.05))
        .isCloseTo(number(golden, "nemenyi_critical_difference_0_05"), within(1e-9));
  }

  @Test
  void cliquesOverlapAndRunFromTheBestRankToTheWorst() {
    // 2.09 apart is different: by rank 4, 3, 5, 1, 2, 0.
    Nemenyi nemenyi = new Nemenyi(13, List.of(5.0, 4.31, 4.35, 2.54, 2.12, 2.69));
    assertThat(nemenyi.cliques(0.05))
        .containsExactly(List.of(4, 3, 5), List.of(3, 5, 1, 2), List.of(1, 2, 0));
  }

  @Test
  void criticalDifferencesAreThePublishedTable() {
    // Demšar 2006, table 5(a): q_0.05 and q_0.10 for 2 to 10 methods, already divided by sqrt(2).
    double[] five = {1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};
    double[] ten = {1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920};
    for (int k = 2; k <= 10; k++) {
      Nemenyi nemenyi = new Nemenyi(14, ranks(k));
      double unit = Math.sqrt(k * (k + 1) / (6.0 * 14));
      assertThat(nemenyi.criticalDifference(0.05)).isCloseTo(five[k - 2] * unit, within(2e-3));
      assertThat(nemenyi.criticalDifference(0.10)).isCloseTo(ten[k - 2] * unit, within(2e-3));
    }
    assertThat(new Nemenyi(5, ranks(6)).criticalDifference(0.05)).isCloseTo(3.4, within(0.05));
  }

  @Test
  void cliquesHoldExactlyThePairsThatDoNotDiffer() {
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      List<Double> ranks = new ArrayList<>();
      int methods = 2 + random.nextInt(6);
      for (int method = 0; method < methods; method++) {
        ranks.add(1 + random.nextInt(4 * methods) / 4.0);
      }
      Nemenyi nemenyi = new Nemenyi(12, ranks);
      List<List<Integer>> cliques = nemenyi.cliques(0.05);
      for (int a = 0; a < methods; a++) {
        for (int b = 0; b < a; b++) {
          List<Integer> pair = List.of(a, b);
          assertThat(cliques.stream().anyMatch(clique -> clique.containsAll(pair)))
              .isEqualTo(nemenyi.p(a, b) > 0.05);
        }
      }
      for (List<Integer> clique : cliques) {
        assertThat(cliques.stream().filter(other -> new HashSet<>(other).containsAll(clique)))
            .hasSize(1);
      }
    }
  }

  @Test
  void methodsFarApartAreInNoClique() {
    assertThat(new Nemenyi(100, List.of(3.0, 1.0, 2.0)).cliques(0.05)).isEmpty();
    assertThat(new Nemenyi(3, List.of(2.0, 2.0, 2.0)).cliques(0.05))
        .containsExactly(List.of(0, 1, 2));
  }

  @Test
  void moreTasksSeparateMore() {
    double before = 1;
    for (int tasks = 2; tasks < 40; tasks += 3) {
      double p = new Nemenyi(tasks, List.of(1.5, 2.0, 2.5)).p(0, 2);
      assertThat(p).isLessThan(before);
      before = p;
    }
  }

  @Test
  void oneTaskIsRefused() {
    assertThatThrownBy(() -> new Nemenyi(1, List.of(1.0, 2.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranks of 2 methods over 1 tasks are to be compared; two of each are needed");
  }

  private static List<Double> ranks(int methods) {
    List<Double> ranks = new ArrayList<>();
    for (int method = 1; method <= methods; method++) {
      ranks.add((double) method);
    }
    return ranks;
  }
}
