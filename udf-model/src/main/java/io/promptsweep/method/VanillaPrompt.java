package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;

/**
 * Prompt tuning: the soft prompt {@code P [n, d]} is the only trained tensor (Lester, Al-Rfou and
 * Constant 2021, 2104.08691).
 *
 * <p>Starting values as in the released code (google-research/prompt-tuning, {@code prompts.py} and
 * {@code configs/prompts}): flax's {@code uniform(scale)}, which draws from [0, scale), the
 * embeddings of different tokens out of the first 5,000, or those of the label words.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class VanillaPrompt implements PromptMethod<VanillaPrompt.Settings> {

  /**
   * @param promptTokens rows {@code n} of the prompt
   * @param initialization where the prompt starts
   * @param sampleFrom how many tokens, from the vocabulary's first, are drawn from; all of a
   *     smaller vocabulary. T5's vocabulary is sorted by frequency
   * @param scale upper bound of the uniform start
   * @param text what a prompt that starts from a text starts from
   * @param labelWordRows what a label word of several tokens becomes in a prompt that starts from
   *     label words
   */
  public record Settings(
      int promptTokens,
      PromptStart initialization,
      int sampleFrom,
      double scale,
      String text,
      LabelWordRows labelWordRows) {
    public Settings {
      Refuse.below("prompt-tokens", 1, promptTokens);
      Refuse.below("sample-from", 1, sampleFrom);
      Refuse.notPositive("scale", scale);
    }
  }

  @Override
  public String name() {
    return "vanilla";
  }

  @Override
  public String title() {
    return "Prompt tuning (Lester, Al-Rfou and Constant 2021, arXiv 2104.08691)";
  }

  @Override
  public Settings defaults() {
    return new Settings(100, PromptStart.RANDOM_UNIFORM, 5000, 0.5, "", LabelWordRows.PIECES);
  }

  /** google-research/prompt-tuning, prompt_finetune.gin. */
  @Override
  public double learningRate() {
    return 0.3;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    return List.of(ParameterSpec.of("prompt", settings.promptTokens, shape.width()));
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    return Map.of(
        "prompt",
        settings.initialization.values(
            new PromptStart.Needs(
                name(),
                settings.promptTokens,
                settings.sampleFrom,
                settings.scale,
                settings.text,
                settings.labelWordRows),
            shape,
            start));
  }

  @Override
  public List<String> startTexts(Settings settings) {
    return settings.initialization.texts(settings.text);
  }

  @Override
  public int promptTokens(Settings settings) {
    return settings.promptTokens;
  }

  @Override
  public NDArray prompt(Settings settings, Map<String, NDArray> parameters) {
    return parameters.get("prompt");
  }
}
