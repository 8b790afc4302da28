package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import com.google.auto.service.AutoService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * ADePT: a shorter prompt {@code P [n, d]}, and a small network's offset to every input embedding
 * (2501.03291).
 *
 * <p>{@code X' = X + relu(X A + a) B + b} with {@code A [d, r]}, {@code a [r]}, {@code B [r, d]}
 * and {@code b [d]}, as in {@code prompt_tuning_lorax.py} of HungerPWAY/ADePT; {@code P} gets no
 * offset. {@code A} starts from U(-1/sqrt(r), 1/sqrt(r)), the rest from 0, so the offset starts at
 * 0. As in that code a tenth of {@code X A + a} is dropped while training, and the prompt starts
 * from a text, as DePT's does.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class ADePtPrompt implements PromptMethod<ADePtPrompt.Settings> {

  /**
   * @param promptTokens rows {@code n} of the prompt
   * @param initialization where the prompt starts
   * @param sampleFrom how many tokens, from the vocabulary's first, a sample is drawn from
   * @param text what it starts from, as the code spells it
   * @param rank width {@code r} of the network's hidden layer
   * @param hiddenDropout share of {@code X A + a} that is dropped while training, whether or not
   *     the frozen backbone drops out
   * @param learningRate the network's learning rate; without it, the cell's
   */
  public record Settings(
      int promptTokens,
      PromptStart initialization,
      int sampleFrom,
      String text,
      int rank,
      double hiddenDropout,
      OptionalDouble learningRate) {
    public Settings {
      Refuse.below("prompt-tokens", 1, promptTokens);
      Refuse.below("sample-from", 1, sampleFrom);
      Refuse.below("rank", 1, rank);
      if (!(hiddenDropout >= 0 && hiddenDropout < 1)) {
        throw new IllegalArgumentException(
            "hidden-dropout is " + hiddenDropout + "; it must be in [0, 1)");
      }
      Refuse.notPositive("learning-rate", learningRate);
    }
  }

  @Override
  public String name() {
    return "adept";
  }

  @Override
  public String title() {
    return "ADePT, adaptive decomposed prompt tuning (2025, arXiv 2501.03291)";
  }

  /** The README's setting for T5-Base. */
  @Override
  public Settings defaults() {
    return new Settings(
        60, PromptStart.TEXT, 5000, DePtPrompt.DEFAULT_TEXT, 19, 0.1, OptionalDouble.of(1e-4));
  }

  /** README of HungerPWAY/ADePT, whose grid is 0.3 and 0.4. */
  @Override
  public double learningRate() {
    return 0.3;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    long d = shape.width();
    long r = settings.rank;
    return List.of(
        ParameterSpec.of("prompt", settings.promptTokens, d),
        ParameterSpec.of("down", d, r).withLearningRate(settings.learningRate),
        ParameterSpec.of("down.bias", r).withLearningRate(settings.learningRate),
        ParameterSpec.of("up", r, d).withLearningRate(settings.learningRate),
        ParameterSpec.of("up.bias", d).withLearningRate(settings.learningRate));
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    int d = shape.width();
    int r = settings.rank;
    Map<String, float[]> values = new LinkedHashMap<>();
    values.put(
        "prompt",
        settings.initialization.values(
            new PromptStart.Needs(
                name(), settings.promptTokens, settings.sampleFrom, 0.5, settings.text),
            shape,
            start));
    // PyTorch takes the last axis for the inputs, so the bound comes from r though d values go in.
    values.put("down", Draws.linear(start.random(), (long) d * r, r));
    values.put("down.bias", Draws.constant(r, 0));
    values.put("up", Draws.constant((long) r * d, 0));
    values.put("up.bias", Draws.constant(d, 0));
    return values;
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

  @Override
  public NDArray inputs(
      Settings settings,
      Map<String, NDArray> parameters,
      NDArray embeddings,
      NDArray positions,
      Dropout dropout) {
    NDArray hidden = embeddings.matMul(parameters.get("down")).add(parameters.get("down.bias"));
    NDArray kept =
        settings.hiddenDropout == 0 ? hidden : dropout.drop(hidden, settings.hiddenDropout);
    return embeddings
        .add(Activation.relu(kept).matMul(parameters.get("up"))) // [T, r] to [T, d]
        .add(parameters.get("up.bias"));
  }

  /** The offset depends on the token alone, so each row of the table can have its own. */
  @Override
  public Optional<NDArray> foldedTable(
      Settings settings, Map<String, NDArray> parameters, NDArray table) {
    return Optional.of(inputs(settings, parameters, table, null, Dropout.NONE));
  }

  @Override
  public boolean changesInputs() {
    return true;
  }
}
