package io.promptsweep.analysis.comparison;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The cells of ours that stand beside a printed number: one method, task and dropout, one protocol,
 * at the learning rate with the highest mean validation score of those that have the most seeds.
 *
 * @param cells one a seed
 * @param failed cells of that learning rate without a score
 * @param passedOver learning rates with a higher mean, of fewer seeds
 * @param differences from the paper's preset; none: the protocols agree
 */
record Choice(
    double learningRate,
    List<OurCell> cells,
    int failed,
    int passedOver,
    List<Difference> differences) {
  private record Group(Protocol protocol, String origin) {}

  /**
   * The best choice: fewest differences from the paper's protocol, then most seeds, then the
   * highest validation score. Empty if no cell of {@code ours} has a score.
   *
   * @param ours all cells of one method, task and dropout
   * @param reference the cells of the preset for them; none: the protocol is not known, and no
   *     difference is told
   */
  static Optional<Choice> of(Collection<OurCell> ours, List<Reference> reference) {
    Map<Protocol, ? extends SortedSet<Double>> papers =
        reference.stream()
            .collect(
                Collectors.groupingBy(
                    Reference::protocol,
                    Collectors.mapping(
                        Reference::learningRate, Collectors.toCollection(TreeSet::new))));
    return ours.stream()
        .collect(Collectors.groupingBy(cell -> new Group(cell.protocol(), cell.origin())))
        .values()
        .stream()
        .map(cells -> of(cells, papers))
        .flatMap(Optional::stream)
        .min(
            Comparator.comparingInt((Choice choice) -> choice.differences().size())
                .thenComparing(Comparator.comparingInt((Choice c) -> c.cells().size()).reversed())
                .thenComparing(Comparator.comparingDouble(Choice::validation).reversed()));
  }

  private static Optional<Choice> of(
      List<OurCell> group, Map<Protocol, ? extends SortedSet<Double>> papers) {
    SortedMap<Double, List<OurCell>> byRate = new TreeMap<>();
    group.forEach(c -> byRate.computeIfAbsent(c.learningRate(), r -> new ArrayList<>()).add(c));
    List<Difference> differences = List.of();
    SortedSet<Double> allowed = new TreeSet<>(byRate.keySet());
    boolean first = true;
    for (Map.Entry<Protocol, ? extends SortedSet<Double>> paper : papers.entrySet()) {
      List<Difference> found = new ArrayList<>(group.get(0).protocol().from(paper.getKey()));
      SortedSet<Double> rates = paper.getValue();
      boolean allTried = byRate.keySet().containsAll(rates);
      if (!allTried) {
        found.add(new Difference("learning rates tried", words(byRate.keySet()), words(rates)));
      }
      if (first || found.size() < differences.size()) {
        differences = found;
        // The paper chose among its rates alone, and so do we where we have them all.
        allowed = allTried ? rates : new TreeSet<>(byRate.keySet());
        first = false;
      }
    }
    List<Choice> choices = new ArrayList<>();
    for (double rate : allowed) {
      List<OurCell> cells = byRate.get(rate).stream().filter(OurCell::scored).toList();
      if (!cells.isEmpty()) {
        choices.add(
            new Choice(rate, cells, byRate.get(rate).size() - cells.size(), 0, differences));
      }
    }
    // A mean of the seeds that did not fail is no match for one of all of them.
    return choices.stream()
        .min(
            Comparator.comparingInt((Choice c) -> c.cells().size())
                .thenComparingDouble(Choice::validation)
                .reversed()
                .thenComparingDouble(Choice::learningRate))
        .map(best -> best.passingOver(choices));
  }

  private Choice passingOver(List<Choice> choices) {
    long higher = choices.stream().filter(c -> c.validation() > validation()).count();
    return new Choice(learningRate, cells, failed, (int) higher, differences);
  }

  private static String words(Collection<Double> rates) {
    return rates.stream().map(String::valueOf).collect(Collectors.joining(" and "));
  }

  private double validation() {
    OptionalDouble mean = cells.stream().mapToDouble(OurCell::bestScore).average();
    return mean.orElse(Double.NaN);
  }

  /** The values of a metric by seed; seeds without it are left out. */
  SortedMap<Long, Double> metric(String wantedSplit, String metric) {
    SortedMap<Long, Double> values = new TreeMap<>();
    cells.forEach(
        cell -> cell.metric(wantedSplit, metric).ifPresent(v -> values.put(cell.seed(), v)));
    return values;
  }
}
