package io.promptsweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.backbone.Precision;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.TaskOptions.FewShot;
import io.promptsweep.sweep.TaskOptions.OnLongInput;
import io.promptsweep.sweep.TaskOptions.OnLongTarget;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.training.TrainingSettings;
import io.promptsweep.training.TrainingSettings.Decoding;
import io.promptsweep.training.TrainingSettings.Shuffle;
import io.promptsweep.training.optimizer.OptimizerSettings;
import io.promptsweep.training.optimizer.OptimizerSettings.Adafactor;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW.Formula;
import io.promptsweep.training.optimizer.ScheduleSettings;
import io.promptsweep.training.optimizer.ScheduleSettings.Constant;
import io.promptsweep.training.optimizer.ScheduleSettings.Linear;
import io.promptsweep.training.optimizer.ScheduleSettings.Linear.Rounding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellTest {
  private static final AdamW ADAM_W = new AdamW(0.9, 0.999, 1e-8, 0.01);
  private static final TaskOptions OPTIONS =
      new TaskOptions(
          "A",
          "auto",
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OnLongInput.TRUNCATE,
          InvalidPredictions.COUNT_AS_WRONG,
          "task");
  private static final TrainingSettings TRAINING =
      new TrainingSettings(
          3,
          OptionalLong.empty(),
          OptionalLong.empty(),
          16,
          64,
          ADAM_W,
          new Constant(),
          0,
          0,
          Decoding.GREEDY,
          256,
          20);
  private static final Cell CELL = cell(TRAINING);

  @Test
  void itsJsonIsCanonical() {
    assertThat(CELL.configJson())
        .isEqualTo(
            "{\"decoding\":\"greedy\",\"dropout\":false,\"learning-rate\":0.3,"
                + "\"method\":{\"name\":\"residual\",\"settings\":"
                + "{\"activation\":\"relu\",\"bottleneck\":128,\"scale\":0.5}},"
                + "\"optimizer\":{\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1E-8,"
                + "\"name\":\"adamw\",\"weight-decay\":0.01},"
                + "\"precision\":\"fp32\",\"schedule\":{\"name\":\"constant\"},\"seed\":0,"
                + "\"task\":{\"family\":\"A\",\"max-input-tokens\":256,\"name\":\"rte\","
                + "\"on-long-input\":\"truncate\",\"split\":\"auto\"},"
                + "\"train\":{\"batch-size\":16,\"epochs\":3,\"eval-batch-size\":64,"
                + "\"gradient-clip\":0,\"max-target-tokens\":20}}");
  }

  /** The SHA-256 of the JSON above and the two digests, each with a line feed, by sha256sum. */
  @Test
  void itsIdIsTheDigestOfJsonBackboneAndData() {
    assertThat(CellId.of(CELL, "backbone", "data")).isEqualTo("ccc83c7fbf29f7d9");
  }

  @Test
  void whateverChangesAResultChangesTheId() {
    List<Cell> cells = different();
    Set<String> ids = new HashSet<>();
    cells.forEach(cell -> ids.add(CellId.of(cell, "backbone", "data")));
    ids.add(CellId.of(CELL, "backbone2", "data"));
    ids.add(CellId.of(CELL, "backbone", "data2"));
    assertThat(ids).hasSize(cells.size() + 2);
  }

  @Test
  void labelsDoNotChangeTheId() {
    Cell labelled =
        new Cell(
            CELL.method(),
            CELL.methodSettings(),
            CELL.task(),
            CELL.taskOptions(),
            CELL.seed(),
            CELL.learningRate(),
            CELL.dropout(),
            CELL.training(),
            CELL.precision(),
            "another protocol",
            Map.of("train.epochs", "3"));
    assertThat(labelled).isNotEqualTo(CELL);
    assertThat(labelled.configJson()).isEqualTo(CELL.configJson());
  }

  @Test
  void aSettingThatCameLaterIsLeftOutWhileItHasItsDefault() {
    Cell before =
        cell("vanilla", Map.of("scale", 0.5), "rte", OPTIONS, 0, 1, false, Precision.FP32);
    Map<String, Object> pieces = Map.of("scale", 0.5, "label-word-rows", "pieces");
    Map<String, Object> mean = Map.of("scale", 0.5, "label-word-rows", "mean");
    assertThat(cell("vanilla", pieces, "rte", OPTIONS, 0, 1, false, Precision.FP32))
        .isEqualTo(before);
    assertThat(cell("vanilla", mean, "rte", OPTIONS, 0, 1, false, Precision.FP32).configJson())
        .isNotEqualTo(before.configJson())
        .contains("\"label-word-rows\":\"mean\"");
  }

  @Test
  void oneNumberHasOneSpelling() {
    Map<String, Object> settings =
        Map.of("bottleneck", 128.0, "scale", Double.parseDouble("0.50"), "activation", "relu");
    Cell spelt =
        new Cell(
            "residual",
            settings,
            "rte",
            OPTIONS,
            0,
            0.30,
            false,
            TRAINING,
            Precision.FP32,
            "p",
            Map.of());
    assertThat(spelt).isEqualTo(CELL);
    assertThat(
            CanonicalJson.of(
                List.of(1e-5, 1e22, -0.0, 1L << 60, 0.1 + 0.2, 2.0E-3, Double.MIN_VALUE)))
        .isEqualTo("[0.00001,1E+22,0,1152921504606846976,0.30000000000000004,0.002,5E-324]");
    assertThat(CanonicalJson.of("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\u000a\"");
  }

  @Test
  void nothingIsLostInItsJson() {
    for (Cell cell : different()) {
      assertThat(Cell.parse(cell.configJson(), cell.protocol(), cell.axes())).isEqualTo(cell);
    }
  }

  @Test
  void itTravelsByJavaSerialization() throws Exception {
    for (Cell cell : different()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(cell);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(cell);
      }
    }
  }

  @Test
  void jsonOfAnotherShapeIsRefused() {
    assertThatThrownBy(() -> Cell.parse("{\"task\":{}}", "p", Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "config_json is not what this version writes: config_json: 1: No configuration setting"
                + " found for key 'method'.");
    assertThatThrownBy(() -> Cell.parse(CELL.configJson().replace("fp32", "fp8"), "p", Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("config_json is not what this version writes: precision is fp8.");
  }

  /** Cells of which no two compute the same. */
  private static List<Cell> different() {
    TaskOptions few =
        new TaskOptions(
            "A",
            "auto",
            Optional.of(new FewShot(4, 42)),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OnLongInput.TRUNCATE,
            InvalidPredictions.COUNT_AS_WRONG,
            "task");
    return List.of(
        CELL,
        cell("vanilla", Map.of("scale", 0.5), "rte", OPTIONS, 0, 0.3, false, Precision.FP32),
        cell("residual", Map.of("scale", 0.25), "rte", OPTIONS, 0, 0.3, false, Precision.FP32),
        cell("residual", Map.of("scale", 0.5), "cb", OPTIONS, 0, 0.3, false, Precision.FP32),
        cell("residual", Map.of("scale", 0.5), "cb", few, 0, 0.3, false, Precision.FP32),
        cell("residual", Map.of("scale", 0.5), "cb", OPTIONS, 1, 0.3, false, Precision.FP32),
        cell("residual", Map.of("scale", 0.5), "cb", OPTIONS, 0, 0.1, false, Precision.FP32),
        cell("residual", Map.of("scale", 0.5), "cb", OPTIONS, 0, 0.3, true, Precision.FP32),
        cell("residual", Map.of("scale", 0.5), "cb", OPTIONS, 0, 0.3, false, Precision.BF16),
        options("B", "auto", 4, 42, 10, 10, OnLongInput.TRUNCATE),
        options("B", "whole-validation", 4, 42, 10, 10, OnLongInput.TRUNCATE),
        options("B", "auto", 5, 42, 10, 10, OnLongInput.TRUNCATE),
        options("B", "auto", 4, 43, 10, 10, OnLongInput.TRUNCATE),
        options("B", "auto", 4, 42, 11, 10, OnLongInput.TRUNCATE),
        options("B", "auto", 4, 42, 10, 11, OnLongInput.TRUNCATE),
        options("B", "auto", 4, 42, 10, 10, OnLongInput.FAIL),
        training(4, 0, 16, 64, 0, Decoding.GREEDY, 256, 20),
        training(3, 9, 16, 64, 0, Decoding.GREEDY, 256, 20),
        training(3, 0, 17, 64, 0, Decoding.GREEDY, 256, 20),
        training(3, 0, 16, 65, 0, Decoding.GREEDY, 256, 20),
        training(3, 0, 16, 64, 1, Decoding.GREEDY, 256, 20),
        training(3, 0, 16, 64, 0, Decoding.SCORE, 256, 20),
        training(3, 0, 16, 64, 0, Decoding.GREEDY, 255, 20),
        training(3, 0, 16, 64, 0, Decoding.GREEDY, 256, 21),
        cell(
            new TrainingSettings(
                3,
                OptionalLong.empty(),
                OptionalLong.empty(),
                16,
                64,
                ADAM_W,
                new Constant(),
                0,
                1e-4,
                Decoding.GREEDY,
                256,
                20)),
        cell(
            new TrainingSettings(
                3,
                OptionalLong.empty(),
                OptionalLong.empty(),
                16,
                64,
                ADAM_W,
                new Constant(),
                0,
                0,
                Decoding.GREEDY,
                256,
                20,
                Shuffle.ONCE)),
        options(new FewShot(4, FewShot.Count.IN_ALL, 42), OnLongTarget.FAIL, "task"),
        options(new FewShot(4, 42), OnLongTarget.CUT, "task"),
        options(new FewShot(4, 42), OnLongTarget.FAIL, "any-answer"),
        options(new FewShot(4, 42), OnLongTarget.FAIL, "own-answer"),
        cell(optimized(new AdamW(0.8, 0.999, 1e-8, 0.01), false)),
        cell(optimized(new AdamW(0.9, 0.99, 1e-8, 0.01), false)),
        cell(optimized(new AdamW(0.9, 0.999, 1e-6, 0.01), false)),
        cell(optimized(new AdamW(0.9, 0.999, 1e-8, 0), false)),
        cell(optimized(new AdamW(0.9, 0.999, 1e-8, 0.01, Formula.TRANSFORMERS), false)),
        cell(optimized(ADAM_W, true)),
        cell(optimized(ADAM_W, new Linear(0.1, Rounding.DOWN))),
        cell(optimized(new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, true, true, true, false), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, true, true, true), false)),
        cell(optimized(adafactor(1e-29, 1e-3, 1, -0.8, 0, 0, true, true, true), false)),
        cell(optimized(adafactor(1e-30, 1e-2, 1, -0.8, 0, 0, true, true, true), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 2, -0.8, 0, 0, true, true, true), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 1, -0.7, 0, 0, true, true, true), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 1, -0.8, 0.5, 0, true, true, true), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 1, -0.8, 0, 0.5, true, true, true), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, false, true, true), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, true, true, false), false)),
        cell(optimized(adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, true, false, false), false)));
  }

  private static Adafactor adafactor(
      double epsilonSquare,
      double epsilonScale,
      double clip,
      double decayRate,
      double beta1,
      double weightDecay,
      boolean scale,
      boolean relative,
      boolean warmup) {
    return new Adafactor(
        epsilonSquare, epsilonScale, clip, decayRate, beta1, weightDecay, scale, relative, warmup);
  }

  private static Cell options(
      String family, String split, int few, int seed, int train, int eval, OnLongInput onLong) {
    TaskOptions options =
        new TaskOptions(
            family,
            split,
            Optional.of(new FewShot(few, seed)),
            OptionalInt.of(train),
            OptionalInt.of(eval),
            onLong,
            InvalidPredictions.COUNT_AS_WRONG,
            "task");
    return cell("vanilla", Map.of(), "rte", options, 0, 0.3, false, Precision.FP32);
  }

  private static Cell options(FewShot few, OnLongTarget onLong, String judgedBy) {
    TaskOptions options =
        new TaskOptions(
            "B",
            "auto",
            Optional.of(few),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OnLongInput.TRUNCATE,
            InvalidPredictions.COUNT_AS_WRONG,
            "task",
            onLong,
            judgedBy);
    return cell("vanilla", Map.of(), "rte", options, 0, 0.3, false, Precision.FP32);
  }

  private static Cell training(
      int epochs,
      long maxSteps,
      int batch,
      int evalBatch,
      double clip,
      Decoding decoding,
      int maxInput,
      int maxTarget) {
    return cell(
        new TrainingSettings(
            epochs,
            maxSteps == 0 ? OptionalLong.empty() : OptionalLong.of(maxSteps),
            OptionalLong.empty(),
            batch,
            evalBatch,
            ADAM_W,
            new Constant(),
            clip,
            0,
            decoding,
            maxInput,
            maxTarget));
  }

  private static TrainingSettings optimized(OptimizerSettings optimizer, boolean linear) {
    return optimized(optimizer, linear ? new Linear(0.1) : new Constant());
  }

  private static TrainingSettings optimized(
      OptimizerSettings optimizer, ScheduleSettings schedule) {
    return new TrainingSettings(
        3,
        OptionalLong.empty(),
        OptionalLong.empty(),
        16,
        64,
        optimizer,
        schedule,
        0,
        0,
        Decoding.GREEDY,
        256,
        20);
  }

  private static Cell cell(TrainingSettings training) {
    return new Cell(
        "residual",
        Map.of("bottleneck", 128, "activation", "relu", "scale", 0.5),
        "rte",
        OPTIONS,
        0,
        0.3,
        false,
        training,
        Precision.FP32,
        "p",
        Map.of());
  }

  private static Cell cell(
      String method,
      Map<String, Object> settings,
      String task,
      TaskOptions options,
      long seed,
      double rate,
      boolean dropout,
      Precision precision) {
    return new Cell(
        method, settings, task, options, seed, rate, dropout, TRAINING, precision, "p", Map.of());
  }
}
