package io.promptsweep.analysis.replay;

import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.problem.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the tables hold of a cell.
 *
 * @param cellId its id
 * @param status {@code DONE}, {@code FAILED} or {@code STOPPED}
 * @param configJson its configuration
 * @param backboneDigest of the backbone it was trained on
 * @param dataDigest of its examples
 * @param microBatch rows in a pass of the try that counted; empty means the whole batch
 * @param numbers every number that training gave, by name, such as {@code epoch 2 train_loss}
 */
public record RecordedCell(
    String cellId,
    String status,
    String configJson,
    String backboneDigest,
    String dataDigest,
    OptionalInt microBatch,
    Map<String, Double> numbers) {
  private static final List<String> OF_EPOCH =
      List.of("step", "train_loss", "eval_loss", "score", "learning_rate", "gradient_norm");
  private static final List<String> OF_CELL =
      List.of("best_epoch", "best_score", "test_score", "trained_steps");

  /**
   * Reads it.
   *
   * @param cellId the id, or as much of its beginning as no other cell has
   * @throws InvalidInputException if no cell, or more than one, has such an id
   */
  public static RecordedCell read(ResultViews views, String cellId) {
    List<Row> found =
        views
            .table(ResultTable.CELLS)
            .filter(functions.col("cell_id").startsWith(cellId))
            .limit(2)
            .collectAsList();
    if (found.size() != 1) {
      throw new InvalidInputException(
          (found.isEmpty() ? "no cell has" : "more than one cell has")
              + " an id that begins with '"
              + cellId
              + "'; promptsweep sql DIR \"SELECT cell_id, method, task, seed FROM cells\" lists them.");
    }
    Row cell = found.get(0);
    String id = cell.getAs("cell_id");
    Map<String, Double> numbers = new TreeMap<>();
    OF_CELL.forEach(column -> put(numbers, column, cell.getAs(column)));
    putAll(numbers, "test ", cell.getJavaMap(cell.fieldIndex("test_metrics")));
    List<Row> epochs =
        views
            .table(ResultTable.EPOCHS)
            .filter(functions.col("cell_id").equalTo(id))
            .collectAsList();
    for (Row epoch : epochs) {
      String name = "epoch " + epoch.getAs("epoch") + " ";
      OF_EPOCH.forEach(column -> put(numbers, name + column, epoch.getAs(column)));
      putAll(numbers, name, epoch.getJavaMap(epoch.fieldIndex("metrics")));
    }
    List<Row> attempts =
        views
            .table(ResultTable.ATTEMPTS)
            .filter(functions.col("cell_id").equalTo(id))
            .filter(functions.col("outcome").equalTo(cell.<String>getAs("status")))
            .orderBy(functions.col("ended_at").desc())
            .limit(1)
            .collectAsList();
    Integer rows = attempts.isEmpty() ? null : attempts.get(0).getAs("micro_batch");
    return new RecordedCell(
        id,
        cell.getAs("status"),
        cell.getAs("config_json"),
        cell.getAs("backbone_digest"),
        cell.getAs("data_digest"),
        rows == null ? OptionalInt.empty() : OptionalInt.of(rows),
        numbers);
  }

  private static void put(Map<String, Double> numbers, String name, Number value) {
    if (value != null) {
      numbers.put(name, value.doubleValue());
    }
  }

  private static void putAll(Map<String, Double> numbers, String prefix, Map<String, Double> more) {
    more.forEach((name, value) -> numbers.put(prefix + name, value));
  }
}
