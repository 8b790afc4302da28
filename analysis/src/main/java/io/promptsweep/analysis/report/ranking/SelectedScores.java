package io.promptsweep.analysis.report.ranking;

import io.promptsweep.analysis.report.facts.CellFact;
import io.promptsweep.analysis.report.facts.Contender;
import io.promptsweep.analysis.report.facts.Group;
import io.promptsweep.analysis.statistics.Means;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The scores of one {@link Group} at the chosen learning rates: validation score by contender, task
 * and seed. Cells without a score are not in it.
 *
 * @param tasks every task of the group, those without a score too
 * @param contenders every contender, the best on average over tasks first, those that have no such
 *     average last
 */
public record SelectedScores(
    Group group,
    List<String> tasks,
    List<Contender> contenders,
    Map<Contender, Map<String, SortedMap<Long, Double>>> scores,
    Map<String, String> scoreNames) {
  /** Equal means that were summed in another order differ in their last digits. */
  public static final double ROUNDING = 1e-12;

  public static SelectedScores of(Group group, List<CellFact> cells) {
    Map<Contender, Map<String, SortedMap<Long, Double>>> scores = new TreeMap<>();
    Map<String, String> names = new TreeMap<>();
    for (CellFact cell : cells) {
      if (!cell.group().equals(group)) {
        continue;
      }
      names.putIfAbsent(cell.task(), cell.scoreName());
      SortedMap<Long, Double> seeds =
          scores
              .computeIfAbsent(cell.contender(), c -> new TreeMap<>())
              .computeIfAbsent(cell.task(), t -> new TreeMap<>());
      if (cell.chosen() && cell.score().isPresent()) {
        seeds.put(cell.seed(), cell.score().getAsDouble());
      }
    }
    SelectedScores unordered =
        new SelectedScores(
            group, List.copyOf(names.keySet()), List.copyOf(scores.keySet()), scores, names);
    Comparator<Contender> bestFirst =
        Comparator.comparing(
            (Contender c) -> {
              double[] averages = unordered.seedAverages(c);
              return averages.length == 0 ? Double.POSITIVE_INFINITY : -Means.mean(averages);
            });
    List<Contender> ordered = new ArrayList<>(unordered.contenders);
    ordered.sort(bestFirst.thenComparing(Function.identity()));
    return new SelectedScores(group, unordered.tasks, List.copyOf(ordered), scores, names);
  }

  /** The scores of a contender on a task, by seed; empty without any. */
  public Map<Long, Double> bySeed(Contender contender, String task) {
    Map<Long, Double> seeds = scores.get(contender).get(task);
    return seeds == null ? new TreeMap<>() : seeds;
  }

  public double[] seeds(Contender contender, String task) {
    return bySeed(contender, task).values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Seeds that have a score on every task of the group. */
  List<Long> completeSeeds(Contender contender) {
    return tasks.isEmpty()
        ? List.of()
        : bySeed(contender, tasks.get(0)).keySet().stream()
            .filter(seed -> tasks.stream().allMatch(t -> bySeed(contender, t).containsKey(seed)))
            .toList();
  }

  /** Seeds that have a score on some task and none on another, and so no average over tasks. */
  public int incompleteSeeds(Contender contender) {
    long any =
        scores.get(contender).values().stream()
            .flatMap(seeds -> seeds.keySet().stream())
            .distinct()
            .count();
    return (int) any - completeSeeds(contender).size();
  }

  /** For each complete seed its average over all tasks of the group. */
  public double[] seedAverages(Contender contender) {
    return averageBySeed(contender).values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The averages of complete seeds over all tasks of the group, by seed. */
  SortedMap<Long, Double> averageBySeed(Contender contender) {
    SortedMap<Long, Double> averages = new TreeMap<>();
    for (long seed : completeSeeds(contender)) {
      averages.put(
          seed,
          tasks.stream()
              .mapToDouble(task -> bySeed(contender, task).get(seed))
              .average()
              .orElseThrow());
    }
    return averages;
  }

  /** The scores of complete seeds, one array a task. */
  public double[][] completeScores(Contender contender) {
    List<Long> seeds = completeSeeds(contender);
    return tasks.stream()
        .map(task -> seeds.stream().mapToDouble(bySeed(contender, task)::get).toArray())
        .toArray(double[][]::new);
  }

  /** Contenders with an average over all tasks: those that can be ranked, best first. */
  public List<Contender> ranked() {
    return contenders.stream().filter(c -> !completeSeeds(c).isEmpty()).toList();
  }

  /** 1 and the ranked contenders with a better average; equal averages share a place. */
  public int place(Contender contender) {
    double own = Means.mean(seedAverages(contender));
    return 1
        + (int) ranked().stream().filter(c -> Means.mean(seedAverages(c)) > own + ROUNDING).count();
  }

  /** Contenders that were not tried on every task, or have no seed with a score on every one. */
  public List<Contender> unranked() {
    return contenders.stream().filter(c -> completeSeeds(c).isEmpty()).toList();
  }

  /** Tasks of the group that a contender was tried on. */
  public int tried(Contender contender) {
    return scores.get(contender).size();
  }

  /** Means over complete seeds, one row a task, one column for each of {@code compared}. */
  public double[][] taskMeans(List<Contender> compared) {
    return tasks.stream()
        .map(
            task ->
                compared.stream()
                    .mapToDouble(
                        c ->
                            completeSeeds(c).stream()
                                .mapToDouble(bySeed(c, task)::get)
                                .average()
                                .orElseThrow())
                    .toArray())
        .toArray(double[][]::new);
  }

  public String label(Contender contender) {
    return contender.label(contenders);
  }
}
