package io.promptsweep.method;

/** What a label word of several tokens becomes at the start of a prompt. */
public enum LabelWordRows {
  /** A row for each of its tokens. */
  PIECES,
  /** One row, the mean of their embeddings (google-research/prompt-tuning). */
  MEAN
}
