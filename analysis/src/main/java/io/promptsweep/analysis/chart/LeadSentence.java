package io.promptsweep.analysis.chart;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What stands out among dots, in words. */
final class LeadSentence {
  /** Tasks that are spoken of one by one; more are counted. */
  private static final int FEW_TASKS = 4;

  private LeadSentence() {}

  /** {@code full leads with 0.932 ± 0.010 (n = 3), 0.010 above vanilla}. */
  static String highest(List<Dot> dots) {
    return first(dots, Comparator.comparingDouble(Dot::mean).reversed(), "above");
  }

  /** {@code lora is first with 120 ± 10 (n = 3), 40 below vanilla}. */
  static String lowest(List<Dot> dots) {
    return first(dots, Comparator.comparingDouble(Dot::mean), "below");
  }

  private static String first(List<Dot> dots, Comparator<Dot> order, String apart) {
    List<Dot> sorted = dots.stream().sorted(order.thenComparing(Dot::who)).toList();
    Dot best = sorted.get(0);
    String words = best.who() + " leads with " + best.shown();
    if (sorted.size() == 1) {
      return words;
    }
    Dot next = sorted.get(1);
    if (best.mean() == next.mean()) {
      long equal = sorted.stream().filter(dot -> dot.mean() == best.mean()).count();
      return String.format(
          Locale.ROOT,
          "%s is level with %s at %s",
          best.who(),
          equal == 2 ? next.who() : (equal - 1) + " others",
          best.shown());
    }
    return words
        + String.format(
            Locale.ROOT,
            ", %s %s %s",
            Numbers.text(Math.abs(best.mean() - next.mean())),
            apart,
            next.who());
  }

  /** The leaders of each task, or how often who leads. */
  static String highestByTask(List<Dot> dots) {
    Map<String, List<Dot>> tasks = byTask(dots);
    if (tasks.size() <= FEW_TASKS) {
      return tasks.entrySet().stream()
          .map(task -> "on " + task.getKey() + " " + highest(task.getValue()))
          .collect(Collectors.joining("; "));
    }
    Map<String, Long> wins =
        tasks.values().stream()
            .map(ofTask -> best(ofTask).who())
            .collect(Collectors.groupingBy(who -> who, Collectors.counting()));
    return wins.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(
            win ->
                String.format(
                    Locale.ROOT,
                    "%s leads on %d of %d tasks",
                    win.getKey(),
                    win.getValue(),
                    tasks.size()))
        .collect(Collectors.joining(", "));
  }

  private static Dot best(List<Dot> dots) {
    return dots.stream()
        .max(
            Comparator.comparingDouble(Dot::mean)
                .thenComparing(Dot::who, Comparator.reverseOrder()))
        .orElseThrow();
  }

  static Map<String, List<Dot>> byTask(List<Dot> dots) {
    return dots.stream()
        .collect(Collectors.groupingBy(Dot::task, LinkedHashMap::new, Collectors.toList()));
  }
}
