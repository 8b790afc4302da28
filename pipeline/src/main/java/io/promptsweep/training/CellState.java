package io.promptsweep.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.method.Dropout;
import io.promptsweep.method.Initialization;
import io.promptsweep.method.ModelShape;
import io.promptsweep.method.ParameterSpec;
import io.promptsweep.task.Evaluation;
import io.promptsweep.torch.Autograd;
import io.promptsweep.training.optimizer.GradientClipping;
import io.promptsweep.training.optimizer.Optimizer;
import io.promptsweep.training.optimizer.Schedule;
import io.promptsweep.training.optimizer.Trainable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What one cell trains: its parameters and optimizer, its place in its data, and what it has seen.
 *
 * <p>Native memory: the parameters and the optimizer's state belong to a manager of this object's
 * own and live until {@link #close}.
 */
final class CellState implements AutoCloseable {
  private final CellJob job;
  private final NDManager manager;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final Supplier<Map<String, float[]>> initialValues;
  private final List<EpochMetrics> epochs = new ArrayList<>();
  private final long totalSteps;
  private int[] order = {};
  private int next;
  private int passes;
  private long step;
  private EpochSums sums = new EpochSums();
  private Map<String, float[]> bestParameters = Map.of();
  private Evaluator.Result bestEvaluation;
  private EpochMetrics best;
  private double lastMove;

  /**
   * A cell at its start, or where {@code from} left it.
   *
   * @param from an earlier snapshot of the same cell
   */
  CellState(CellJob job, Backbone backbone, Optional<CellSnapshot> from) {
    this.job = job;
    this.manager = backbone.newManager();
    ModelShape shape = ModelShape.of(backbone.config(), job.settings().maxInputTokens());
    // Drawn again where the start is asked for: a large model's must not be kept.
    this.initialValues =
        () ->
            job.method()
                .initialValues(
                    shape,
                    new Initialization(
                        new StartingPoint(backbone),
                        job.task().data().labelWords(),
                        new Random(Seeds.initialValues(job.seed(), job.method().name()))));
    Map<String, float[]> values = from.map(CellSnapshot::parameters).orElseGet(initialValues);
    List<Trainable> trainables = new ArrayList<>();
    for (ParameterSpec spec : job.method().parameters(shape)) {
      NDArray value = aligned(values.get(spec.name()), spec);
      value.setRequiresGradient(true);
      parameters.put(spec.name(), value);
      trainables.add(new Trainable(spec, value));
    }
    long stepsPerEpoch =
        (job.task().train().size() + job.settings().batchSize() - 1L) / job.settings().batchSize();
    this.totalSteps =
        Math.min(
            job.settings().epochs() * stepsPerEpoch,
            job.settings().maxSteps().orElse(Long.MAX_VALUE));
    this.optimizer = Optimizer.of(manager, job.settings().optimizer(), trainables);
    this.schedule = Schedule.of(job.settings().schedule(), totalSteps);
    from.ifPresent(this::goOnFrom);
  }

  private void goOnFrom(CellSnapshot from) {
    optimizer.restore(from.optimizer());
    step = from.step();
    epochs.addAll(from.epochs());
    best = epochs.get(from.bestEpoch() - 1);
    bestParameters = from.bestParameters();
    bestEvaluation =
        new Evaluator.Result(
            best.evalLoss(),
            new Evaluation(new TreeMap<>(best.metrics()), best.score()),
            from.bestDistinctPredictions());
    passes = from.passes() - 1;
    shuffle();
    next = from.next();
  }

  /** Where the cell stands; to be taken at the end of an epoch. */
  CellSnapshot snapshot() {
    return new CellSnapshot(
        job.cellId(),
        step,
        passes,
        next,
        List.copyOf(epochs),
        best.epoch(),
        bestEvaluation.distinctPredictions(),
        values(),
        bestParameters,
        optimizer.state());
  }

  /**
   * The values in memory of libtorch's own, which is aligned alike in each run; kernels may round
   * by alignment.
   */
  private NDArray aligned(float[] values, ParameterSpec spec) {
    try (NDArray read = manager.create(values, spec.shape())) {
      return read.duplicate();
    }
  }

  CellJob job() {
    return job;
  }

  List<EpochMetrics> epochs() {
    return epochs;
  }

  long step() {
    return step;
  }

  long totalSteps() {
    return totalSteps;
  }

  /** The soft prompt {@code [n, d]}, or null where the method has none. */
  NDArray prompt() {
    return job.method().promptTokens() == 0 ? null : job.method().prompt(parameters);
  }

  /** Whether the cell's rows need a backbone of their own, see {@link #backbone}. */
  boolean changesWeights() {
    return job.method().changesWeights();
  }

  /** The backbone with this cell's own weights in it, for the scope that is open. */
  Backbone backbone(Backbone shared) {
    return changesWeights()
        ? shared.adapted(job.method().weights(parameters, shared::frozen))
        : shared;
  }

  boolean changesInputs() {
    return job.method().changesInputs();
  }

  NDArray inputs(NDArray embeddings, NDArray positions, Dropout dropout) {
    return job.method().inputs(parameters, embeddings, positions, dropout);
  }

  private void shuffle() {
    int n = job.task().train().size();
    order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    boolean once = job.settings().shuffle() == TrainingSettings.Shuffle.ONCE;
    Random random = new Random(once ? Seeds.orderOfAll() : Seeds.order(job.seed(), passes));
    passes++;
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    next = 0;
  }

  /** The examples of the next step, in order. */
  int[] nextExamples() {
    if (next == order.length) {
      shuffle();
    }
    int to = Math.min(order.length, next + job.settings().batchSize());
    int[] examples = Arrays.copyOfRange(order, next, to);
    next = to;
    return examples;
  }

  /** A dropout seed for each row of the coming step, or null with dropout off. */
  long[] dropoutSeeds(int rows) {
    return job.dropout() ? stepSeeds(rows) : null;
  }

  /** A seed for each row of the coming step, for what the method itself drops. */
  long[] stepSeeds(int rows) {
    long[] seeds = new long[rows];
    for (int row = 0; row < rows; row++) {
      seeds[row] = Seeds.dropout(job.seed(), step, row);
    }
    return seeds;
  }

  /**
   * Takes the step whose gradients have been gathered.
   *
   * @param loss the step's mean loss
   * @param examples how many examples it saw
   * @throws NonFiniteException if loss or gradient is no number; nothing has changed then
   */
  void update(double loss, int examples) {
    List<NDArray> gradients = parameters.values().stream().map(Autograd::gradient).toList();
    double norm =
        job.settings().gradientClip() > 0
            ? GradientClipping.clip(gradients, job.settings().gradientClip())
            : GradientClipping.norm(gradients);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new NonFiniteException(
          String.format(
              Locale.ROOT,
              "the %s is %s in step %d of epoch %d (learning rate %s); a smaller learning rate or train.gradient-clip may help",
              Double.isFinite(loss) ? "gradient's norm" : "loss",
              Double.isFinite(loss) ? norm : loss,
              step + 1,
              epochs.size() + 1,
              job.learningRate()));
    }
    double factor = schedule.factor(step);
    optimizer.step(gradients, job.learningRate(), factor);
    parameters.values().forEach(Autograd::clearGradient);
    step++;
    sums.add(loss, norm, examples, job.learningRate() * factor);
  }

  /**
   * Whether it is time to evaluate: after a pass over the examples or, where the settings say so,
   * each so many steps; in any case after the last step.
   */
  boolean epochEnds() {
    OptionalLong every = job.settings().evalEverySteps();
    boolean due = every.isPresent() ? step % every.getAsLong() == 0 : next == order.length;
    return due || step == totalSteps;
  }

  boolean trainingEnds() {
    return step == totalSteps;
  }

  /** Closes an epoch with its evaluation and begins the next. */
  void endEpoch(Evaluator.Result evaluated, long peakMemoryBytes) {
    EpochMetrics epoch = sums.metrics(epochs.size() + 1, step, evaluated, peakMemoryBytes);
    epochs.add(epoch);
    if (best == null || epoch.score() > best.score()) {
      best = epoch;
      bestEvaluation = evaluated;
      bestParameters = values();
    }
    sums = new EpochSums();
  }

  /** Goes back to the parameters of the best epoch, from those of the last. */
  void restoreBest() {
    lastMove = best.epoch() == epochs.size() ? 0 : move(); // that of the best is measured anyway
    try (Autograd.Mode off = Autograd.off()) {
      bestParameters.forEach((name, values) -> parameters.get(name).set(FloatBuffer.wrap(values)));
    }
  }

  EpochMetrics best() {
    return best;
  }

  /** What is kept of the current parameters. */
  Map<String, TunedTensor> stored() {
    try (Autograd.Mode off = Autograd.off();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> kept = job.method().stored(parameters);
      long bytes = kept.values().stream().mapToLong(array -> array.size() * Float.BYTES).sum();
      Map<String, TunedTensor> stored = new LinkedHashMap<>();
      if (bytes <= CellOutcome.LARGEST_STORED_BYTES) {
        kept.forEach(
            (name, array) ->
                stored.put(
                    name, new TunedTensor(array.getShape().getShape(), array.toFloatArray())));
      }
      return stored;
    }
  }

  Health health() {
    return Health.of(epochs, bestEvaluation, Math.max(lastMove, move()));
  }

  /**
   * How far the current prompt is from its start, as a share of its length there; without a prompt,
   * how far the parameters are.
   */
  private double move() {
    Map<String, float[]> start = initialValues.get();
    if (job.method().promptTokens() == 0) {
      return Distance.share(values().values(), start.values());
    }
    try (Autograd.Mode off = Autograd.off();
        NDScope scope = new NDScope();
        NDManager then = manager.newSubManager()) {
      Map<String, NDArray> before = new LinkedHashMap<>();
      parameters.forEach(
          (name, now) -> before.put(name, then.create(start.get(name), now.getShape())));
      return Distance.share(
          List.of(prompt().toFloatArray()), List.of(job.method().prompt(before).toFloatArray()));
    }
  }

  private Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    parameters.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }

  @Override
  public void close() {
    optimizer.close();
    manager.close();
  }
}
