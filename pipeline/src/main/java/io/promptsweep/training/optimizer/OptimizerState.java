package io.promptsweep.training.optimizer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link Optimizer} remembers between steps.
 *
 * @param steps how many it has made
 * @param values by {@code PARAMETER/NAME}, such as {@code down.weight/first-moment}, row-major
 */
public record OptimizerState(long steps, Map<String, float[]> values) {
  public OptimizerState {
    if (steps < 0) {
      throw new IllegalArgumentException("steps is " + steps + "; it must not be negative");
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
