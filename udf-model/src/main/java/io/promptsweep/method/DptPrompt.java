package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decomposed prompt tuning: {@code P = A B} with {@code A [n, r]} and {@code B [r, d]} (Xiao et al.
 * 2023, 2310.10094; {@code modeling_t5.py} of XYaoooo/DPT). Both start from U(-0.5, 0.5); the
 * vocabulary plays no part.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class DptPrompt implements PromptMethod<DptPrompt.Settings> {
  private static final double BOUND = 0.5;

  /**
   * @param promptTokens rows {@code n} of the prompt
   * @param rank inner size {@code r} of the product
   */
  public record Settings(int promptTokens, int rank) {
    public Settings {
      Refuse.below("prompt-tokens", 1, promptTokens);
      Refuse.below("rank", 1, rank);
    }
  }

  @Override
  public String name() {
    return "dpt";
  }

  @Override
  public String title() {
    return "Decomposed prompt tuning (Xiao et al. 2023, arXiv 2310.10094)";
  }

  @Override
  public Settings defaults() {
    return new Settings(100, 10);
  }

  /** README of XYaoooo/DPT. */
  @Override
  public double learningRate() {
    return 0.3;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    return List.of(
        ParameterSpec.of("a", settings.promptTokens, settings.rank),
        ParameterSpec.of("b", settings.rank, shape.width()));
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : parameters(settings, shape)) {
      values.put(parameter.name(), Draws.uniform(start.random(), parameter.size(), -BOUND, BOUND));
    }
    return values;
  }

  @Override
  public int promptTokens(Settings settings) {
    return settings.promptTokens;
  }

  @Override
  public NDArray prompt(Settings settings, Map<String, NDArray> parameters) {
    return parameters.get("a").matMul(parameters.get("b"));
  }
}
