package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Residual prompt tuning: a prompt {@code P [n, d]} plus a small network's output on it
 * (Razdaibiedina et al. 2023, 2305.03937).
 *
 * <p>{@code P'[i] = P[i] + LN(W_up act(W_down P[i] + b_down) + b_up)} with {@code W_down [b, d]}
 * and {@code W_up [d, b]}, as in {@code prompt_tuner2.py} of arazd/ResidualPrompts. One network
 * serves all positions, or each position has its own; then every parameter of it has a leading
 * {@code n}.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class ResidualPrompt implements PromptMethod<ResidualPrompt.Settings> {
  /** PyTorch's default for {@code LayerNorm}. */
  private static final double NORM_EPSILON = 1e-5;

  /** What follows the first layer of the network. */
  public enum Function {
    RELU,
    TANH
  }

  /** How the tokens are drawn whose embeddings the prompt starts from. */
  public enum Draw {
    /** Uniformly from the whole vocabulary, repetitions allowed (the released code). */
    WITH_REPLACEMENT,
    /** Without repetition (the baseline in the SuperPos-Prompt paper, section 3.4). */
    DISTINCT
  }

  /**
   * @param promptTokens rows {@code n} of the prompt
   * @param bottleneck width {@code b} of the network's hidden layer
   * @param activation what follows the hidden layer
   * @param layerNorm whether a layer norm with scale and bias ends the network
   * @param separate whether each position has its own network
   * @param draw how the prompt's first tokens are drawn
   * @param learningRate the network's learning rate; without it, the cell's
   */
  public record Settings(
      int promptTokens,
      int bottleneck,
      Function activation,
      boolean layerNorm,
      boolean separate,
      Draw draw,
      OptionalDouble learningRate) {
    public Settings {
      Refuse.below("prompt-tokens", 1, promptTokens);
      Refuse.below("bottleneck", 1, bottleneck);
      Refuse.notPositive("learning-rate", learningRate);
    }
  }

  @Override
  public String name() {
    return "residual";
  }

  @Override
  public String title() {
    return "Residual prompt tuning (Razdaibiedina et al. 2023, arXiv 2305.03937)";
  }

  @Override
  public Settings defaults() {
    return new Settings(
        10, 800, Function.RELU, true, false, Draw.WITH_REPLACEMENT, OptionalDouble.empty());
  }

  /** arazd/ResidualPrompts, bash_prompt_tune.sh. */
  @Override
  public double learningRate() {
    return 0.3;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    long d = shape.width();
    long b = settings.bottleneck;
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(ParameterSpec.of("prompt", settings.promptTokens, d));
    parameters.add(network(settings, "down.weight", b, d));
    parameters.add(network(settings, "down.bias", b));
    parameters.add(network(settings, "up.weight", d, b));
    parameters.add(network(settings, "up.bias", d));
    if (settings.layerNorm) {
      parameters.add(network(settings, "norm.weight", d));
      parameters.add(network(settings, "norm.bias", d));
    }
    return parameters;
  }

  private static ParameterSpec network(Settings settings, String name, long... shape) {
    ParameterSpec one = ParameterSpec.of(name, shape).withLearningRate(settings.learningRate);
    return settings.separate
        ? new ParameterSpec(
            name,
            new Shape(settings.promptTokens).addAll(one.shape()),
            one.weightDecay(),
            one.learningRate())
        : one;
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    int n = settings.promptTokens;
    int d = shape.width();
    int b = settings.bottleneck;
    Random random = start.random();
    Map<String, float[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : parameters(settings, shape)) {
      long size = parameter.size();
      values.put(
          parameter.name(),
          switch (parameter.name()) {
            case "prompt" ->
                switch (settings.draw) {
                  case WITH_REPLACEMENT -> Draws.embeddings(start, n);
                  case DISTINCT ->
                      Draws.distinctEmbeddings(
                          start, n, start.vocabulary(), "method.residual.prompt-tokens");
                };
            case "down.weight", "down.bias" -> Draws.linear(random, size, d);
            case "up.weight", "up.bias" -> Draws.linear(random, size, b);
            case "norm.weight" -> Draws.constant(size, 1);
            case "norm.bias" -> Draws.constant(size, 0);
            default -> throw new IllegalStateException(parameter.name());
          });
    }
    return values;
  }

  @Override
  public int promptTokens(Settings settings) {
    return settings.promptTokens;
  }

  @Override
  public NDArray prompt(Settings settings, Map<String, NDArray> parameters) {
    NDArray prompt = parameters.get("prompt"); // [n, d]
    NDArray hidden = layer(settings, parameters, "down", prompt); // [n, b]
    NDArray active =
        switch (settings.activation) {
          case RELU -> Activation.relu(hidden);
          case TANH -> Activation.tanh(hidden);
        };
    NDArray branch = layer(settings, parameters, "up", active); // [n, d]
    if (settings.layerNorm) {
      NDArray centred = branch.sub(branch.mean(new int[] {1}, true));
      NDArray variance = centred.square().mean(new int[] {1}, true); // [n, 1]
      branch =
          centred
              .div(variance.add(NORM_EPSILON).sqrt())
              .mul(parameters.get("norm.weight"))
              .add(parameters.get("norm.bias"));
    }
    return prompt.add(branch);
  }

  /** Input {@code [n, in]} to {@code [n, out]}. */
  private static NDArray layer(
      Settings settings, Map<String, NDArray> parameters, String name, NDArray input) {
    NDArray weight = parameters.get(name + ".weight"); // [out, in] or [n, out, in]
    NDArray bias = parameters.get(name + ".bias"); // [out] or [n, out]
    return settings.separate
        ? weight.matMul(input.expandDims(2)).squeeze(2).add(bias)
        : Linear.linear(input, weight, bias).singletonOrThrow();
  }
}
