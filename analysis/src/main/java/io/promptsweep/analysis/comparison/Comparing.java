package io.promptsweep.analysis.comparison;

import io.promptsweep.analysis.comparison.Comparison.Line;
import io.promptsweep.analysis.comparison.Comparison.Ours;
import io.promptsweep.analysis.papers.AverageRule;
import io.promptsweep.analysis.papers.PaperAverages;
import io.promptsweep.analysis.papers.PaperProtocol;
import io.promptsweep.analysis.papers.PaperResult;
import io.promptsweep.analysis.papers.PaperResults;
import io.promptsweep.analysis.papers.PaperTable;
import io.promptsweep.analysis.statistics.Interval;
import io.promptsweep.analysis.statistics.Means;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Goes through a paper's table and finds for each number ours and a verdict. */
final class Comparing {
  private final PaperTable table;
  private final List<PaperProtocol> protocols;
  private final List<AverageRule> rules;
  private final Map<Place, List<OurCell>> ours;
  private final Set<String> ourBackbones;
  private final Function<String, List<Reference>> presets;

  /** Where a score of ours stands. */
  private record Place(String method, String task, boolean dropout) {}

  /** The values of a number by seed, and what is to be said of them; or why there are none. */
  private record Found(
      SortedMap<Long, Double> bySeed,
      double learningRate,
      String split,
      int left,
      int passedOver,
      boolean selectedOnIt,
      List<Difference> differences,
      Optional<String> missing) {
    static Found missing(String why) {
      return new Found(new TreeMap<>(), Double.NaN, "", 0, 0, false, List.of(), Optional.of(why));
    }
  }

  Comparing(PaperTable table, List<OurCell> cells, Function<String, List<ReferenceCell>> presets) {
    this.table = table;
    this.protocols = PaperProtocol.of(table);
    this.rules = PaperAverages.of(PaperResults.shipped()).rules(table);
    this.ours =
        cells.stream()
            .collect(Collectors.groupingBy(c -> new Place(c.method(), c.task(), c.dropout())));
    this.ourBackbones =
        cells.stream().map(cell -> cell.protocol().backbone()).collect(Collectors.toSet());
    Map<String, List<Reference>> known = new HashMap<>();
    this.presets =
        name ->
            known.computeIfAbsent(
                name, preset -> presets.apply(preset).stream().map(Reference::of).toList());
  }

  List<Line> lines() {
    return PaperResults.shipped().rows(table).stream().map(this::line).toList();
  }

  private Line line(PaperResult printed) {
    if (printed.methodId().isEmpty()) {
      return missing(printed, "Promptsweep has no method that does this");
    }
    if (printed.taskId().isEmpty()) {
      return missing(printed, "the task is not one of Promptsweep's");
    }
    Optional<PaperProtocol> protocol =
        protocols.stream().filter(p -> p.covers(printed)).findFirst();
    String split = protocol.map(PaperProtocol::split).orElse("test");
    boolean average = printed.taskId().get().equals("average");
    if (!average && printed.metricId().isEmpty()) {
      return missing(printed, "the number is not one metric of ours");
    }
    Found found =
        average
            ? average(printed, protocol, split)
            : score(printed, printed.taskId().get(), printed.metricId().get(), protocol, split);
    return found.missing().isPresent()
        ? missing(printed, found.missing().get())
        : judged(printed, found, protocol.isPresent());
  }

  private static Line missing(PaperResult printed, String why) {
    return new Line(printed, Optional.empty(), Verdict.MISSING, why, List.of());
  }

  private Found score(
      PaperResult printed,
      String task,
      String metric,
      Optional<PaperProtocol> protocol,
      String split) {
    String method = printed.methodId().orElseThrow();
    List<OurCell> candidates = new ArrayList<>();
    for (boolean dropout : new boolean[] {false, true}) {
      boolean asked = printed.dropout().equals(dropout ? "on" : "off");
      if (asked || printed.dropout().equals("unknown")) {
        candidates.addAll(ours.getOrDefault(new Place(method, task, dropout), List.of()));
      }
    }
    String what = method + " on " + task + dropoutWords(printed);
    if (candidates.isEmpty()) {
      return Found.missing("no cell of " + what);
    }
    List<Reference> reference =
        protocol.map(p -> reference(p, printed, method, task)).orElse(List.of());
    Optional<String> other = backboneOfOtherRows(reference);
    if (other.isPresent()) {
      return Found.missing("no cell with " + other.get());
    }
    Optional<Choice> choice = Choice.of(candidates, reference);
    if (choice.isEmpty()) {
      return Found.missing(
          String.format(
              Locale.ROOT, "none of the %d cells of %s has a score", candidates.size(), what));
    }
    SortedMap<Long, Double> values = choice.get().metric(split, metric);
    if (values.isEmpty()) {
      return Found.missing("the cells of " + what + " have no " + metric);
    }
    List<Difference> differences = new ArrayList<>(choice.get().differences());
    if (protocol.isPresent() && reference.isEmpty()) {
      differences.add(
          new Difference(
              "task and method", what, "not trained by preset " + protocol.get().preset()));
    }
    return new Found(
        values,
        choice.get().learningRate(),
        choice.get().cells().get(0).split(split),
        choice.get().failed() + choice.get().cells().size() - values.size(),
        choice.get().passedOver(),
        choice.get().cells().stream().anyMatch(cell -> cell.protocol().reportsOnSelectionData()),
        differences,
        Optional.empty());
  }

  private static String dropoutWords(PaperResult printed) {
    return switch (printed.dropout()) {
      case "on" -> " with dropout";
      case "off" -> " without dropout";
      default -> "";
    };
  }

  /** The preset's cells for a number; the paper's dropout, where it says which. */
  private List<Reference> reference(
      PaperProtocol protocol, PaperResult printed, String method, String task) {
    return presets.apply(protocol.preset()).stream()
        .filter(cell -> cell.method().equals(method) && cell.task().equals(task))
        .filter(cell -> cell.hasDropout(printed.dropout()) && cell.has(protocol.where()))
        .toList();
  }

  /**
   * The model that a number asks for, if none of our cells has it and all of ours have one that
   * other numbers of the table ask for: then the number is not our run's business.
   */
  private Optional<String> backboneOfOtherRows(List<Reference> reference) {
    Set<String> asked = reference.stream().map(Reference::backbone).collect(Collectors.toSet());
    if (asked.isEmpty() || asked.stream().anyMatch(ourBackbones::contains)) {
      return Optional.empty();
    }
    boolean others =
        protocols.stream()
            .flatMap(p -> presets.apply(p.preset()).stream())
            .map(Reference::backbone)
            .anyMatch(ourBackbones::contains);
    return others ? Optional.of(String.join(", ", new TreeSet<>(asked))) : Optional.empty();
  }

  private Found average(PaperResult printed, Optional<PaperProtocol> protocol, String split) {
    Optional<AverageRule> rule =
        rules.stream().filter(r -> r.average().equals(printed.task())).findFirst();
    if (rule.isEmpty()) {
      return Found.missing("it is not said how the average comes about");
    }
    Map<AverageRule.Cell, Found> found = new HashMap<>();
    Set<String> lacking = new TreeSet<>();
    for (AverageRule.Cell cell : rule.get().tasks().stream().flatMap(List::stream).toList()) {
      if (cell.taskId().isEmpty() || cell.metricId().isEmpty()) {
        return Found.missing(
            "the average is over " + cell.task() + " too, which is not one of Promptsweep's");
      }
      Found score = score(printed, cell.taskId().get(), cell.metricId().get(), protocol, split);
      found.put(cell, score);
      if (score.missing().isPresent()) {
        lacking.add(cell.taskId().get());
      }
    }
    if (!lacking.isEmpty()) {
      return Found.missing(
          String.format(
              Locale.ROOT,
              "missing tasks: %d of %d (%s)",
              lacking.size(),
              rule.get().tasks().size(),
              String.join(", ", lacking)));
    }
    Set<Long> seeds = new TreeSet<>();
    found.values().forEach(score -> seeds.addAll(score.bySeed().keySet()));
    int all = seeds.size();
    found.values().forEach(score -> seeds.retainAll(score.bySeed().keySet()));
    if (seeds.isEmpty()) {
      return Found.missing("no seed has a score for every task");
    }
    SortedMap<Long, Double> averages = new TreeMap<>();
    for (long seed : seeds) {
      rule.get()
          .of(cell -> Optional.of(BigDecimal.valueOf(found.get(cell).bySeed().get(seed))))
          .ifPresent(average -> averages.put(seed, average.doubleValue()));
    }
    Set<Difference> differences = new LinkedHashSet<>();
    found.values().forEach(score -> differences.addAll(score.differences()));
    Set<String> splits =
        found.values().stream().map(Found::split).collect(Collectors.toCollection(TreeSet::new));
    return new Found(
        averages,
        Double.NaN,
        String.join(" and ", splits),
        all - seeds.size(),
        found.values().stream().mapToInt(Found::passedOver).max().orElse(0),
        found.values().stream().anyMatch(Found::selectedOnIt),
        List.copyOf(differences),
        Optional.empty());
  }

  private static Line judged(PaperResult printed, Found found, boolean protocolKnown) {
    double[] x = found.bySeed().values().stream().mapToDouble(Double::doubleValue).toArray();
    double mean = Means.mean(x);
    double std = Means.standardDeviation(x).orElse(Double.NaN);
    Optional<Interval> interval = Means.studentInterval(x, 0.95);
    Line scale = new Line(printed, Optional.empty(), Verdict.MISSING, "", List.of());
    double margin = margin(printed, scale, std, x.length);
    Ours ours =
        new Ours(
            mean,
            std,
            x.length,
            interval.map(Interval::low).orElse(Double.NaN),
            interval.map(Interval::high).orElse(Double.NaN),
            margin,
            found.learningRate(),
            found.split(),
            found.selectedOnIt());
    double difference = mean - scale.printedValue();
    String unscored =
        (found.left() == 0 ? "" : "; seeds without a score: " + found.left())
            + (found.passedOver() == 0
                ? ""
                : "; passed over, for fewer seeds: "
                    + found.passedOver()
                    + (found.passedOver() == 1 ? " learning rate" : " learning rates")
                    + " with a higher mean");
    if (!protocolKnown) {
      return new Line(
          printed,
          Optional.of(ours),
          Verdict.NOT_COMPARABLE,
          "no preset says how the paper came to the number" + unscored,
          List.of());
    }
    if (!found.differences().isEmpty()) {
      return new Line(
          printed,
          Optional.of(ours),
          Verdict.NOT_COMPARABLE,
          "the protocol differs: " + words(found.differences()) + unscored,
          found.differences());
    }
    Verdict verdict =
        Double.isNaN(margin)
            ? Verdict.UNDECIDED
            : Math.abs(difference) <= margin
                ? Verdict.REPRODUCED
                : difference > 0 ? Verdict.ABOVE : Verdict.BELOW;
    return new Line(
        printed,
        Optional.of(ours),
        verdict,
        because(verdict, difference, margin) + unscored,
        List.of());
  }

  private static String because(Verdict verdict, double difference, double margin) {
    String points = String.format(Locale.ROOT, "%+.1f points", 100 * difference);
    return verdict == Verdict.UNDECIDED
        ? points + "; one seed has no spread"
        : String.format(Locale.ROOT, "%s; up to %.1f are noise", points, 100 * margin);
  }

  /** What counts as noise, with half a digit for the rounding of the printed number. */
  private static double margin(PaperResult printed, Line scale, double std, int seeds) {
    OptionalInt printedSeeds = printed.nSeeds();
    double noise =
        scale.printedStd().isPresent() && printedSeeds.orElse(0) >= 2
            ? Noise.margin(std, seeds, scale.printedStd().getAsDouble(), printedSeeds.getAsInt())
            : Noise.margin(std, seeds, Math.max(1, printedSeeds.orElse(1)));
    double digit = printed.value().ulp().doubleValue();
    boolean percent = printed.scale().filter("percent"::equals).isPresent();
    return noise + (percent ? digit / 100 : digit) / 2;
  }

  private static String words(List<Difference> differences) {
    int shown = 3;
    String words =
        differences.stream().limit(shown).map(Difference::words).collect(Collectors.joining("; "));
    return differences.size() <= shown
        ? words
        : words + "; and " + (differences.size() - shown) + " more";
  }
}
