package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Full fine-tuning, the papers' upper baseline: every weight of a copy of the backbone trains, and
 * there is no soft prompt.
 *
 * <p>Weights start from the backbone's own. As in Hugging Face's {@code Trainer} (4.49), the scales
 * of layer norms and the biases of relative positions take no weight decay. The frozen backbone
 * that other cells share never changes.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class FullFineTuning implements PromptMethod<FullFineTuning.Settings> {

  /** It has none of its own. */
  public record Settings() {}

  @Override
  public String name() {
    return "full";
  }

  @Override
  public String title() {
    return "Full fine-tuning of every weight (Raffel et al. 2020, arXiv 1910.10683)";
  }

  @Override
  public Settings defaults() {
    return new Settings();
  }

  /** Section 3.4 of SuperPos-Prompt (2406.05279), whose tables have it as a baseline. */
  @Override
  public double learningRate() {
    return 1e-5;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    List<ParameterSpec> parameters = new ArrayList<>();
    for (Map.Entry<String, Shape> weight : shape.weights().entrySet()) {
      ParameterSpec spec = ParameterSpec.of(weight.getKey(), weight.getValue().getShape());
      parameters.add(decays(weight.getKey()) ? spec : spec.withoutWeightDecay());
    }
    return parameters;
  }

  private static boolean decays(String name) {
    return !name.endsWith("layer_norm.weight") && !name.endsWith("relative_attention_bias.weight");
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    Map<String, float[]> values = new LinkedHashMap<>();
    shape.weights().keySet().forEach(name -> values.put(name, start.backbone().weight(name)));
    return values;
  }

  @Override
  public int promptTokens(Settings settings) {
    return 0;
  }

  @Override
  public NDArray prompt(Settings settings, Map<String, NDArray> parameters) {
    throw new IllegalStateException("full fine-tuning has no soft prompt");
  }

  @Override
  public Map<String, NDArray> weights(
      Settings settings, Map<String, NDArray> parameters, Function<String, NDArray> frozen) {
    return parameters;
  }

  @Override
  public boolean changesWeights() {
    return true;
  }
}
