package io.promptsweep.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a misspelt name probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known name closest to {@code name}, if it is close enough to be a misspelling: at most a
   * third of its letters wrong, and never fewer than one allowed.
   */
  public static Optional<String> to(String name, Collection<String> known) {
    int limit = Math.max(1, (name.length() + 2) / 3);
    return known.stream()
        .filter(k -> distance(name, k) <= limit)
        .min(Comparator.comparingInt((String k) -> distance(name, k)).thenComparing(k -> k));
  }

  /** {@code "; did you mean X?"}, or the sorted list of what exists, to end an error sentence. */
  public static String hint(String name, Collection<String> known) {
    return to(name, known)
        .map(k -> "; did you mean '" + k + "'?")
        .orElseGet(
            () -> "; known are " + known.stream().sorted().collect(Collectors.joining(", ")) + ".");
  }

  /** Levenshtein distance in which swapping two neighbouring letters counts as one step. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
