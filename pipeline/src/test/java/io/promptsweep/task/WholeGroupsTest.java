package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are texts here, and their group is the first character; "-" is none. */
class WholeGroupsTest {
  private static String group(String row) {
    return row.startsWith("-") ? "" : row.substring(0, 1);
  }

  private static WholeGroups.Sides<String> nearest(int wanted, String... rows) {
    return WholeGroups.nearest(List.of(rows), WholeGroupsTest::group, wanted);
  }

  @Test
  void aGroupIsWhereItsFirstRowIsAndRowsKeepTheirOrder() {
    // Groups b (3 rows), a (2), c (1): 3 rows are half of 6.
    WholeGroups.Sides<String> sides = nearest(3, "b1", "a1", "b2", "c1", "a2", "b3");
    assertThat(sides.first()).containsExactly("b1", "b2", "b3");
    assertThat(sides.rest()).containsExactly("a1", "c1", "a2");
  }

  @Test
  void theEdgeNearestToTheWantedCutCountsAndTheSmallerOfTwoAsNear() {
    assertThat(nearest(4, "a1", "a2", "a3", "b1", "b2", "b3", "b4", "c1").first()).hasSize(3);
    assertThat(nearest(4, "a1", "b1", "b2", "b3", "b4", "c1", "c2", "c3").first()).hasSize(5);
    assertThat(nearest(3, "a1", "a2", "b1", "b2", "c1", "c2").first()).hasSize(2);
  }

  @Test
  void bothSidesHaveAGroupEvenWhereOneIsTooLarge() {
    assertThat(nearest(1, "a1", "a2", "a3", "a4", "b1").first()).hasSize(4);
    assertThat(nearest(4, "b1", "a1", "a2", "a3", "a4").first()).containsExactly("b1");
    assertThat(nearest(2, "a1", "a2", "a3").first()).isEmpty();
  }

  @Test
  void withoutGroupsItIsACutByRows() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      rows.add(i % 2 == 0 ? "-" + i : (char) (1000 + i) + "");
    }
    WholeGroups.Sides<String> sides = WholeGroups.nearest(rows, WholeGroupsTest::group, 50);
    assertThat(sides.first()).isEqualTo(rows.subList(0, 50));
    assertThat(sides.rest()).isEqualTo(rows.subList(50, 101));
  }

  @Test
  void atMostSoManyAreWholeGroupsWhereOneFits() {
    List<String> rows = List.of("b1", "a1", "b2", "c1", "a2", "b3");
    assertThat(WholeGroups.atMost(rows, WholeGroupsTest::group, 4))
        .containsExactly("b1", "b2", "b3");
    assertThat(WholeGroups.atMost(rows, WholeGroupsTest::group, 5))
        .containsExactly("b1", "a1", "b2", "a2", "b3");
    assertThat(WholeGroups.atMost(rows, WholeGroupsTest::group, 2)).containsExactly("b1", "a1");
    assertThat(WholeGroups.atMost(rows, row -> "", 4)).isEqualTo(rows.subList(0, 4));
  }
}
