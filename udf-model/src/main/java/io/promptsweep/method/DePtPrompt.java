package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import com.google.auto.service.AutoService;
import io.promptsweep.torch.Scale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * DePT: a shorter prompt {@code P [n, d]}, and a low-rank update of the input embeddings that
 * depends on the position alone (Shi and Lipani 2023, 2309.05173).
 *
 * <p>{@code X'[t] = X[t] + alpha/sqrt(r) (A B)[t]} with {@code A [L, r]}, {@code B [r, d]} and
 * {@code L} the longest input, as in {@code prompt_tuning_lora.py} of ZhengxiangShi/DePT. Padding,
 * which that code updates too, doesn't exist here and is masked there. {@code A} starts from
 * U(-1/sqrt(r), 1/sqrt(r)), {@code B} from 0. {@code P} starts from the text of one instruction,
 * the same for all tasks.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class DePtPrompt implements PromptMethod<DePtPrompt.Settings> {

  /** The code's start for every task; its spelling is the code's. */
  static final String DEFAULT_TEXT = "Classify this text is postive or not:";

  /**
   * @param promptTokens rows {@code n} of the prompt
   * @param initialization where the prompt starts
   * @param sampleFrom how many tokens, from the vocabulary's first, a sample is drawn from
   * @param text what it starts from, as the code spells it
   * @param rank inner size {@code r} of the update
   * @param alpha scale of the update, times sqrt(r)
   * @param learningRate learning rate of {@code A} and {@code B}; without it, the cell's
   */
  public record Settings(
      int promptTokens,
      PromptStart initialization,
      int sampleFrom,
      String text,
      int rank,
      double alpha,
      OptionalDouble learningRate) {
    public Settings {
      Refuse.below("prompt-tokens", 1, promptTokens);
      Refuse.below("sample-from", 1, sampleFrom);
      Refuse.below("rank", 1, rank);
      Refuse.notPositive("alpha", alpha);
      Refuse.notPositive("learning-rate", learningRate);
    }
  }

  @Override
  public String name() {
    return "dept";
  }

  @Override
  public String title() {
    return "DePT, decomposed prompt tuning (Shi and Lipani 2023, arXiv 2309.05173)";
  }

  /** The sizes are those of most of the shipped logs; 5e-4 is the README's smallest rate. */
  @Override
  public Settings defaults() {
    return new Settings(60, PromptStart.TEXT, 5000, DEFAULT_TEXT, 30, 8, OptionalDouble.of(5e-4));
  }

  /** README of ZhengxiangShi/DePT, whose grid is 0.3 and 0.4. */
  @Override
  public double learningRate() {
    return 0.3;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    return List.of(
        ParameterSpec.of("prompt", settings.promptTokens, shape.width()),
        ParameterSpec.of("a", shape.maxLength(), settings.rank)
            .withLearningRate(settings.learningRate),
        ParameterSpec.of("b", settings.rank, shape.width())
            .withLearningRate(settings.learningRate));
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    Map<String, float[]> values = new LinkedHashMap<>();
    values.put(
        "prompt",
        settings.initialization.values(
            new PromptStart.Needs(
                name(), settings.promptTokens, settings.sampleFrom, 0.5, settings.text),
            shape,
            start));
    values.put(
        "a", Draws.linear(start.random(), (long) shape.maxLength() * settings.rank, settings.rank));
    values.put("b", Draws.constant((long) settings.rank * shape.width(), 0));
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
    double scale = settings.alpha / Math.sqrt(settings.rank);
    NDArray rows =
        Embedding.embedding(positions, parameters.get("a"), SparseFormat.DENSE)
            .singletonOrThrow(); // [T, r]
    return embeddings.add(Scale.times(rows.matMul(parameters.get("b")), scale));
  }

  @Override
  public boolean changesInputs() {
    return true;
  }
}
