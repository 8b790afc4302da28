package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import io.promptsweep.torch.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * LoRA, low-rank adaptation (Hu et al., 2106.09685): {@code W' = W + alpha/r * B A} for the query
 * and value matrices of every attention, self- and cross-attention alike; no soft prompt.
 *
 * <p>{@code A [r, d]} starts from U(-1/sqrt(d), 1/sqrt(d)), as in the authors' loralib, and {@code
 * B [H*k, r]} from 0, so training starts from the backbone. Parameters are named as Hugging Face
 * PEFT names them. The input of {@code A} is not dropped out.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class LoraMethod implements PromptMethod<LoraMethod.Settings> {
  private static final String WEIGHT = ".weight";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  /**
   * @param rank inner size {@code r} of the update
   * @param alpha its scale, times the rank
   */
  public record Settings(int rank, double alpha) {
    public Settings {
      Refuse.below("rank", 1, rank);
      Refuse.notPositive("alpha", alpha);
    }
  }

  @Override
  public String name() {
    return "lora";
  }

  @Override
  public String title() {
    return "LoRA, low-rank adaptation (Hu et al. 2021, arXiv 2106.09685)";
  }

  /** Those of the paper's smallest model (appendix D, RoBERTa-base). */
  @Override
  public Settings defaults() {
    return new Settings(8, 8);
  }

  /** The paper's for RoBERTa-base on most tasks of GLUE. */
  @Override
  public double learningRate() {
    return 5e-4;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    List<ParameterSpec> parameters = new ArrayList<>();
    shape
        .weights()
        .forEach(
            (name, weight) -> {
              if (adapted(name)) {
                Shape a = new Shape(settings.rank, weight.get(1));
                Shape b = new Shape(weight.get(0), settings.rank);
                parameters.add(ParameterSpec.of(base(name) + A, a.getShape()));
                parameters.add(ParameterSpec.of(base(name) + B, b.getShape()));
              }
            });
    return parameters;
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : parameters(settings, shape)) {
      values.put(
          parameter.name(),
          parameter.name().endsWith(A)
              ? Draws.linear(start.random(), parameter.size(), shape.width())
              : Draws.constant(parameter.size(), 0));
    }
    return values;
  }

  @Override
  public int promptTokens(Settings settings) {
    return 0;
  }

  @Override
  public NDArray prompt(Settings settings, Map<String, NDArray> parameters) {
    throw new IllegalStateException("LoRA has no soft prompt");
  }

  @Override
  public Map<String, NDArray> weights(
      Settings settings, Map<String, NDArray> parameters, Function<String, NDArray> frozen) {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    parameters.forEach(
        (name, a) -> {
          if (name.endsWith(A)) {
            String base = name.substring(0, name.length() - A.length());
            NDArray update =
                Scale.times(parameters.get(base + B).matMul(a), settings.alpha / settings.rank);
            weights.put(base + WEIGHT, update.add(frozen.apply(base + WEIGHT)));
          }
        });
    return weights;
  }

  @Override
  public boolean changesWeights() {
    return true;
  }

  private static boolean adapted(String weight) {
    return weight.endsWith("Attention.q.weight") || weight.endsWith("Attention.v.weight");
  }

  private static String base(String weight) {
    return weight.substring(0, weight.length() - WEIGHT.length());
  }
}
