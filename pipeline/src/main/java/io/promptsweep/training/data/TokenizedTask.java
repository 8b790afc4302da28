package io.promptsweep.training.data;

import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.Example;
import io.promptsweep.task.TaskData;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A task as token ids: made once a sweep on the driver, shared by every cell that trains on it.
 *
 * @param data the examples as text, and how predictions are scored
 * @param train what cells train on
 * @param validation what selects an epoch
 * @param test what is reported for the selected epoch
 * @param labelIds ids of each label word, its end token included; empty for free answers
 * @param truncatedInputs inputs of all splits that were longer than the limit and were cut
 * @param cutTargets whether long targets were cut, so that predictions are as well
 */
public record TokenizedTask(
    TaskData data,
    TokenizedSplit train,
    TokenizedSplit validation,
    TokenizedSplit test,
    int[][] labelIds,
    long truncatedInputs,
    boolean cutTargets)
    implements Serializable {

  /**
   * Tokenizes a task.
   *
   * @param whole the task as its files have it, before a long target is cut
   * @param limits longest input and target in tokens, their end token included
   * @param table the embedding table that must have a row for every token
   */
  public static TokenizedTask of(
      TaskData whole, T5Tokenizer tokenizer, Limits limits, EmbeddingTable table) {
    TaskData data =
        limits.cutLongTargets()
            ? new CutTargets(tokenizer, limits.maxTargetTokens()).of(whole)
            : whole;
    Encoder encoder = new Encoder(tokenizer, limits, table, "task " + data.task());
    TokenizedSplit train = encoder.split(data.train());
    TokenizedSplit validation = encoder.split(data.validation());
    // Where selection and report share their examples, the cut ones must not count twice.
    TokenizedSplit test =
        data.test().equals(data.validation()) ? validation : encoder.split(data.test());
    int[][] labels =
        data.labelWords().stream()
            .map(word -> encoder.encode(word, () -> "a label word"))
            .toArray(int[][]::new);
    return new TokenizedTask(
        data, train, validation, test, labels, encoder.truncated, limits.cutLongTargets());
  }

  /**
   * How long texts may be.
   *
   * @param maxInputTokens longest input, its end token included, the prompt not
   * @param maxTargetTokens longest target, its end token included
   * @param failOnLongInput refuse a longer input rather than cut it
   * @param cutLongTargets cut a longer target rather than refuse it
   */
  public record Limits(
      int maxInputTokens, int maxTargetTokens, boolean failOnLongInput, boolean cutLongTargets) {}

  /**
   * The longest output worth generating: the longest label word, or else {@code limit}. Where
   * targets are cut, what a target may hold beside its end token, as in Residual PT's code.
   */
  public int longestAnswer(int limit) {
    if (cutTargets) {
      return limit - 1;
    }
    return labelIds.length == 0
        ? limit
        : Arrays.stream(labelIds).mapToInt(ids -> ids.length).max().orElseThrow();
  }

  /** Mean length of the training inputs in tokens. */
  public double meanInputTokens() {
    return Arrays.stream(train.inputs()).mapToInt(ids -> ids.length).average().orElse(0);
  }

  /** Cuts and counts. */
  private static final class Encoder {
    private final T5Tokenizer tokenizer;
    private final Limits limits;
    private final EmbeddingTable table;
    private final String task;
    private long truncated;

    Encoder(T5Tokenizer tokenizer, Limits limits, EmbeddingTable table, String task) {
      this.tokenizer = tokenizer;
      this.limits = limits;
      this.table = table;
      this.task = task;
    }

    TokenizedSplit split(List<Example> examples) {
      int[][] inputs = new int[examples.size()][];
      int[][] targets = new int[examples.size()][];
      for (int i = 0; i < inputs.length; i++) {
        Example example = examples.get(i);
        inputs[i] = input(example);
        targets[i] = target(example);
      }
      return new TokenizedSplit(examples, inputs, targets);
    }

    int[] encode(String text, Supplier<String> what) {
      int[] ids = tokenizer.encode(text);
      table.requireRows(ids, tokenizer, text, () -> task + ": " + what.get());
      return ids;
    }

    private int[] input(Example example) {
      int[] ids = encode(example.input(), () -> "the input of " + example.id());
      if (ids.length <= limits.maxInputTokens()) {
        return ids;
      }
      if (limits.failOnLongInput()) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: the input of %s has %d tokens, more than task.max-input-tokens = %d; raise it, or set task.on-long-input = truncate to cut and count such inputs.",
                task,
                example.id(),
                ids.length,
                limits.maxInputTokens()));
      }
      truncated++;
      int[] cut = Arrays.copyOf(ids, limits.maxInputTokens());
      cut[cut.length - 1] = tokenizer.endId();
      return cut;
    }

    /** A cut target is another task, so a long one is an error unless the cut was asked for. */
    private int[] target(Example example) {
      int[] ids = encode(example.target(), () -> "the target of " + example.id());
      if (ids.length > limits.maxTargetTokens()) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: the target of %s has %d tokens, more than train.max-target-tokens = %d; raise it, or set task.on-long-target = cut.",
                task,
                example.id(),
                ids.length,
                limits.maxTargetTokens()));
      }
      return ids;
    }
  }
}
