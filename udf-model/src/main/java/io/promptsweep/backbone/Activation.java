package io.promptsweep.backbone;

import io.promptsweep.problem.PrintableName;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The feed-forward layer of a T5: {@code wo(f(wi(x)))}, or with a gate {@code wo(f(wi_0(x)) *
 * wi_1(x))}.
 */
public enum Activation {
  /** T5 v1.0. */
  RELU("relu", false, Function.RELU),
  GELU("gelu", false, Function.GELU),
  GELU_NEW("gelu_new", false, Function.GELU_TANH),
  SILU("silu", false, Function.SILU),
  GATED_RELU("gated-relu", true, Function.RELU),
  /** T5 v1.1, LM-adapted, FLAN, mT5, ByT5: with the tanh form of gelu. */
  GATED_GELU("gated-gelu", true, Function.GELU_TANH),
  /** With gelu itself, which config.json can only say by {@code dense_act_fn}. */
  GATED_ERF_GELU("gated-gelu_python", true, Function.GELU),
  /** UL2. */
  GATED_SILU("gated-silu", true, Function.SILU);

  /** What stands between the two matrices. */
  enum Function {
    RELU(0, "relu"),
    GELU_TANH(1, "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate"),
    GELU(2, "gelu", "gelu_python"),
    SILU(3, "silu", "swish");

    private final int code;
    private final String names;

    Function(int code, String... names) {
      this.code = code;
      this.names = String.join(SEPARATOR, names);
    }

    /** Its number in the program. */
    int code() {
      return code;
    }

    private static Optional<Function> named(String name) {
      return Arrays.stream(values())
          .filter(f -> Arrays.asList(f.names.split(SEPARATOR)).contains(name))
          .findFirst();
    }
  }

  private static final String SEPARATOR = ", ";

  private final String key;
  private final boolean gated;
  private final Function function;

  Activation(String key, boolean gated, Function function) {
    this.key = key;
    this.gated = gated;
    this.function = function;
  }

  /** Its name in {@code config.json}. */
  String key() {
    return key;
  }

  /** Whether one of two matrices gates the other. */
  boolean gated() {
    return gated;
  }

  Function function() {
    return function;
  }

  /**
   * What {@code config.json} says with up to three keys. As in Transformers, the last two go before
   * what the first one means.
   *
   * @param projection {@code feed_forward_proj}: a function, or {@code gated-} and a function
   * @param denseFunction {@code dense_act_fn}
   * @param gate {@code is_gated_act}
   */
  static Activation of(String projection, Optional<String> denseFunction, Optional<Boolean> gate) {
    String[] parts = projection.split("-", -1);
    boolean gatedThere = parts.length == 2 && parts[0].equals("gated");
    String function = parts[parts.length - 1];
    if (parts.length > 2 || (parts.length == 2 && !gatedThere)) {
      throw unknown("feed_forward_proj", projection);
    }
    // The one exception to the rule, which T5 v1.1 made necessary.
    String meant = projection.equals("gated-gelu") ? "gelu_new" : function;
    boolean gated = gate.orElse(gatedThere);
    Function found =
        Function.named(denseFunction.orElse(meant))
            .orElseThrow(
                () ->
                    denseFunction.isPresent()
                        ? unknown("dense_act_fn", denseFunction.get())
                        : unknown("feed_forward_proj", projection));
    return Arrays.stream(values())
        .filter(a -> a.gated == gated && a.function == found)
        .findFirst()
        .orElseThrow();
  }

  private static IllegalArgumentException unknown(String key, String value) {
    String functions =
        Arrays.stream(Function.values()).map(f -> f.names).collect(Collectors.joining(SEPARATOR));
    return new IllegalArgumentException(
        key
            + " is \""
            + PrintableName.name(value)
            + "\"; it must be one of "
            + functions
            + (key.equals("feed_forward_proj") ? ", alone or behind \"gated-\"" : ""));
  }
}
