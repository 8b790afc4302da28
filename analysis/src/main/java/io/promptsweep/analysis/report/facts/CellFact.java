package io.promptsweep.analysis.report.facts;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * A cell as the report needs it.
 *
 * @param score validation score; empty unless the cell is DONE and the score a finite number
 * @param test the same for the test score
 * @param chosen whether it has its setting's chosen learning rate
 */
public record CellFact(
    String id,
    Group group,
    Contender contender,
    String task,
    double learningRate,
    long seed,
    String status,
    String scoreName,
    OptionalDouble score,
    OptionalDouble test,
    boolean chosen,
    Map<String, Object> row) {
  static CellFact of(Map<String, Object> row) {
    boolean done = "DONE".equals(row.get("status"));
    return new CellFact(
        String.valueOf(row.get("cell_id")),
        Group.of(row),
        Contender.of(row),
        String.valueOf(row.get("task")),
        row.get("learning_rate") instanceof Number rate ? rate.doubleValue() : Double.NaN,
        row.get("seed") instanceof Number seed ? seed.longValue() : 0,
        String.valueOf(row.get("status")),
        row.get("score_name") == null ? "score" : row.get("score_name").toString(),
        done ? finite(row.get("best_score")) : OptionalDouble.empty(),
        done ? finite(row.get("test_score")) : OptionalDouble.empty(),
        Boolean.TRUE.equals(row.get("chosen")),
        row);
  }

  private static OptionalDouble finite(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }
}
