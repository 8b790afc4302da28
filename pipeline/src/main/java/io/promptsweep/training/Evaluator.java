package io.promptsweep.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.EncodedRows;
import io.promptsweep.task.Evaluation;
import io.promptsweep.torch.Autograd;
import io.promptsweep.training.data.TokenizedSplit;
import io.promptsweep.training.data.TokenizedTask;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Predicts every example of a split with a cell's current prompt, dropout off, and scores it. */
final class Evaluator {
  /**
   * What an evaluation found.
   *
   * @param loss mean token loss of the targets
   * @param scores score and metrics
   * @param distinctPredictions how many different texts were predicted
   */
  record Result(double loss, Evaluation scores, int distinctPredictions) {}

  private final Backbone backbone;
  private final Consumer<String> beat;

  /**
   * @param beat told a cell's id before each batch
   */
  Evaluator(Backbone backbone, Consumer<String> beat) {
    this.backbone = backbone;
    this.beat = beat;
  }

  Result evaluate(CellState cell, TokenizedSplit split) {
    int batch = cell.job().settings().evalBatchSize();
    // Like lengths together: less padding in attention blocks, and no effect on any number.
    int[] order =
        IntStream.range(0, split.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> split.inputs()[i].length))
            .mapToInt(Integer::intValue)
            .toArray();
    String[] texts = new String[split.size()];
    double loss = 0;
    long tokens = 0;
    try (Autograd.Mode off = Autograd.off();
        NDScope outer = new NDScope()) {
      outer.suppressNotUsedWarning();
      Backbone own = cell.backbone(backbone);
      for (int from = 0; from < order.length; from += batch) {
        beat.accept(cell.job().cellId());
        int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + batch));
        try (NDScope scope = new NDScope();
            NDManager manager = backbone.newManager()) {
          EncodedRows encoded = encode(own, cell, split, rows, manager);
          int[][] targets =
              Arrays.stream(rows).mapToObj(i -> split.targets()[i]).toArray(int[][]::new);
          for (float tokenLoss : own.losses(encoded, targets).toFloatArray()) {
            loss += tokenLoss;
            tokens++;
          }
          String[] predicted = predict(own, cell, encoded);
          for (int i = 0; i < rows.length; i++) {
            texts[rows[i]] = predicted[i];
          }
        }
      }
    }
    Evaluation scores = cell.job().task().data().evaluate(split.examples(), Arrays.asList(texts));
    return new Result(loss / tokens, scores, new HashSet<>(Arrays.asList(texts)).size());
  }

  private static EncodedRows encode(
      Backbone own, CellState cell, TokenizedSplit split, int[] rows, NDManager manager) {
    int[][] inputs = Arrays.stream(rows).mapToObj(i -> split.inputs()[i]).toArray(int[][]::new);
    NDArray prompt = cell.prompt();
    return PackedBatch.encode(
        own, manager, List.of(new PackedBatch.Part(cell, prompt, inputs, null, null)));
  }

  private static String[] predict(Backbone own, CellState cell, EncodedRows encoded) {
    TokenizedTask task = cell.job().task();
    return switch (cell.job().settings().decoding()) {
      case GREEDY -> {
        int longest = task.longestAnswer(cell.job().settings().maxTargetTokens());
        yield Arrays.stream(own.generate(encoded, longest))
            .map(own.tokenizer()::decode)
            .toArray(String[]::new);
      }
      case SCORE ->
          Arrays.stream(own.logLikelihoods(encoded, task.labelIds()))
              .map(scores -> task.data().labelWords().get(largest(scores)))
              .toArray(String[]::new);
    };
  }

  private static int largest(double[] values) {
    return IntStream.range(0, values.length)
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElseThrow();
  }
}
