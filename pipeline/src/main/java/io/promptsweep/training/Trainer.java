package io.promptsweep.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.Autograd;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.EncodedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  }

  private final Backbone backbone;
  private final Evaluator evaluator;
  private final Listener listener;

  public Trainer(Backbone backbone, Listener listener) {
    this.backbone = backbone;
    this.evaluator = new Evaluator(backbone);
    this.listener = listener;
  }

  /** Trains every cell to its end. Outcomes come in the order of {@code jobs}. */
  public List<CellOutcome> train(List<CellJob> jobs) {
    Map<String, CellOutcome> outcomes = new LinkedHashMap<>();
    List<CellState> active = new ArrayList<>();
    try (Autograd.Mode on = Autograd.on()) {
      for (CellJob job : jobs) {
        active.add(new CellState(job, backbone));
      }
      while (!active.isEmpty()) {
        for (CellState ended : step(active, outcomes)) {
          active.remove(ended);
          ended.close();
        }
      }
    } finally {
      active.forEach(CellState::close);
    }
    return jobs.stream().map(job -> outcomes.get(job.cellId())).toList();
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
        ended.addAll(stepTogether(alike, backbone, outcomes));
      }
    }
    for (CellState cell : active) {
      if (cell.changesWeights()) {
        ended.addAll(stepAlone(cell, outcomes));
      }
    }
    for (CellState cell : active) {
      if (!ended.contains(cell) && cell.epochEnds() && endEpoch(cell, outcomes)) {
        ended.add(cell);
      }
    }
    return ended;
  }

  /** A step of a cell that replaces weights of the backbone. */
  private List<CellState> stepAlone(CellState cell, Map<String, CellOutcome> outcomes) {
    try (NDScope scope = new NDScope()) {
      return stepTogether(List.of(cell), cell.backbone(backbone), outcomes);
    }
  }

  /** Forward, backward and update of cells that all have dropout on, or all off. */
  private List<CellState> stepTogether(
      List<CellState> cells, Backbone backbone, Map<String, CellOutcome> outcomes) {
    List<CellState> failed = new ArrayList<>();
    try (NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      List<PackedBatch.Part> parts = new ArrayList<>();
      List<int[]> targets = new ArrayList<>();
      for (CellState cell : cells) {
        int[] examples = cell.nextExamples();
        TokenizedSplit train = cell.job().task().train();
        int[][] inputs =
            Arrays.stream(examples).mapToObj(i -> train.inputs()[i]).toArray(int[][]::new);
        Arrays.stream(examples).forEach(i -> targets.add(train.targets()[i]));
        parts.add(
            new PackedBatch.Part(
                cell,
                cell.prompt(),
                inputs,
                cell.dropoutSeeds(examples.length),
                cell.stepSeeds(examples.length)));
      }
      EncodedRows encoded = PackedBatch.encode(backbone, manager, parts);
      Shares shares = Shares.of(parts, targets);
      NDArray weights = manager.create(shares.weights(), new Shape(shares.weights().length));
      NDArray losses;
      if (cells.stream().anyMatch(cell -> cell.job().settings().zLoss() > 0)) {
        Backbone.TokenLosses both = backbone.lossesAndLogZ(encoded, targets.toArray(int[][]::new));
        losses = both.losses();
        NDArray zWeights = manager.create(shares.zWeights(cells), weights.getShape());
        Autograd.backward(losses.mul(weights).add(both.squaredLogZ().mul(zWeights)).sum());
      } else {
        losses = backbone.losses(encoded, targets.toArray(int[][]::new));
        Autograd.backward(losses.mul(weights).sum());
      }
      double[] means = shares.means(losses.toFloatArray());
      for (int c = 0; c < cells.size(); c++) {
        CellState cell = cells.get(c);
        try (Autograd.Mode off = Autograd.off()) {
          cell.update(means[c], parts.get(c).inputs().length);
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
    }
    return failed;
  }

  /** Evaluates a cell; at its end, reports it with its best parameters. */
  private boolean endEpoch(CellState cell, Map<String, CellOutcome> outcomes) {
    TokenizedTask task = cell.job().task();
    cell.endEpoch(evaluator.evaluate(cell, task.validation()), PeakMemory.bytes());
    listener.epoch(cell.job().cellId(), cell.epochs().get(cell.epochs().size() - 1));
    if (!cell.trainingEnds()) {
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

  /**
   * Which cell each target token belongs to, and its share in that cell's mean loss.
   *
   * @param cells per token, the number of its cell
   * @param weights per token, one over the number of its cell's tokens
   */
  private record Shares(int count, int[] cells, float[] weights) {

    static Shares of(List<PackedBatch.Part> parts, List<int[]> targets) {
      int[] tokens = new int[parts.size()];
      int row = 0;
      for (int c = 0; c < parts.size(); c++) {
        for (int i = 0; i < parts.get(c).inputs().length; i++) {
          tokens[c] += targets.get(row++).length;
        }
      }
      int[] cells = new int[Arrays.stream(tokens).sum()];
      float[] weights = new float[cells.length];
      int at = 0;
      for (int c = 0; c < tokens.length; c++) {
        Arrays.fill(cells, at, at + tokens[c], c);
        Arrays.fill(weights, at, at + tokens[c], 1f / tokens[c]);
        at += tokens[c];
      }
      return new Shares(parts.size(), cells, weights);
    }

    /** The weight of each token's squared log z. */
    float[] zWeights(List<CellState> states) {
      float[] scaled = new float[weights.length];
      for (int t = 0; t < scaled.length; t++) {
        scaled[t] = (float) (weights[t] * states.get(cells[t]).job().settings().zLoss());
      }
      return scaled;
    }

    /** The mean loss of each cell, summed in double precision. */
    double[] means(float[] losses) {
      double[] means = new double[count];
      for (int t = 0; t < losses.length; t++) {
        means[cells[t]] += losses[t] * (double) weights[t];
      }
      return means;
    }
  }
}
