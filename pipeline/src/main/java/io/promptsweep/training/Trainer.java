package io.promptsweep.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.EncodedRows;
import io.promptsweep.torch.Autograd;
import io.promptsweep.training.data.TokenizedSplit;
import io.promptsweep.training.data.TokenizedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a pack of cells that share a backbone, each with its own prompt, optimizer, schedule,
 * order of data, metrics and end; a lone cell is a pack of one.
 *
 * <p>In each step the cells' rows form one batch, every row behind its own cell's prompt, and the
 * cells' mean losses are summed. Their parameters are disjoint, so each gets exactly the gradient
 * that it would get alone. Cells with and without dropout form one batch each, and so does each
 * cell whose method replaces weights of the backbone.
 */
public final class Trainer {
  /** Hears of a pack's progress while it trains. */
  @FunctionalInterface
  public interface Listener {
    /** A cell finished an epoch. */
    void epoch(String cellId, EpochMetrics metrics);

    /** A cell took a step. What this throws ends the pack. */
    default void step(String cellId, long step, long totalSteps) {}

    /** A cell is about to evaluate a batch. What this throws ends the pack. */
    default void beat(String cellId) {}

    /** A cell goes on behind the epochs of an earlier try. */
    default void resumed(String cellId, int epochs) {}
  }

  /**
   * How a trainer goes about it; nothing here changes what is computed, but {@code microBatch} its
   * last digits.
   *
   * @param checkpoints where the state of each epoch goes, and what to go on from
   * @param microBatch most rows of a cell in one forward and backward pass; more are cut up and
   *     their gradients summed, each with its share in the whole batch's mean loss
   * @param timeLimit cells that train for longer are stopped after the step at hand
   */
  public record Options(Checkpoints checkpoints, int microBatch, Optional<Duration> timeLimit) {
    /** No checkpoints, whole batches, no limit. */
    public static final Options PLAIN =
        new Options(Checkpoints.NONE, Integer.MAX_VALUE, Optional.empty());
  }

  private final Backbone backbone;
  private final Evaluator evaluator;
  private final Listener listener;
  private final Options options;

  public Trainer(Backbone backbone, Listener listener, Options options) {
    this.backbone = backbone;
    this.evaluator = new Evaluator(backbone, listener::beat);
    this.listener = listener;
    this.options = options;
  }

  /** Trains every cell to its end. Outcomes come in the order of {@code jobs}. */
  public List<CellOutcome> train(List<CellJob> jobs) {
    long started = System.nanoTime();
    Map<String, CellOutcome> outcomes = new LinkedHashMap<>();
    List<CellState> active = new ArrayList<>();
    try (Autograd.Mode on = Autograd.on()) {
      for (CellJob job : jobs) {
        active.add(begin(job));
      }
      while (!active.isEmpty()) {
        List<CellState> ended = step(active, outcomes);
        if (options.timeLimit().isPresent()
            && System.nanoTime() - started > options.timeLimit().get().toNanos()) {
          active.stream()
              .filter(cell -> !ended.contains(cell))
              .toList()
              .forEach(
                  cell -> {
                    outcomes.put(cell.job().cellId(), stopped(cell, options.timeLimit().get()));
                    ended.add(cell);
                  });
        }
        for (CellState cell : ended) {
          active.remove(cell);
          cell.close();
        }
      }
    } finally {
      active.forEach(CellState::close);
    }
    return jobs.stream().map(job -> outcomes.get(job.cellId())).toList();
  }

  private CellState begin(CellJob job) {
    Optional<CellSnapshot> from = options.checkpoints().load(job.cellId());
    from.ifPresent(snapshot -> listener.resumed(job.cellId(), snapshot.epochs().size()));
    return new CellState(job, backbone, from);
  }

  private static CellOutcome stopped(CellState cell, Duration limit) {
    return new CellOutcome.Stopped(
        cell.job().cellId(),
        List.copyOf(cell.epochs()),
        cell.step(),
        String.format(
            Locale.ROOT,
            "stopped in step %d of %d after the time limit of %s s (run.cell-time-limit)",
            cell.step(),
            cell.totalSteps(),
            limit.toSeconds()));
  }

  /** One step of every cell. Returns the cells that ended with it. */
  private List<CellState> step(List<CellState> active, Map<String, CellOutcome> outcomes) {
    List<CellState> ended = new ArrayList<>();
    for (boolean dropout : new boolean[] {false, true}) {
      List<CellState> alike =
          active.stream()
              .filter(cell -> cell.job().dropout() == dropout && !cell.changesWeights())
              .toList();
      if (!alike.isEmpty()) {
        ended.addAll(stepTogether(alike, outcomes));
      }
    }
    for (CellState cell : active) {
      if (cell.changesWeights()) {
        ended.addAll(stepTogether(List.of(cell), outcomes));
      }
    }
    for (CellState cell : active) {
      if (!ended.contains(cell)) {
        listener.step(cell.job().cellId(), cell.step(), cell.totalSteps());
        if (cell.epochEnds() && endEpoch(cell, outcomes)) {
          ended.add(cell);
        }
      }
    }
    return ended;
  }

  /** Forward, backward and update of cells that all have dropout on, or all off. */
  private List<CellState> stepTogether(List<CellState> cells, Map<String, CellOutcome> outcomes) {
    List<StepRows> rows = cells.stream().map(StepRows::next).toList();
    double[] means = new double[cells.size()];
    int longest = rows.stream().mapToInt(StepRows::count).max().orElse(0);
    for (int from = 0; from < longest; ) {
      int to = options.microBatch() >= longest - from ? longest : from + options.microBatch();
      gradients(rows, from, to, means);
      from = to;
    }
    List<CellState> failed = new ArrayList<>();
    for (int c = 0; c < cells.size(); c++) {
      CellState cell = cells.get(c);
      try (Autograd.Mode off = Autograd.off();
          NDScope scope = new NDScope()) {
        cell.update(means[c], rows.get(c).count());
      } catch (NonFiniteException e) {
        outcomes.put(
            cell.job().cellId(),
            new CellOutcome.Failed(
                cell.job().cellId(),
                List.copyOf(cell.epochs()),
                cell.step(),
                e.getMessage(),
                Health.NON_FINITE));
        failed.add(cell);
      }
    }
    return failed;
  }

  /**
   * Forward and backward of rows {@code from} to {@code to} of each cell: adds to the parameters'
   * gradients, and to {@code means} the rows' share in each cell's mean loss.
   */
  private void gradients(List<StepRows> all, int from, int to, double[] means) {
    try (NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      List<PackedBatch.Part> parts = new ArrayList<>();
      List<int[]> targets = new ArrayList<>();
      List<Integer> numbers = new ArrayList<>();
      for (int c = 0; c < all.size(); c++) {
        StepRows rows = all.get(c);
        if (from < rows.count()) {
          parts.add(rows.part(from, Math.min(to, rows.count())));
          targets.addAll(rows.targets(from, Math.min(to, rows.count())));
          numbers.add(c);
        }
      }
      // A cell that replaces weights is alone in its step.
      Backbone own = all.get(0).cell().backbone(backbone);
      EncodedRows encoded = PackedBatch.encode(own, manager, parts);
      Shares shares = Shares.of(parts, targets, numbers, all);
      NDArray weights = manager.create(shares.weights(), new Shape(shares.weights().length));
      NDArray losses;
      if (all.stream().anyMatch(rows -> rows.cell().job().settings().zLoss() > 0)) {
        Backbone.TokenLosses both = own.lossesAndLogZ(encoded, targets.toArray(int[][]::new));
        losses = both.losses();
        NDArray zWeights = manager.create(shares.zWeights(all), weights.getShape());
        Autograd.backward(losses.mul(weights).add(both.squaredLogZ().mul(zWeights)).sum());
      } else {
        losses = own.losses(encoded, targets.toArray(int[][]::new));
        Autograd.backward(losses.mul(weights).sum());
      }
      shares.addTo(means, losses.toFloatArray());
    }
  }

  /** Evaluates a cell; at its end, reports it with its best parameters. */
  private boolean endEpoch(CellState cell, Map<String, CellOutcome> outcomes) {
    TokenizedTask task = cell.job().task();
    cell.endEpoch(evaluator.evaluate(cell, task.validation()), ProcessMemory.peakBytes());
    listener.epoch(cell.job().cellId(), cell.epochs().get(cell.epochs().size() - 1));
    if (!cell.trainingEnds()) {
      options.checkpoints().save(cell.snapshot());
      return false;
    }
    cell.restoreBest();
    Evaluator.Result test = evaluator.evaluate(cell, task.test());
    outcomes.put(
        cell.job().cellId(),
        new CellOutcome.Trained(
            cell.job().cellId(),
            List.copyOf(cell.epochs()),
            cell.step(),
            cell.best(),
            test.scores().score(),
            test.scores().metrics(),
            cell.health(),
            cell.stored()));
    return true;
  }

  /** A cell's examples of one step. */
  private record StepRows(
      CellState cell, int[][] inputs, int[][] targets, long[] dropoutSeeds, long[] stepSeeds) {

    static StepRows next(CellState cell) {
      int[] examples = cell.nextExamples();
      TokenizedSplit train = cell.job().task().train();
      return new StepRows(
          cell,
          Arrays.stream(examples).mapToObj(i -> train.inputs()[i]).toArray(int[][]::new),
          Arrays.stream(examples).mapToObj(i -> train.targets()[i]).toArray(int[][]::new),
          cell.dropoutSeeds(examples.length),
          cell.stepSeeds(examples.length));
    }

    int count() {
      return inputs.length;
    }

    PackedBatch.Part part(int from, int to) {
      return new PackedBatch.Part(
          cell,
          cell.prompt(),
          Arrays.copyOfRange(inputs, from, to),
          dropoutSeeds == null ? null : Arrays.copyOfRange(dropoutSeeds, from, to),
          Arrays.copyOfRange(stepSeeds, from, to));
    }

    List<int[]> targets(int from, int to) {
      return Arrays.asList(targets).subList(from, to);
    }

    int targetTokens() {
      return Arrays.stream(targets).mapToInt(target -> target.length).sum();
    }
  }

  /**
   * Which cell each target token belongs to, and its share in that cell's mean loss.
   *
   * @param cells per token, the number of its cell
   * @param weights per token, one over the number of its cell's tokens in the whole step
   */
  private record Shares(int[] cells, float[] weights) {

    static Shares of(
        List<PackedBatch.Part> parts,
        List<int[]> targets,
        List<Integer> numbers,
        List<StepRows> all) {
      int[] cells = new int[targets.stream().mapToInt(target -> target.length).sum()];
      float[] weights = new float[cells.length];
      int row = 0;
      int at = 0;
      for (int p = 0; p < parts.size(); p++) {
        int cell = numbers.get(p);
        float share = 1f / all.get(cell).targetTokens();
        for (int i = 0; i < parts.get(p).inputs().length; i++) {
          int to = at + targets.get(row++).length;
          Arrays.fill(cells, at, to, cell);
          Arrays.fill(weights, at, to, share);
          at = to;
        }
      }
      return new Shares(cells, weights);
    }

    /** The weight of each token's squared log z. */
    float[] zWeights(List<StepRows> all) {
      float[] scaled = new float[weights.length];
      for (int t = 0; t < scaled.length; t++) {
        scaled[t] = (float) (weights[t] * all.get(cells[t]).cell().job().settings().zLoss());
      }
      return scaled;
    }

    /** Adds the tokens' losses to the mean loss of each cell, in double precision. */
    void addTo(double[] means, float[] losses) {
      for (int t = 0; t < losses.length; t++) {
        means[cells[t]] += losses[t] * (double) weights[t];
      }
    }
  }
}
