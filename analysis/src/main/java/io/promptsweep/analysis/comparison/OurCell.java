package io.promptsweep.analysis.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.problem.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a comparison needs of a row of {@code cells}.
 *
 * @param origin sweep, digests and axes: cells that differ in them are never averaged
 * @param bestScore NaN unless the cell is DONE and has one
 * @param validation metrics of the best epoch; those that are numbers
 * @param test metrics on the test split; none without one
 */
record OurCell(
    String method,
    String task,
    boolean dropout,
    long seed,
    double learningRate,
    Protocol protocol,
    String origin,
    boolean done,
    double bestScore,
    boolean hasTestSplit,
    Map<String, Double> validation,
    Map<String, Double> test) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<OurCell> in(ResultViews views) {
    return views
        .rows(
            "SELECT method, task, dropout, seed, learning_rate, backbone, trainable_parameters,"
                + " config_json, data_digest, concat_ws(' ', sweep_id, backbone_digest, to_json(axes))"
                + " AS origin, status, best_score, best_metrics, test_metrics, test_examples FROM cells")
        .stream()
        .map(OurCell::of)
        .toList();
  }

  private static OurCell of(Map<String, Object> row) {
    boolean done = "DONE".equals(row.get("status"));
    Number best = (Number) row.get("best_score");
    Number tested = (Number) row.get("test_examples");
    Protocol protocol =
        Protocol.of(
            (String) row.get("config_json"),
            (String) row.get("backbone"),
            Optional.ofNullable((Number) row.get("trainable_parameters")).map(Number::longValue));
    return new OurCell(
        (String) row.get("method"),
        (String) row.get("task"),
        Boolean.TRUE.equals(row.get("dropout")),
        ((Number) row.get("seed")).longValue(),
        ((Number) row.get("learning_rate")).doubleValue(),
        protocol,
        origin((String) row.get("origin"), (String) row.get("data_digest"), protocol),
        done,
        done && best != null ? best.doubleValue() : Double.NaN,
        tested != null && tested.intValue() > 0,
        metrics((String) row.get("best_metrics")),
        metrics((String) row.get("test_metrics")));
  }

  /** Few examples may be drawn anew for each seed, and then are other data for each. */
  private static String origin(String origin, String dataDigest, Protocol protocol) {
    return protocol.keys().containsKey("task.few-shot-per-class")
            || protocol.keys().containsKey("task.few-shot-examples")
        ? origin
        : origin + " " + dataDigest;
  }

  private static Map<String, Double> metrics(String json) {
    Map<String, Double> metrics = new HashMap<>();
    if (json != null) {
      try {
        // NaN is a text in JSON, so what is not a number stays out by itself.
        Map<?, ?> read = JSON.readValue(json, Map.class);
        for (Map.Entry<?, ?> metric : read.entrySet()) {
          if (metric.getValue() instanceof Number value) {
            metrics.put((String) metric.getKey(), value.doubleValue());
          }
        }
      } catch (JsonProcessingException e) {
        throw new InvalidInputException("the metrics of a cell cannot be read: " + json, e);
      }
    }
    return metrics;
  }

  boolean scored() {
    return done && !Double.isNaN(bestScore);
  }

  /** The split that {@code wanted} numbers of this cell are of. */
  String split(String wanted) {
    return hasTestSplit ? wanted : "validation";
  }

  /** A metric on that split; empty if the cell has none. */
  Optional<Double> metric(String wantedSplit, String metric) {
    Map<String, Double> metrics = split(wantedSplit).equals("test") ? test : validation;
    return scored() ? Optional.ofNullable(metrics.get(metric)) : Optional.empty();
  }
}
