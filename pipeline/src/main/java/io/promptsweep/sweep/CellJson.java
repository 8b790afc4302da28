package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.promptsweep.backbone.Precision;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.TaskOptions.FewShot;
import io.promptsweep.sweep.TaskOptions.OnLongInput;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.training.OptimizerSettings;
import io.promptsweep.training.OptimizerSettings.Adafactor;
import io.promptsweep.training.OptimizerSettings.AdamW;
import io.promptsweep.training.ScheduleSettings;
import io.promptsweep.training.ScheduleSettings.Constant;
import io.promptsweep.training.ScheduleSettings.Linear;
import io.promptsweep.training.TrainingSettings;
import io.promptsweep.training.TrainingSettings.Decoding;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes and reads what determines a cell's result. Keys are those of the configuration; a setting
 * that is off, or that belongs to an optimizer or schedule not chosen, is left out.
 */
final class CellJson {
  private CellJson() {}

  static String write(Cell cell) {
    TrainingSettings training = cell.training();
    Map<String, Object> train = new TreeMap<>();
    if (training.epochs() != TrainingSettings.UNBOUNDED) {
      train.put("epochs", training.epochs());
    }
    training.maxSteps().ifPresent(n -> train.put("max-steps", n));
    training.evalEverySteps().ifPresent(n -> train.put("eval-every-steps", n));
    train.put("batch-size", training.batchSize());
    train.put("eval-batch-size", training.evalBatchSize());
    train.put("gradient-clip", training.gradientClip());
    if (training.zLoss() != 0) {
      train.put("z-loss", training.zLoss());
    }
    train.put("max-target-tokens", training.maxTargetTokens());

    TaskOptions options = cell.taskOptions();
    Map<String, Object> task = new TreeMap<>();
    task.put("name", cell.task());
    task.put("family", options.family());
    task.put("split", options.split());
    options
        .fewShot()
        .ifPresent(
            few -> {
              task.put("few-shot-per-class", few.perClass());
              task.put("few-shot-seed", few.seed());
            });
    options.maxTrainExamples().ifPresent(n -> task.put("max-train-examples", n));
    options.maxEvalExamples().ifPresent(n -> task.put("max-eval-examples", n));
    task.put("max-input-tokens", training.maxInputTokens());
    task.put("on-long-input", Group.kebab(options.onLongInput()));
    if (options.invalid() != InvalidPredictions.COUNT_AS_WRONG) {
      task.put("invalid", options.invalid().key());
    }
    if (!options.score().equals(TaskOptions.SCORE_OF_TASK)) {
      task.put("score", options.score());
    }

    Map<String, Object> all = new TreeMap<>();
    all.put("method", Map.of("name", cell.method(), "settings", cell.methodSettings()));
    all.put("task", task);
    all.put("seed", cell.seed());
    all.put("learning-rate", cell.learningRate());
    all.put("dropout", cell.dropout());
    all.put("train", train);
    all.put("optimizer", optimizer(training.optimizer()));
    all.put("schedule", schedule(training.schedule()));
    all.put("decoding", Group.kebab(training.decoding()));
    all.put("precision", Group.kebab(cell.precision()));
    return CanonicalJson.of(all);
  }

  static Cell read(String json, String protocol, Map<String, String> axes) {
    try {
      Config all =
          ConfigFactory.parseString(
              json,
              ConfigParseOptions.defaults()
                  .setSyntax(ConfigSyntax.JSON)
                  .setOriginDescription("config_json"));
      Config task = all.getConfig("task");
      return new Cell(
          all.getString("method.name"),
          all.getObject("method.settings").unwrapped(),
          task.getString("name"),
          new TaskOptions(
              task.getString("family"),
              task.getString("split"),
              task.hasPath("few-shot-per-class")
                  ? Optional.of(
                      new FewShot(task.getInt("few-shot-per-class"), task.getLong("few-shot-seed")))
                  : Optional.empty(),
              optionalInt(task, "max-train-examples"),
              optionalInt(task, "max-eval-examples"),
              constant(OnLongInput.class, task, "on-long-input"),
              task.hasPath("invalid")
                  ? constant(InvalidPredictions.class, task, "invalid")
                  : InvalidPredictions.COUNT_AS_WRONG,
              task.hasPath("score") ? task.getString("score") : TaskOptions.SCORE_OF_TASK),
          all.getLong("seed"),
          all.getDouble("learning-rate"),
          all.getBoolean("dropout"),
          training(all),
          constant(Precision.class, all, "precision"),
          protocol,
          axes);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "config_json is not what this version writes: " + e.getMessage() + ".", e);
    }
  }

  private static TrainingSettings training(Config all) {
    Config train = all.getConfig("train");
    return new TrainingSettings(
        optionalInt(train, "epochs").orElse(TrainingSettings.UNBOUNDED),
        optionalLong(train, "max-steps"),
        optionalLong(train, "eval-every-steps"),
        train.getInt("batch-size"),
        train.getInt("eval-batch-size"),
        readOptimizer(all.getConfig("optimizer")),
        readSchedule(all.getConfig("schedule")),
        train.getDouble("gradient-clip"),
        train.hasPath("z-loss") ? train.getDouble("z-loss") : 0,
        constant(Decoding.class, all, "decoding"),
        all.getInt("task.max-input-tokens"),
        train.getInt("max-target-tokens"));
  }

  private static Map<String, Object> optimizer(OptimizerSettings settings) {
    if (settings instanceof AdamW adamW) {
      return Map.of(
          "name", "adamw",
          "beta1", adamW.beta1(),
          "beta2", adamW.beta2(),
          "epsilon", adamW.epsilon(),
          "weight-decay", adamW.weightDecay());
    }
    Adafactor adafactor = (Adafactor) settings;
    return Map.of(
        "name", "adafactor",
        "epsilon-square", adafactor.epsilonSquare(),
        "epsilon-scale", adafactor.epsilonScale(),
        "clip-threshold", adafactor.clipThreshold(),
        "decay-rate", adafactor.decayRate(),
        "beta1", adafactor.beta1(),
        "weight-decay", adafactor.weightDecay(),
        "scale-parameter", adafactor.scaleParameter(),
        "relative-step", adafactor.relativeStep(),
        "warmup-init", adafactor.warmupInit());
  }

  private static OptimizerSettings readOptimizer(Config from) {
    if (from.getString("name").equals("adamw")) {
      return new AdamW(
          from.getDouble("beta1"),
          from.getDouble("beta2"),
          from.getDouble("epsilon"),
          from.getDouble("weight-decay"));
    }
    return new Adafactor(
        from.getDouble("epsilon-square"),
        from.getDouble("epsilon-scale"),
        from.getDouble("clip-threshold"),
        from.getDouble("decay-rate"),
        from.getDouble("beta1"),
        from.getDouble("weight-decay"),
        from.getBoolean("scale-parameter"),
        from.getBoolean("relative-step"),
        from.getBoolean("warmup-init"));
  }

  private static Map<String, Object> schedule(ScheduleSettings settings) {
    return settings instanceof Linear linear
        ? Map.of("name", "linear", "warmup-steps", linear.warmupSteps())
        : Map.of("name", "constant");
  }

  private static ScheduleSettings readSchedule(Config from) {
    return from.getString("name").equals("linear")
        ? new Linear(from.getDouble("warmup-steps"))
        : new Constant();
  }

  private static OptionalLong optionalLong(Config from, String key) {
    return from.hasPath(key) ? OptionalLong.of(from.getLong(key)) : OptionalLong.empty();
  }

  private static OptionalInt optionalInt(Config from, String key) {
    return from.hasPath(key) ? OptionalInt.of(from.getInt(key)) : OptionalInt.empty();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Config from, String key) {
    for (E constant : type.getEnumConstants()) {
      if (Group.kebab(constant).equals(from.getString(key))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(key + " is " + from.getString(key));
  }
}
