package io.promptsweep.backbone;

import java.util.Locale;

/** In which number format the backbone computes. Prompts, optimizers and losses stay in float32. */
public enum Precision {
  FP32(0),
  BF16(1);

  private final int code;

  Precision(int code) {
    this.code = code;
  }

  /** The name in configurations and tables: {@code fp32}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number by which the program knows it. */
  int code() {
    return code;
  }
}
