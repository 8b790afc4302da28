package io.promptsweep.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Cuts a permuted list in two without cutting through rows that are judged together.
 *
 * <p>Groups come in the order in which the permutation first meets them; the first ones are one
 * side, up to the group's edge that is nearest to where rows alone would be cut (the smaller side
 * of two as near). Both sides keep the permutation's order. Rows without a group are a group each,
 * so that without groups nothing differs from a cut by rows.
 */
final class WholeGroups {
  private WholeGroups() {}

  /** The two sides; one is empty where there are fewer than two groups. */
  record Sides<T>(List<T> first, List<T> rest) {}

  /**
   * @param group the group of a row, empty for none
   * @param wanted rows of the first side if no group were cut
   */
  static <T> Sides<T> nearest(List<T> permuted, Function<T, String> group, int wanted) {
    List<List<Integer>> groups = groups(permuted, group);
    int best = 0;
    int rows = 0;
    long least = Long.MAX_VALUE;
    for (int g = 0; g < groups.size() - 1; g++) {
      rows += groups.get(g).size();
      if (Math.abs((long) rows - wanted) < least) {
        least = Math.abs((long) rows - wanted);
        best = g + 1;
      }
    }
    return sides(permuted, groups.subList(0, best));
  }

  /**
   * The first groups that hold no more than {@code most} rows together; rows alone where the first
   * group is larger.
   */
  static <T> List<T> atMost(List<T> permuted, Function<T, String> group, int most) {
    List<List<Integer>> groups = groups(permuted, group);
    int fit = 0;
    int rows = 0;
    while (fit < groups.size() && rows + groups.get(fit).size() <= most) {
      rows += groups.get(fit++).size();
    }
    return fit == 0
        ? permuted.subList(0, Math.min(most, permuted.size()))
        : sides(permuted, groups.subList(0, fit)).first();
  }

  private static <T> Sides<T> sides(List<T> permuted, List<List<Integer>> chosen) {
    boolean[] isFirst = new boolean[permuted.size()];
    chosen.forEach(places -> places.forEach(place -> isFirst[place] = true));
    List<T> first = new ArrayList<>();
    List<T> rest = new ArrayList<>();
    for (int i = 0; i < isFirst.length; i++) {
      (isFirst[i] ? first : rest).add(permuted.get(i));
    }
    return new Sides<>(first, rest);
  }

  /** The places of each group's rows, groups by their first place. */
  private static <T> List<List<Integer>> groups(List<T> permuted, Function<T, String> group) {
    Map<String, List<Integer>> named = new LinkedHashMap<>();
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < permuted.size(); i++) {
      String name = group.apply(permuted.get(i));
      List<Integer> places = name.isEmpty() ? null : named.get(name);
      if (places == null) {
        places = new ArrayList<>();
        groups.add(places);
        if (!name.isEmpty()) {
          named.put(name, places);
        }
      }
      places.add(i);
    }
    return groups;
  }
}
