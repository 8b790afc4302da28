package io.promptsweep.sweep;

import com.typesafe.config.Config;
import io.promptsweep.backbone.Precision;
import io.promptsweep.sweep.TaskOptions.FewShot;
import io.promptsweep.sweep.TaskOptions.OnLongInput;
import io.promptsweep.sweep.TaskOptions.OnLongTarget;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.sweep.hocon.Problems;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.training.TrainingSettings;
import io.promptsweep.training.TrainingSettings.Decoding;
import io.promptsweep.training.optimizer.OptimizerSettings;
import io.promptsweep.training.optimizer.OptimizerSettings.Adafactor;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW;
import io.promptsweep.training.optimizer.ScheduleSettings;
import io.promptsweep.training.optimizer.ScheduleSettings.Constant;
import io.promptsweep.training.optimizer.ScheduleSettings.Linear;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads what one method trains with on one task; a nearer section overrides the general one. */
final class CellReader {
  /** The value of {@code few-shot-seed} by which each cell's own seed draws its few examples. */
  private static final String SEED_OF_CELL = "cell";

  private final Config config;
  private final Config defaults;
  private final MethodCatalog methods;
  private final Problems problems;
  private final Map<String, Object> seen;

  /**
   * @param seen receives each value read, by its path
   */
  CellReader(
      Config config,
      Config defaults,
      MethodCatalog methods,
      Problems problems,
      Map<String, Object> seen) {
    this.config = config;
    this.defaults = defaults;
    this.methods = methods;
    this.problems = problems;
    this.seen = seen;
  }

  /** What all cells of one method, task and point of the further axes have in common. */
  record Settings(
      List<Double> learningRates,
      List<Boolean> dropouts,
      Map<String, Object> method,
      TaskOptions task,
      boolean subsetBySeed,
      TrainingSettings training,
      Precision precision) {

    /** The task's options for a cell of this seed, whose few examples may depend on it. */
    TaskOptions taskFor(long seed) {
      return subsetBySeed ? task.withFewShotSeed(seed) : task;
    }
  }

  Settings read(String method, String task) {
    Group options = group("tasks." + task, "task");
    TaskOptions taskOptions = taskOptions(options);
    Group lists = group(MethodSection.inTask(method, task), MethodSection.path(method), "sweep");
    return new Settings(
        SweepLists.learningRates(lists, methods.learningRate(method)),
        SweepLists.dropouts(lists),
        new MethodSection(config, methods, problems, seen).settings(method, task),
        taskOptions,
        taskOptions.fewShot().isPresent() && fewShotSeed(options).isEmpty(),
        training(method, task),
        group("").choice("precision", Precision.class));
  }

  private static Optional<FewShot> fewShot(Group task) {
    OptionalInt perClass = task.countOrOff("few-shot-per-class", 1);
    OptionalInt inAll = task.countOrOff("few-shot-examples", 1);
    if (perClass.isEmpty() && inAll.isEmpty()) {
      return Optional.empty();
    }
    if (perClass.isPresent() && inAll.isPresent()) {
      task.refuse(
          "few-shot-examples",
          "is "
              + inAll.getAsInt()
              + " while "
              + task.path("few-shot-per-class")
              + " is "
              + perClass.getAsInt()
              + "; set one of them to off.");
    }
    long seed = fewShotSeed(task).orElse(0);
    return Optional.of(
        perClass.isPresent()
            ? new FewShot(perClass.getAsInt(), seed)
            : new FewShot(inAll.getAsInt(), FewShot.Count.IN_ALL, seed));
  }

  /** The seed of the subset; empty where each cell's own seed draws it. */
  private static OptionalLong fewShotSeed(Group task) {
    return task.wholeOr("few-shot-seed", SEED_OF_CELL);
  }

  private TaskOptions taskOptions(Group task) {
    return new TaskOptions(
        task.choice("family", TaskOptions.FAMILIES),
        task.choice("split", TaskOptions.SPLITS),
        fewShot(task),
        task.countOrOff("max-train-examples", 1),
        task.countOrOff("max-eval-examples", 1),
        task.choice("on-long-input", OnLongInput.class),
        task.choice("invalid", InvalidPredictions.class),
        task.choice("score", TaskOptions.SCORES),
        task.choice("on-long-target", OnLongTarget.class),
        task.choice("judged-by", TaskOptions.JUDGES));
  }

  private TrainingSettings training(String method, String task) {
    Group train = group("tasks." + task + ".train", "train");
    double clip = train.number("gradient-clip");
    if (clip < 0) {
      train.refuse("gradient-clip", "is " + clip + "; it must not be negative.");
    }
    double zLoss = train.number("z-loss");
    if (zLoss < 0) {
      train.refuse("z-loss", "is " + zLoss + "; it must not be negative.");
    }
    OptionalInt epochs = train.countOrOff("epochs", 1);
    OptionalLong maxSteps = train.longOrOff("max-steps", 1);
    if (epochs.isEmpty() && maxSteps.isEmpty()) {
      train.refuse("epochs", "is off, so train.max-steps must say when training ends.");
      epochs = OptionalInt.of(1);
    }
    return new TrainingSettings(
        epochs.orElse(TrainingSettings.UNBOUNDED),
        maxSteps,
        train.longOrOff("eval-every-steps", 1),
        train.count("batch-size", 1),
        train.count("eval-batch-size", 1),
        optimizer(method, task),
        schedule(),
        Math.max(0, clip),
        Math.max(0, zLoss),
        group("").choice("decoding", Decoding.class),
        group("tasks." + task, "task").count("max-input-tokens", 1),
        maxTargetTokens(train, group("tasks." + task, "task")),
        train.choice("shuffle", TrainingSettings.Shuffle.class));
  }

  /** A cut target keeps its end token and at least one more. */
  private static int maxTargetTokens(Group train, Group task) {
    int most = train.count("max-target-tokens", 1);
    if (most < 2 && task.choice("on-long-target", OnLongTarget.class) == OnLongTarget.CUT) {
      train.refuse(
          "max-target-tokens",
          "is " + most + ", which leaves nothing of a cut target; give at least 2.");
    }
    return most;
  }

  private OptimizerSettings optimizer(String method, String task) {
    String name = group("optimizer").choice("name", List.of("adamw", "adafactor"));
    // Only the key weight-decay may stand in a method's section as well.
    Group decay =
        group(MethodSection.inTask(method, task), MethodSection.path(method), "optimizer." + name);
    Group own = group("optimizer." + name);
    return name.equals("adamw")
        ? checked(own, decay, CellReader::adamW)
        : checked(own, decay, CellReader::adafactor);
  }

  /** The groups an optimizer is read from: its own, and the one that may override its decay. */
  private record Sections(Group own, Group decay) {
    double decayRate() {
      return decay.number("weight-decay");
    }
  }

  private static OptimizerSettings adamW(Sections from) {
    return new AdamW(
        from.own.number("beta1"),
        from.own.number("beta2"),
        from.own.number("epsilon"),
        from.decayRate(),
        from.own.choice("formula", AdamW.Formula.class));
  }

  private static OptimizerSettings adafactor(Sections from) {
    return new Adafactor(
        from.own.number("epsilon-square"),
        from.own.number("epsilon-scale"),
        from.own.number("clip-threshold"),
        from.own.number("decay-rate"),
        from.own.number("beta1"),
        from.decayRate(),
        from.own.flag("scale-parameter"),
        from.own.flag("relative-step"),
        from.own.flag("warmup-init"),
        from.own.flag("factored"));
  }

  private ScheduleSettings schedule() {
    Group schedule = group("schedule");
    return schedule.choice("name", List.of("constant", "linear")).equals("constant")
        ? new Constant()
        : checked(schedule, schedule, CellReader::linear);
  }

  private static ScheduleSettings linear(Sections from) {
    double warmup = from.own.number("warmup-steps");
    return Linear.isShare(warmup)
        ? new Linear(warmup, from.own.choice("warmup-rounding", Linear.Rounding.class))
        : new Linear(warmup);
  }

  /**
   * Builds settings whose own constructor checks them; its sentence begins with the key, so the
   * place can be put before it. Refused settings are reported and replaced by the defaults.
   */
  private static <T> T checked(Group own, Group decay, Function<Sections, T> build) {
    try {
      return build.apply(new Sections(own, decay));
    } catch (IllegalArgumentException e) {
      String[] sentence = e.getMessage().split(" ", 2);
      Group at = sentence[0].equals("weight-decay") ? decay : own;
      at.refuse(sentence[0], sentence[1] + ".");
      return build.apply(new Sections(own.ofDefaults(), decay.ofDefaults()));
    }
  }

  private Group group(String... paths) {
    return new Group(config, defaults, List.of(paths), problems, seen);
  }
}
