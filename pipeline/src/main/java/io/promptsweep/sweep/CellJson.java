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
import io.promptsweep.sweep.TaskOptions.OnLongTarget;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.training.TrainingSettings;
import io.promptsweep.training.TrainingSettings.Decoding;
import io.promptsweep.training.TrainingSettings.Shuffle;
import io.promptsweep.training.optimizer.OptimizerSettings;
import io.promptsweep.training.optimizer.OptimizerSettings.Adafactor;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW;
import io.promptsweep.training.optimizer.ScheduleSettings;
import io.promptsweep.training.optimizer.ScheduleSettings.Constant;
import io.promptsweep.training.optimizer.ScheduleSettings.Linear;
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
    if (training.shuffle() != Shuffle.EACH_EPOCH) {
      train.put("shuffle", Group.kebab(training.shuffle()));
    }

    TaskOptions options = cell.taskOptions();
    Map<String, Object> task = new TreeMap<>();
    task.put("name", cell.task());
    task.put("family", options.family());
    task.put("split", options.split());
    options
        .fewShot()
        .ifPresent(
            few -> {
              task.put(key(few.count()), few.examples());
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

    if (options.onLongTarget() != OnLongTarget.FAIL) {
      task.put("on-long-target", Group.kebab(options.onLongTarget()));
    }
    if (!options.judgedBy().equals(TaskOptions.JUDGED_BY_TASK)) {
      task.put("judged-by", options.judgedBy());
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
              fewShot(task),
              optionalInt(task, "max-train-examples"),
              optionalInt(task, "max-eval-examples"),
              constant(OnLongInput.class, task, "on-long-input"),
              constantOr(InvalidPredictions.COUNT_AS_WRONG, task, "invalid"),
              task.hasPath("score") ? task.getString("score") : TaskOptions.SCORE_OF_TASK,
              constantOr(OnLongTarget.FAIL, task, "on-long-target"),
              task.hasPath("judged-by") ? task.getString("judged-by") : TaskOptions.JUDGED_BY_TASK),
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
        train.getInt("max-target-tokens"),
        constantOr(Shuffle.EACH_EPOCH, train, "shuffle"));
  }

  private static String key(FewShot.Count count) {
    return switch (count) {
      case PER_CLASS -> "few-shot-per-class";
      case IN_ALL -> "few-shot-examples";
    };
  }

  private static Optional<FewShot> fewShot(Config task) {
    for (FewShot.Count count : FewShot.Count.values()) {
      if (task.hasPath(key(count))) {
        return Optional.of(
            new FewShot(task.getInt(key(count)), count, task.getLong("few-shot-seed")));
      }
    }
    return Optional.empty();
  }

  private static Map<String, Object> optimizer(OptimizerSettings settings) {
    Map<String, Object> all = new TreeMap<>();
    if (settings instanceof AdamW adamW) {
      all.put("name", "adamw");
      all.put("beta1", adamW.beta1());
      all.put("beta2", adamW.beta2());
      all.put("epsilon", adamW.epsilon());
      all.put("weight-decay", adamW.weightDecay());
      if (adamW.formula() != AdamW.Formula.PYTORCH) {
        all.put("formula", Group.kebab(adamW.formula()));
      }
      return all;
    }
    Adafactor adafactor = (Adafactor) settings;
    all.put("name", "adafactor");
    all.put("epsilon-square", adafactor.epsilonSquare());
    all.put("epsilon-scale", adafactor.epsilonScale());
    all.put("clip-threshold", adafactor.clipThreshold());
    all.put("decay-rate", adafactor.decayRate());
    all.put("beta1", adafactor.beta1());
    all.put("weight-decay", adafactor.weightDecay());
    all.put("scale-parameter", adafactor.scaleParameter());
    all.put("relative-step", adafactor.relativeStep());
    all.put("warmup-init", adafactor.warmupInit());
    if (!adafactor.factored()) {
      all.put("factored", false);
    }
    return all;
  }

  private static OptimizerSettings readOptimizer(Config from) {
    if (from.getString("name").equals("adamw")) {
      return new AdamW(
          from.getDouble("beta1"),
          from.getDouble("beta2"),
          from.getDouble("epsilon"),
          from.getDouble("weight-decay"),
          constantOr(AdamW.Formula.PYTORCH, from, "formula"));
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
        from.getBoolean("warmup-init"),
        !from.hasPath("factored") || from.getBoolean("factored"));
  }

  private static Map<String, Object> schedule(ScheduleSettings settings) {
    Map<String, Object> all = new TreeMap<>();
    all.put("name", settings instanceof Linear ? "linear" : "constant");
    if (settings instanceof Linear linear) {
      all.put("warmup-steps", linear.warmupSteps());
      if (linear.rounding() != Linear.Rounding.UP) {
        all.put("warmup-rounding", Group.kebab(linear.rounding()));
      }
    }
    return all;
  }

  private static ScheduleSettings readSchedule(Config from) {
    return from.getString("name").equals("linear")
        ? new Linear(
            from.getDouble("warmup-steps"), constantOr(Linear.Rounding.UP, from, "warmup-rounding"))
        : new Constant();
  }

  private static OptionalLong optionalLong(Config from, String key) {
    return from.hasPath(key) ? OptionalLong.of(from.getLong(key)) : OptionalLong.empty();
  }

  private static OptionalInt optionalInt(Config from, String key) {
    return from.hasPath(key) ? OptionalInt.of(from.getInt(key)) : OptionalInt.empty();
  }

  /** A key that came later than the others, and is left out while it has its default. */
  private static <E extends Enum<E>> E constantOr(E otherwise, Config from, String key) {
    return from.hasPath(key) ? constant(otherwise.getDeclaringClass(), from, key) : otherwise;
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
