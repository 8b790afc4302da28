package io.promptsweep.sweep;

import io.promptsweep.backbone.Precision;
import io.promptsweep.training.TrainingSettings;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One point of a sweep: everything that one training job needs to know, apart from where backbone
 * and data are.
 *
 * <p>{@code protocol} and {@code axes} are labels: they say how the cell came about, and two cells
 * that differ in them alone have the same id, because they compute the same numbers.
 *
 * @param method name of the prompt method
 * @param methodSettings its settings: key to integer, long, double, boolean or string; complete but
 *     for those that came after cells had ids, which are left out while they have their defaults
 * @param task name of the task
 * @param taskOptions which examples, in which words
 * @param seed of everything random in the cell
 * @param learningRate the peak learning rate
 * @param dropout whether the frozen backbone drops out while the prompt trains
 * @param training how it trains
 * @param precision of the backbone's arithmetic
 * @param protocol whose experiment this repeats, in free words
 * @param axes the values of the sweep's further axes, path to text
 */
public record Cell(
    String method,
    Map<String, Object> methodSettings,
    String task,
    TaskOptions taskOptions,
    long seed,
    double learningRate,
    boolean dropout,
    TrainingSettings training,
    Precision precision,
    String protocol,
    Map<String, String> axes)
    implements Serializable {

  /** Settings that methods got after cells had ids: left out while they have their defaults. */
  private static final Map<String, Object> LATER_SETTINGS = Map.of("label-word-rows", "pieces");

  public Cell {
    if (!(learningRate > 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException(
          "learningRate is " + learningRate + "; it must be positive and finite");
    }
    TreeMap<String, Object> plain = new TreeMap<>(methodSettings);
    plain.replaceAll((k, v) -> v instanceof Number n ? CanonicalJson.normal(n) : v);
    LATER_SETTINGS.forEach(plain::remove);
    methodSettings = Collections.unmodifiableSortedMap(plain);
    axes = Collections.unmodifiableSortedMap(new TreeMap<>(axes));
  }

  /** Everything that determines the cell's result, as canonical JSON; see {@link #parse}. */
  public String configJson() {
    return CellJson.write(this);
  }

  /**
   * The cell that a {@link #configJson()} describes.
   *
   * @throws io.promptsweep.problem.InvalidInputException when the text is not such JSON
   */
  public static Cell parse(String configJson, String protocol, Map<String, String> axes) {
    return CellJson.read(configJson, protocol, axes);
  }

  // A record that holds optionals cannot be serialized; its text can, and is what the tables hold.
  private Object writeReplace() {
    return new Written(configJson(), protocol, new TreeMap<>(axes));
  }

  private record Written(String json, String protocol, TreeMap<String, String> axes)
      implements Serializable {
    private Object readResolve() {
      return parse(json, protocol, axes);
    }
  }
}
