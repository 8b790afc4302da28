package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.task.metric.Metric;
import io.promptsweep.task.source.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a task file says; reads the task's data. */
public final class TaskDefinition {
  private final Path file;
  private final String name;
  private final String title;
  private final SplitProtocol split;
  private final List<Source> sources;
  private final SortedMap<String, Family> families;

  TaskDefinition(
      Path file,
      String name,
      String title,
      SplitProtocol split,
      List<Source> sources,
      SortedMap<String, Family> families) {
    this.file = file;
    this.name = name;
    this.title = title;
    this.split = split;
    this.sources = List.copyOf(sources);
    this.families = new TreeMap<>(families);
  }

  /** The task's file. */
  public Path file() {
    return file;
  }

  /** The name in configurations and tables. */
  public String name() {
    return name;
  }

  /** One line that says what the task asks. */
  public String title() {
    return title;
  }

  /** What {@link SplitProtocol#AUTO} means for this task. */
  public SplitProtocol split() {
    return split;
  }

  /** The families in which the task is worded. */
  public SortedSet<String> families() {
    return new TreeSet<>(families.keySet());
  }

  /**
   * The words of the classes in a family, in class order; empty for numbers and free text.
   *
   * @throws InvalidInputException if there is no such family
   */
  public List<String> labelWords(String family) {
    return family(family).form(InvalidPredictions.COUNT_AS_WRONG).labelWords();
  }

  /**
   * The names of the metrics in a family, in order.
   *
   * @throws InvalidInputException if there is no such family
   */
  public List<String> metrics(String family) {
    return family(family).metrics(InvalidPredictions.COUNT_AS_WRONG).stream()
        .map(Metric::name)
        .toList();
  }

  /**
   * Reads the task's data.
   *
   * @throws InvalidInputException if there is no such family, if the data is not there, or naming
   *     file and line of a row that cannot be used
   */
  public TaskData read(TaskSettings settings) {
    return new TaskReading(this, family(settings.family()), settings).read();
  }

  /** The task as the backbone sees it: splits, label words, metrics and the first example. */
  public String describe(TaskSettings settings) {
    TaskData data = read(settings);
    Example first = data.train().get(0);
    StringBuilder text = new StringBuilder();
    line(text, name + ", family " + data.family(), title);
    line(text, "  split", splitLine(data));
    line(
        text,
        "  label words",
        data.labelWords().isEmpty() ? "none" : String.join(", ", data.labelWords()));
    line(
        text,
        "  metrics",
        String.join(", ", metrics(data.family())) + " (score: " + data.scoreName() + ")");
    data.unlabelledRows()
        .forEach((split, n) -> line(text, "  left out", n + " rows without a label in " + split));
    data.warnings().forEach(warning -> line(text, "  warning", warning));
    line(text, "  digest", data.digest());
    line(text, "  first training example", first.id());
    line(text, "    input", first.input());
    line(text, "    target", first.target());
    return text.toString();
  }

  List<Source> sources() {
    return sources;
  }

  private Family family(String key) {
    Family family = families.get(key);
    if (family == null) {
      throw new InvalidInputException(
          "Task '"
              + name
              + "' ("
              + file
              + ") has no family '"
              + key
              + "'"
              + Nearest.hint(key, families.keySet()));
    }
    return family;
  }

  private static String splitLine(TaskData data) {
    return data.split().key()
        + ": "
        + data.train().size()
        + " train, "
        + data.validation().size()
        + " validation, "
        + data.test().size()
        + " test"
        + (data.split().reportsOnSelectionData() ? " (the same examples select and report)" : "");
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": ").append(value).append('\n');
  }
}
