package io.promptsweep.backbone.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.DeviceLayout;
import io.promptsweep.backbone.EncodedRows;
import io.promptsweep.backbone.RowLayout;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.files.JsonDocument;
import io.promptsweep.backbone.weights.ElementType;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.problem.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs of a golden file: a soft prompt before padded rows, targets, candidates.
 *
 * @param golden where further tensors are read from
 * @param inputs ids of each row without its padding
 * @param padded ids of each row with its padding, all of one length
 * @param targets each row's labels without the ignored ones
 * @param labels labels as they stand, -100 for none
 * @param candidates candidate targets of {@code golden.json}; empty where there is no such file
 */
public record GoldenBatch(
    Safetensors golden,
    int[][] inputs,
    int[][] padded,
    int[][] targets,
    int[][] labels,
    int[][] candidates) {
  private static final int IGNORED = -100;

  public static GoldenBatch read(Safetensors golden, Path file) {
    for (String name : List.of("prompt", "input_ids", "attention_mask", "labels")) {
      if (!golden.names().contains(name)) {
        throw new InvalidInputException(
            file
                + " has no tensor "
                + name
                + "; a golden file holds prompt, input_ids, attention_mask and labels.");
      }
    }
    int[][] padded = rows(golden, "input_ids");
    int[][] mask = rows(golden, "attention_mask");
    int[][] labels = rows(golden, "labels");
    int[][] inputs = new int[padded.length][];
    int[][] targets = new int[padded.length][];
    for (int row = 0; row < padded.length; row++) {
      inputs[row] = Arrays.copyOf(padded[row], Arrays.stream(mask[row]).sum());
      targets[row] = Arrays.stream(labels[row]).filter(id -> id != IGNORED).toArray();
    }
    return new GoldenBatch(golden, inputs, padded, targets, labels, candidates(file));
  }

  private static int[][] candidates(Path file) {
    Path json = file.resolveSibling("golden.json");
    return Files.exists(json) ? JsonDocument.read(json).integerRows("candidates") : new int[0][];
  }

  private static int[][] rows(Safetensors golden, String name) {
    StoredTensor tensor = golden.tensor(name);
    long[] shape = tensor.shape();
    if (tensor.type() != ElementType.I32 || shape.length != 2) {
      throw new InvalidInputException(
          golden.path()
              + ": "
              + name
              + " is "
              + tensor.type()
              + " "
              + Arrays.toString(shape)
              + " rather than a matrix of I32.");
    }
    ByteBuffer bytes = tensor.bytes();
    int[][] rows = new int[(int) shape[0]][(int) shape[1]];
    for (int[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = bytes.getInt();
      }
    }
    return rows;
  }

  int[][] rows(String name) {
    return rows(golden, name);
  }

  void requireWidth(int width) {
    long[] shape = golden.tensor("prompt").shape();
    if (shape.length != 2 || shape[1] != width) {
      throw new InvalidInputException(
          golden.path()
              + ": prompt has shape "
              + Arrays.toString(shape)
              + " rather than [n, "
              + width
              + "], the width of this backbone.");
    }
  }

  /** The soft prompt {@code [n, d]}, asking for its gradient. */
  public NDArray prompt(NDManager manager) {
    StoredTensor tensor = golden.tensor("prompt");
    NDArray prompt = manager.create(tensor.floats(), new Shape(tensor.shape()));
    prompt.setRequiresGradient(true);
    return prompt;
  }

  /** The rows without padding, each behind the prompt. */
  public EncodedRows encode(Backbone backbone, NDManager manager, NDArray prompt) {
    RowLayout rows = layout(prompt, inputs);
    return backbone.encode(embedded(backbone, manager, prompt, inputs, rows), rows, null);
  }

  /** The rows with their padding; masked in the encoder, visible to the decoder. */
  EncodedRows encodeUnmasked(Backbone backbone, NDManager manager, NDArray prompt) {
    RowLayout rows = layout(prompt, padded);
    DeviceLayout visible = DeviceLayout.of(rows, manager);
    int n = (int) prompt.getShape().get(0);
    List<NDArray> masks = new ArrayList<>();
    for (int g = 0; g < rows.groupCount(); g++) {
      float[] mask = rows.mask(g);
      int length = mask.length / rows.group(g).length;
      for (int i = 0; i < rows.group(g).length; i++) {
        int real = n + inputs[rows.group(g)[i]].length;
        Arrays.fill(mask, i * length + real, (i + 1) * length, -1e10f);
      }
      masks.add(manager.create(mask, new Shape(rows.group(g).length, length)));
    }
    DeviceLayout masked = new DeviceLayout(rows, visible.pads(), masks, visible.unpad());
    EncodedRows encoded =
        backbone.encode(embedded(backbone, manager, prompt, padded, rows), masked, null);
    return new EncodedRows(encoded.states(), visible, encoded.crossed(), null);
  }

  private static RowLayout layout(NDArray prompt, int[][] rows) {
    int n = (int) prompt.getShape().get(0);
    return RowLayout.of(Arrays.stream(rows).mapToInt(row -> n + row.length).toArray());
  }

  private static NDArray embedded(
      Backbone backbone, NDManager manager, NDArray prompt, int[][] rows, RowLayout layout) {
    int n = (int) prompt.getShape().get(0);
    long[] ids = Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
    long[] index = new long[layout.flatSize()];
    int at = 0;
    int source = n;
    for (int[] row : rows) {
      for (int t = 0; t < n; t++) {
        index[at++] = t;
      }
      for (int t = 0; t < row.length; t++) {
        index[at++] = source++;
      }
    }
    return backbone.arrange(
        manager.create(index), List.of(prompt, backbone.embed(manager.create(ids))));
  }

  /** Labels moved right behind the start token, ignored ones as padding: the decoder's inputs. */
  int[][] decoderInputs(T5Config config) {
    int[][] shifted = new int[labels.length][];
    for (int row = 0; row < labels.length; row++) {
      shifted[row] = new int[labels[row].length];
      shifted[row][0] = config.decoderStartTokenId();
      for (int t = 1; t < shifted[row].length; t++) {
        int previous = labels[row][t - 1];
        shifted[row][t] = previous == IGNORED ? config.padTokenId() : previous;
      }
    }
    return shifted;
  }

  /** A padded tensor {@code [R, n+L, d]} as the flat tokens of {@code rows}, {@code [T, d]}. */
  float[] flat(float[] values, RowLayout rows) {
    int d = (int) golden.tensor("prompt").shape()[1];
    int length = values.length / d / rows.rows();
    float[] flat = new float[rows.tokens() * d];
    for (int row = 0; row < rows.rows(); row++) {
      System.arraycopy(values, row * length * d, flat, rows.start(row) * d, rows.length(row) * d);
    }
    return flat;
  }
}
