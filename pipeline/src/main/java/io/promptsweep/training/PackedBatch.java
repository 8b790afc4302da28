package io.promptsweep.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.EncodedRows;
import io.promptsweep.backbone.RowLayout;
import io.promptsweep.method.Dropout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch whose rows belong to different cells: each row is its own cell's soft prompt followed by
 * an input, all laid out flat.
 */
final class PackedBatch {
  /**
   * One cell's share of the batch.
   *
   * @param cell whose prompt precedes the inputs
   * @param prompt {@code [n, d]}, or null for a cell without a prompt
   * @param inputs ids of each input
   * @param dropoutSeeds a seed a row, or null where the backbone drops nothing
   * @param stepSeeds a seed a row for what the method itself drops, or null in evaluation
   */
  record Part(
      CellState cell, NDArray prompt, int[][] inputs, long[] dropoutSeeds, long[] stepSeeds) {
    int promptTokens() {
      return prompt == null ? 0 : (int) prompt.getShape().get(0);
    }
  }

  private PackedBatch() {}

  /**
   * Encodes the parts' rows, in their order.
   *
   * <p>Dropout is a matter of the whole batch in the program, so parts with and without it must not
   * be mixed; see {@link Trainer}.
   */
  static EncodedRows encode(Backbone backbone, NDManager manager, List<Part> parts) {
    List<NDArray> sources = new ArrayList<>();
    int[] promptStarts = new int[parts.size()];
    int offset = 0;
    for (int p = 0; p < parts.size(); p++) {
      promptStarts[p] = offset;
      offset += parts.get(p).promptTokens();
      if (parts.get(p).prompt() != null) {
        sources.add(parts.get(p).prompt());
      }
    }
    int rowCount = parts.stream().mapToInt(part -> part.inputs().length).sum();
    int[] lengths = new int[rowCount];
    int row = 0;
    for (Part part : parts) {
      int n = part.promptTokens();
      for (int[] input : part.inputs()) {
        lengths[row++] = n + input.length;
      }
    }
    RowLayout rows = RowLayout.of(lengths);
    long[] index = new long[rows.flatSize()];
    int at = 0;
    for (int p = 0; p < parts.size(); p++) {
      Part part = parts.get(p);
      int n = part.promptTokens();
      for (int[] input : part.inputs()) {
        for (int t = 0; t < n; t++) {
          index[at++] = promptStarts[p] + (long) t;
        }
        for (int t = 0; t < input.length; t++) {
          index[at++] = offset++;
        }
      }
      sources.add(embedded(backbone, manager, part));
    }
    NDArray flat = backbone.arrange(manager.create(index), sources);
    return backbone.encode(flat, rows, dropoutSeeds(parts, rowCount));
  }

  /** The part's inputs as its method changes them, laid flat, {@code [T, d]}. */
  private static NDArray embedded(Backbone backbone, NDManager manager, Part part) {
    int tokens = 0;
    for (int[] input : part.inputs()) {
      tokens += input.length;
    }
    long[] ids = new long[tokens];
    long[] positions = new long[tokens];
    int at = 0;
    for (int[] input : part.inputs()) {
      for (int t = 0; t < input.length; t++) {
        ids[at] = input[t];
        positions[at++] = t;
      }
    }
    NDArray embeddings = backbone.embed(manager.create(ids));
    return part.cell().changesInputs()
        ? part.cell().inputs(embeddings, manager.create(positions), dropout(backbone, part))
        : embeddings;
  }

  private static Dropout dropout(Backbone backbone, Part part) {
    if (part.stepSeeds() == null) {
      return Dropout.NONE;
    }
    int[] lengths = Arrays.stream(part.inputs()).mapToInt(input -> input.length).toArray();
    return (values, rate) -> backbone.drop(values, lengths, part.stepSeeds(), rate);
  }

  private static long[] dropoutSeeds(List<Part> parts, int rowCount) {
    if (parts.get(0).dropoutSeeds() == null) {
      return null;
    }
    long[] seeds = new long[rowCount];
    int at = 0;
    for (Part part : parts) {
      System.arraycopy(part.dropoutSeeds(), 0, seeds, at, part.dropoutSeeds().length);
      at += part.dropoutSeeds().length;
    }
    return seeds;
  }
}
