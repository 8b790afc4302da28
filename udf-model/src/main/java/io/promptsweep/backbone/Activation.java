package io.promptsweep.backbone;

import java.util.Locale;

/** The feed-forward layer of a T5, as {@code feed_forward_proj} names it. */
public enum Activation {
  /** T5 v1.0: {@code wo(relu(wi(x)))}. */
  RELU,
  /** T5 v1.1 and LM-adapted: {@code wo(gelu_new(wi_0(x)) * wi_1(x))}. */
  GATED_GELU;

  /** Its name in {@code config.json}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Activation of(String key) {
    for (Activation activation : values()) {
      if (activation.key().equals(key)) {
        return activation;
      }
    }
    throw new IllegalArgumentException(
        "feed_forward_proj is \"" + key + "\"; it must be \"relu\" or \"gated-gelu\"");
  }
}
