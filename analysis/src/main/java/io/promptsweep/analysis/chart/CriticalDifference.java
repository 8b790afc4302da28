package io.promptsweep.analysis.chart;

import io.promptsweep.analysis.statistics.Friedman;
import io.promptsweep.analysis.statistics.Nemenyi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The diagram of Demšar (2006), figure 1: an axis of ranks, the better half of the methods led out
 * to its left and the others to its right, and bars over those not told apart.
 */
final class CriticalDifference {
  private static final int ROW_PIXELS = 18;
  private static final double BETWEEN_BARS = 0.5;

  private CriticalDifference() {}

  static Optional<Chart> chart(List<String> methods, Friedman friedman, double alpha) {
    if (methods.size() != friedman.averageRanks().size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d names are given for the ranks of %d methods; give one a method",
              methods.size(),
              friedman.averageRanks().size()));
    }
    Nemenyi nemenyi = friedman.nemenyi();
    double difference = nemenyi.criticalDifference(alpha);
    List<List<Integer>> cliques = nemenyi.cliques(alpha);
    List<Integer> order =
        IntStream.range(0, methods.size())
            .boxed()
            .sorted(Comparator.comparing(friedman.averageRanks()::get))
            .toList();

    int k = methods.size();
    double end = Math.max(k, 1 + difference);
    double firstRow = 1 + BETWEEN_BARS * cliques.size();
    int left = (k + 1) / 2;
    List<Map<String, Object>> lines = new ArrayList<>();
    List<Map<String, Object>> labels = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      String method = methods.get(order.get(i));
      double rank = friedman.averageRanks().get(order.get(i));
      boolean onLeft = i < left;
      double row = firstRow + (onLeft ? i : k - 1 - i);
      double edge = onLeft ? 1 : end;
      lines.add(corner(method, 0, rank, 0));
      lines.add(corner(method, 1, rank, row));
      lines.add(corner(method, 2, edge, row));
      Map<String, Object> label = point(edge, row);
      label.put("method", method);
      label.put("label", method + " " + twoDigits(rank));
      label.put("meanRank", twoDigits(rank));
      label.put("side", onLeft ? "left" : "right");
      labels.add(label);
    }
    List<Map<String, Object>> bars = new ArrayList<>();
    for (int i = 0; i < cliques.size(); i++) {
      List<Integer> clique = cliques.get(i);
      double from = friedman.averageRanks().get(clique.get(0));
      double to = friedman.averageRanks().get(clique.get(clique.size() - 1));
      Map<String, Object> bar = point(from, BETWEEN_BARS * (i + 1));
      bar.put("toRank", Numbers.rounded(to));
      bar.put("methods", names(methods, clique));
      bars.add(bar);
    }
    Map<String, Object> scale = point(1, firstRow + left + 0.5);
    scale.put("toRank", Numbers.rounded(1 + difference));
    scale.put("label", "critical difference " + twoDigits(difference));

    Map<String, Object> datasets = new LinkedHashMap<>();
    datasets.put("lines", lines);
    datasets.put("methods", labels);
    datasets.put("cliques", bars);
    datasets.put("difference", List.of(scale));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("height", Math.round((firstRow + left + 0.5) * ROW_PIXELS));
    members.put("datasets", datasets);
    String best = methods.get(order.get(0));
    String worst = methods.get(order.get(k - 1));
    String alt =
        String.format(
            Locale.ROOT,
            "Mean ranks of %d methods over %d tasks, 1 is best: from %s (%s) to %s (%s). Friedman's p is %s."
                + " At %s, ranks must be %s apart to differ; not told apart are %s.",
            k,
            friedman.tasks(),
            best,
            twoDigits(friedman.averageRanks().get(order.get(0))),
            worst,
            twoDigits(friedman.averageRanks().get(order.get(k - 1))),
            String.format(Locale.ROOT, "%.2g", friedman.p()),
            Numbers.shortest(alpha),
            twoDigits(difference),
            cliques.isEmpty()
                ? "none"
                : cliques.stream()
                    .map(clique -> names(methods, clique))
                    .collect(Collectors.joining("; ")));
    return Optional.of(
        new ChartTemplate("critical-difference", "Mean ranks over tasks").with(members, alt));
  }

  private static Map<String, Object> corner(String method, int order, double rank, double row) {
    Map<String, Object> corner = point(rank, row);
    corner.put("method", method);
    corner.put("order", order);
    return corner;
  }

  private static Map<String, Object> point(double rank, double row) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("rank", Numbers.rounded(rank));
    point.put("row", Numbers.rounded(row));
    return point;
  }

  private static String names(List<String> methods, List<Integer> clique) {
    return clique.stream().map(methods::get).collect(Collectors.joining(", "));
  }

  private static String twoDigits(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
