package io.promptsweep.analysis.comparison;

import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.papers.PaperResult;
import io.promptsweep.analysis.papers.PaperTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A paper's table with our results beside it.
 *
 * @param lines one for each printed number, in the table's order
 */
public record Comparison(PaperTable table, List<Line> lines) {
  public Comparison {
    lines = List.copyOf(lines);
  }

  /**
   * One printed number and ours.
   *
   * @param ours empty for {@link Verdict#MISSING}
   * @param because why the verdict, in words
   * @param differences of protocol, for {@link Verdict#NOT_COMPARABLE} if they are known
   */
  public record Line(
      PaperResult printed,
      Optional<Ours> ours,
      Verdict verdict,
      String because,
      List<Difference> differences) {
    public Line {
      differences = List.copyOf(differences);
    }

    /** The printed number as our scores are: percent become fractions. */
    public double printedValue() {
      return inOurScale(printed.value().doubleValue());
    }

    /** Its printed standard deviation, in our scale. */
    public OptionalDouble printedStd() {
      return printed.std().isPresent()
          ? OptionalDouble.of(inOurScale(printed.std().get().doubleValue()))
          : OptionalDouble.empty();
    }

    private double inOurScale(double value) {
      return printed.scale().filter("percent"::equals).isPresent() ? value / 100 : value;
    }
  }

  /**
   * Our side of a line.
   *
   * @param mean over seeds
   * @param std sample standard deviation over seeds; NaN for one seed
   * @param nSeeds seeds in the mean
   * @param low lower end of Student's 95 % interval of the mean; NaN for one seed
   * @param high its upper end
   * @param margin largest difference from the printed number that counts as noise; NaN if unknown
   * @param learningRate the chosen one; NaN for an average over tasks
   * @param split {@code test} or {@code validation}: what the scores are of
   * @param selectedOnIt whether these very examples also selected the epoch
   */
  public record Ours(
      double mean,
      double std,
      int nSeeds,
      double low,
      double high,
      double margin,
      double learningRate,
      String split,
      boolean selectedOnIt) {}

  /**
   * Sets a paper's table beside the cells of a sweep. For each printed number the cells of its
   * method, task and dropout are taken that follow the preset of its protocol most closely, at the
   * learning rate with the highest mean validation score of those that have the most seeds; {@code
   * docs/comparison.md} says it in full.
   *
   * @param presets the cells of a preset in {@code conf/papers}, by its name
   */
  public static Comparison of(
      PaperTable table, ResultViews ours, Function<String, List<ReferenceCell>> presets) {
    return of(List.of(table), ours, presets).get(0);
  }

  /** The same for several tables, with the cells read once. */
  public static List<Comparison> of(
      List<PaperTable> tables, ResultViews ours, Function<String, List<ReferenceCell>> presets) {
    List<OurCell> cells = OurCell.in(ours);
    Map<String, List<ReferenceCell>> known = new HashMap<>();
    Function<String, List<ReferenceCell>> once = preset -> known.computeIfAbsent(preset, presets);
    return tables.stream()
        .map(table -> new Comparison(table, new Comparing(table, cells, once).lines()))
        .toList();
  }

  /** The keys in which our protocol differs from the paper's, and how many lines each concerns. */
  public Map<Difference, Long> differences() {
    return lines.stream()
        .flatMap(line -> line.differences().stream())
        .collect(
            Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
  }

  /** How many lines have {@code verdict}; doubtful numbers are not counted. */
  public long count(Verdict verdict) {
    return lines.stream()
        .filter(line -> line.verdict() == verdict && line.printed().doubtful().isEmpty())
        .count();
  }

  /** How many lines have a score of ours of the same examples that selected its epoch. */
  public long selectedOnReported() {
    return lines.stream()
        .filter(line -> line.ours().filter(Ours::selectedOnIt).isPresent())
        .count();
  }

  /** What is to be known of such scores, for the reader of the table; empty where there is none. */
  public Optional<String> selectionWarning() {
    long n = selectedOnReported();
    return n == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d of our scores %s of the examples that selected the epoch (task.split ="
                    + " whole-validation): such scores are too high, as the paper's are where it did"
                    + " the same, and say nothing about unseen examples.",
                n,
                n == 1 ? "is" : "are"));
  }

  /** Whether there is a score of ours for any printed number. */
  public boolean hasOurs() {
    return lines.stream().anyMatch(line -> line.ours().isPresent());
  }

  /** How many printed numbers should not be relied on. */
  public long doubtful() {
    return lines.stream().filter(line -> line.printed().doubtful().isPresent()).count();
  }

  /** The lines flat, a map from column to value each, for tables and charts. */
  public List<Map<String, Object>> rows() {
    return lines.stream().map(this::row).toList();
  }

  private Map<String, Object> row(Line line) {
    Map<String, Object> row = new LinkedHashMap<>();
    PaperResult printed = line.printed();
    row.put("table_id", table.id());
    row.put("backbone", printed.backbone());
    row.put("method", printed.methodId().orElse(printed.method()));
    row.put("printed_method", printed.method());
    row.put("dropout", printed.dropout());
    row.put("task", printed.taskId().orElse(printed.task()));
    row.put("metric", printed.metricId().orElse(printed.metric()));
    row.put("printed", line.printedValue());
    row.put("printed_std", line.printedStd().isPresent() ? line.printedStd().getAsDouble() : null);
    row.put("printed_seeds", printed.nSeeds().isPresent() ? printed.nSeeds().getAsInt() : null);
    Optional<Ours> ours = line.ours();
    row.put("mean", ours.map(Ours::mean).orElse(null));
    row.put("std", ours.map(Ours::std).filter(Double::isFinite).orElse(null));
    row.put("n_seeds", ours.map(Ours::nSeeds).orElse(null));
    row.put("low", ours.map(Ours::low).filter(Double::isFinite).orElse(null));
    row.put("high", ours.map(Ours::high).filter(Double::isFinite).orElse(null));
    row.put("margin", ours.map(Ours::margin).filter(Double::isFinite).orElse(null));
    row.put("learning_rate", ours.map(Ours::learningRate).filter(Double::isFinite).orElse(null));
    row.put("split", ours.map(Ours::split).orElse(null));
    row.put("verdict", line.verdict().words());
    row.put("because", line.because());
    row.put("doubtful", printed.doubtful().orElse(null));
    return row;
  }
}
