package io.promptsweep.method;

import io.promptsweep.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a soft prompt of embeddings starts. */
public enum PromptStart {
  /** Every value from [0, scale): flax's {@code uniform(scale)} (google-research/prompt-tuning). */
  RANDOM_UNIFORM,
  /** Embeddings of different tokens out of the vocabulary's first ones (Lester et al. 2021). */
  SAMPLED_VOCABULARY,
  /**
   * Embeddings of the label words' tokens, the other rows as {@link #SAMPLED_VOCABULARY} (Lester et
   * al. 2021, "class label").
   */
  LABEL_WORDS,
  /**
   * Embeddings of a text's tokens and the end token, over and over (the code of DePT and ADePT).
   */
  TEXT;

  /**
   * What the choices need to know.
   *
   * @param method whose prompt it is, for errors
   * @param tokens rows {@code n}
   * @param sampleFrom how many tokens, from the vocabulary's first, are drawn from
   * @param scale upper bound of the uniform start
   * @param text the text
   * @param labelWordRows what a label word of several tokens becomes
   */
  record Needs(
      String method,
      int tokens,
      int sampleFrom,
      double scale,
      String text,
      LabelWordRows labelWordRows) {
    /** A row for each token of a label word. */
    Needs(String method, int tokens, int sampleFrom, double scale, String text) {
      this(method, tokens, sampleFrom, scale, text, LabelWordRows.PIECES);
    }
  }

  /** The texts that {@link #values} splits into tokens, where the settings hold {@code text}. */
  List<String> texts(String text) {
    return this == TEXT ? List.of(text) : List.of();
  }

  /** The prompt's first values, {@code [n, d]} row-major. */
  float[] values(Needs needs, ModelShape shape, Initialization start) {
    return switch (this) {
      case RANDOM_UNIFORM ->
          Draws.uniform(start.random(), (long) needs.tokens * shape.width(), 0, needs.scale);
      case SAMPLED_VOCABULARY -> sampled(needs, needs.tokens, start);
      case LABEL_WORDS -> labelWords(needs, shape, start);
      case TEXT -> text(needs, start);
    };
  }

  private static float[] sampled(Needs needs, int count, Initialization start) {
    return Draws.distinctEmbeddings(
        start, count, needs.sampleFrom, "method." + needs.method + ".prompt-tokens");
  }

  private static float[] labelWords(Needs needs, ModelShape shape, Initialization start) {
    List<float[]> rows = new ArrayList<>();
    for (String word : start.labelWords()) {
      rows.addAll(rows(start.backbone().tokens(word), needs.labelWordRows, shape, start));
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(
          "method."
              + needs.method
              + ".initialization is label-words, but this task has none; take sampled-vocabulary.");
    }
    int known = Math.min(rows.size(), needs.tokens);
    float[] values = new float[needs.tokens * shape.width()];
    for (int row = 0; row < known; row++) {
      System.arraycopy(rows.get(row), 0, values, row * shape.width(), shape.width());
    }
    if (known < needs.tokens) {
      float[] rest = sampled(needs, needs.tokens - known, start);
      System.arraycopy(rest, 0, values, known * shape.width(), rest.length);
    }
    return values;
  }

  /** The rows that one label word becomes. */
  private static List<float[]> rows(
      int[] tokens, LabelWordRows kind, ModelShape shape, Initialization start) {
    List<float[]> pieces = new ArrayList<>();
    for (int token : tokens) {
      pieces.add(start.rows(new int[] {token}));
    }
    if (kind == LabelWordRows.PIECES || pieces.isEmpty()) {
      return pieces;
    }
    float[] mean = new float[shape.width()];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] piece : pieces) {
        sum += piece[i];
      }
      mean[i] = (float) (sum / pieces.size());
    }
    return List.of(mean);
  }

  private static float[] text(Needs needs, Initialization start) {
    int[] text = start.backbone().tokens(needs.text);
    if (text.length == 0) {
      throw new InvalidInputException(
          "method."
              + needs.method
              + ".text has no token; give the words that the prompt starts"
              + " from.");
    }
    int[] period = Arrays.copyOf(text, text.length + 1);
    period[text.length] = start.backbone().endToken();
    int[] ids = new int[needs.tokens];
    Arrays.setAll(ids, i -> period[i % period.length]);
    return start.rows(ids);
  }
}
