package io.promptsweep.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowTypeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double[] HARD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    0.1 + 0.2,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    Math.nextDown(Double.MIN_NORMAL),
    5.0,
    1e22
  };

  @Test
  void schemaIsStandardParquet() {
    assertThat(RowType.EPOCHS.schema().toString())
        .isEqualTo(
            """
            message epochs {
              required binary cell_id (STRING);
              required int32 epoch;
              required int64 step;
              optional double train_loss;
              optional double eval_loss;
              required double score;
              required group metrics (MAP) {
                repeated group key_value {
                  required binary key (STRING);
                  required double value;
                }
              }
              required double learning_rate;
              required double gradient_norm;
              required double examples_per_second;
              required int64 peak_memory_bytes;
              required double wall_seconds;
            }
            """);
    assertThat(RowType.ENVIRONMENT.schema().getType("started_at").toString())
        .isEqualTo("required int64 started_at (TIMESTAMP(MICROS,true))");
  }

  @Test
  void journalKeepsEveryRow() throws IOException {
    for (CellResult result : List.of(Rows.done(7), Rows.failed(8))) {
      assertThat(through(RowType.CELLS, result.cell())).isEqualTo(result.cell());
      assertThat(through(RowType.ATTEMPTS, result.attempts().get(0)))
          .isEqualTo(result.attempts().get(0));
    }
  }

  @Test
  void journalKeepsEveryBitOfADouble() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double value = i < HARD.length ? HARD[i] : Double.longBitsToDouble(random.nextLong()) + 0.0;
      EpochRow row = epoch(value);
      EpochRow back = through(RowType.EPOCHS, row);
      assertThat(Double.doubleToLongBits(back.score())).isEqualTo(Double.doubleToLongBits(value));
      assertThat(back).isEqualTo(row);
    }
  }

  @Test
  void parquetKeepsEveryBitOfADouble(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.parquet");
    for (double value : HARD) {
      RowFile.write(file, RowType.EPOCHS, List.of(epoch(value)));
      Group row = RowFile.read(file, RowType.EPOCHS.schema()).get(0);
      assertThat(Double.doubleToLongBits(row.getDouble("score", 0)))
          .isEqualTo(Double.doubleToLongBits(value));
      Group metric = row.getGroup("metrics", 0).getGroup("key_value", 0);
      assertThat(metric.getString("key", 0)).isEqualTo("m");
      assertThat(metric.getDouble("value", 0)).isEqualTo(Double.valueOf(value));
      assertThat(row.getFieldRepetitionCount("train_loss")).isEqualTo(1);
      assertThat(row.getFieldRepetitionCount("eval_loss")).isZero();
    }
  }

  @Test
  void rowsFromBeforeThereWasAColumnAreKept(@TempDir Path folder) throws IOException {
    ObjectNode journal = (ObjectNode) JSON.valueToTree(RowType.CELLS.json(Rows.done(3).cell()));
    journal.remove("unlabelled_rows");
    assertThat(RowType.CELLS.row(journal, "test").unlabelledRows()).isEmpty();
    Path now = folder.resolve("now.parquet");
    RowFile.write(now, RowType.CELLS, List.of(Rows.done(3).cell(), Rows.done(4).cell()));
    MessageType earlier =
        new MessageType(
            "cells",
            RowType.CELLS.schema().getFields().stream()
                .filter(field -> !field.getName().equals("unlabelled_rows"))
                .toList());
    Path before = folder.resolve("before.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalFile(before)).withType(earlier).build()) {
      for (Group row : RowFile.read(now, earlier)) {
        writer.write(row);
      }
    }
    RowFile.retain(before, row -> row.getString("cell_id", 0).endsWith("4"));
    List<Group> kept = RowFile.read(before, RowType.CELLS.schema());
    assertThat(kept).extracting(g -> g.getString("cell_id", 0)).containsExactly("cell-000004");
    assertThat(kept.get(0).getFieldRepetitionCount("unlabelled_rows")).isZero();
    assertThat(kept.get(0).getString("task", 0)).isEqualTo("sst2");
  }

  @Test
  void refusesAJournalRowWithoutAColumn() {
    assertThatThrownBy(
            () -> RowType.EPOCHS.row(JSON.readTree("{\"cell_id\":\"a\"}"), "_journal/x.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "_journal/x.json has a row of epochs without epoch; it was written by another version"
                + " or changed by hand: move it away to compute its cell again.");
  }

  @Test
  void refusesRowsThatContradictThemselves() {
    CellResult a = Rows.done(1);
    CellResult b = Rows.done(2);
    assertThatThrownBy(() -> new CellResult(a.cell(), b.epochs(), List.of()))
        .hasMessage("an epoch of cell cell-000002 came with cell cell-000001");
    assertThatThrownBy(
            () ->
                new CellResult(a.cell(), List.of(a.epochs().get(0), a.epochs().get(0)), List.of()))
        .hasMessage("cell cell-000001 has an epoch twice");
    assertThatThrownBy(() -> new SweepRecord("1a", Map.of(), Rows.START, "0"))
        .hasMessage("sweep_id is '1a'; it must begin with a letter");
    assertThatThrownBy(() -> new SweepRecord("a/b", Map.of(), Rows.START, "0"))
        .hasMessage(
            "sweep_id is 'a/b'; it must be 1 to 200 letters, digits, '.', '_' or '-' and begin with"
                + " a letter or digit");
  }

  @Test
  void refusesAColumnAmongTheFurtherAxes() {
    CellRow c = Rows.done(1).cell();
    assertThatThrownBy(
            () ->
                new CellRow(
                    c.cellId(),
                    c.method(),
                    c.task(),
                    c.backbone(),
                    c.seed(),
                    c.learningRate(),
                    c.dropout(),
                    c.promptTokens(),
                    c.trainableParameters(),
                    c.precision(),
                    Map.of("learning-rate", "0.3"),
                    c.protocol(),
                    c.configJson(),
                    c.backboneDigest(),
                    c.dataDigest(),
                    c.status(),
                    c.cause(),
                    c.health(),
                    c.bestEpoch(),
                    c.bestScore(),
                    c.scoreName(),
                    c.bestMetrics(),
                    c.testScore(),
                    c.testMetrics(),
                    c.trainedSteps(),
                    c.trainExamples(),
                    c.validationExamples(),
                    c.testExamples(),
                    c.unlabelledRows(),
                    c.truncatedInputs(),
                    c.wallSeconds(),
                    c.startedAt(),
                    c.finishedAt()))
        .hasMessage(
            "cell cell-000001 has 'learning-rate' among its further axes; it has a column of its"
                + " own");
  }

  private static EpochRow epoch(double value) {
    return new EpochRow(
        "c",
        0,
        1,
        OptionalDouble.of(value),
        OptionalDouble.empty(),
        value,
        Map.of("m", value),
        value,
        value,
        value,
        0,
        value);
  }

  private static <R extends Record> R through(RowType<R> type, R row) throws IOException {
    return type.row(JSON.readTree(JSON.writeValueAsBytes(type.json(row))), "test");
  }
}
