package io.promptsweep.analysis.comparison;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A preset's cell, its configuration read.
 *
 * @param keys the whole configuration, flat
 */
record Reference(
    String method,
    String task,
    String backbone,
    double learningRate,
    Protocol protocol,
    NavigableMap<String, String> keys) {
  static Reference of(ReferenceCell cell) {
    NavigableMap<String, String> keys = Protocol.flat(cell.configJson());
    return new Reference(
        cell.method(),
        cell.task(),
        cell.backbone(),
        Double.parseDouble(keys.get(Protocol.LEARNING_RATE)),
        Protocol.of(
            cell.configJson(),
            cell.backbone(),
            cell.trainableParameters().isPresent()
                ? Optional.of(cell.trainableParameters().getAsLong())
                : Optional.empty()),
        keys);
  }

  /** Whether it trains with the paper's dropout ({@code on}, {@code off}, {@code unknown}). */
  boolean hasDropout(String printed) {
    return printed.equals("unknown")
        || Boolean.toString(printed.equals("on")).equals(keys.get("dropout"));
  }

  boolean has(Map<String, String> wanted) {
    return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(keys.get(e.getKey())));
  }
}
