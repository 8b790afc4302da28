package io.promptsweep.analysis.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * How a replay compares with what was recorded.
 *
 * @param kind the verdict
 * @param compared how many numbers both have, or should have
 * @param differences the numbers that are not equal, the largest relative difference first
 * @param floor the noise floor by quantity, empty where it was not needed: how far two orders of
 *     the same sums are apart
 */
public record ReplayVerdict(
    Kind kind, int compared, List<Difference> differences, Map<String, Double> floor) {
  /**
   * Another order of sums is one draw of the noise, and what was recorded is another: their
   * distance may be larger than the one measured.
   */
  private static final double FLOOR_FACTOR = 3;

  /** The verdict. */
  public enum Kind {
    /** Every number is the same, to the last bit. */
    EQUAL,
    /** Numbers differ by no more than the order of sums changes them. */
    WITHIN_NOISE,
    /** Some number differs by more, or is there only once. */
    DIFFERENT
  }

  /**
   * A number that is not the same.
   *
   * @param name such as {@code epoch 2 train_loss}
   * @param recorded in the tables; NaN if it is not there
   * @param replayed NaN if it is not there
   * @param relative the difference over the larger of the two; infinite where one is missing
   */
  public record Difference(String name, double recorded, double replayed, double relative) {
    /** The name without its epoch, or {@code metrics} for what predictions are scored by. */
    String quantity() {
      String last = name.substring(name.lastIndexOf(' ') + 1);
      return switch (last) {
        case "train_loss", "eval_loss", "gradient_norm", "learning_rate", "step" -> last;
        default -> "metrics";
      };
    }
  }

  /**
   * Compares.
   *
   * @param recorded numbers by name
   * @param replayed the same of the replay
   * @param otherOrder the same of a replay that sums in another order; asked for only if something
   *     differs
   */
  public static ReplayVerdict of(
      Map<String, Double> recorded,
      Map<String, Double> replayed,
      Supplier<Map<String, Double>> otherOrder) {
    List<Difference> differences = differences(recorded, replayed);
    TreeSet<String> names = new TreeSet<>(recorded.keySet());
    names.addAll(replayed.keySet());
    if (differences.isEmpty()) {
      return new ReplayVerdict(Kind.EQUAL, names.size(), List.of(), Map.of());
    }
    Map<String, Double> floor = new TreeMap<>();
    differences(replayed, otherOrder.get())
        .forEach(d -> floor.merge(d.quantity(), d.relative(), Math::max));
    boolean within =
        differences.stream()
            .allMatch(
                d ->
                    Double.isFinite(d.relative())
                        && d.relative() <= FLOOR_FACTOR * floor.getOrDefault(d.quantity(), 0.0));
    return new ReplayVerdict(
        within ? Kind.WITHIN_NOISE : Kind.DIFFERENT, names.size(), differences, floor);
  }

  private static List<Difference> differences(Map<String, Double> a, Map<String, Double> b) {
    TreeSet<String> names = new TreeSet<>(a.keySet());
    names.addAll(b.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      double x = a.getOrDefault(name, Double.NaN);
      double y = b.getOrDefault(name, Double.NaN);
      boolean both = a.containsKey(name) && b.containsKey(name);
      if (!both || Double.compare(x, y) != 0) {
        double larger = Math.max(Math.abs(x), Math.abs(y));
        double relative = Math.abs(x - y) / larger;
        differences.add(
            new Difference(
                name,
                x,
                y,
                both && Double.isFinite(relative) ? relative : Double.POSITIVE_INFINITY));
      }
    }
    differences.sort(Comparator.comparingDouble(Difference::relative).reversed());
    return differences;
  }
}
