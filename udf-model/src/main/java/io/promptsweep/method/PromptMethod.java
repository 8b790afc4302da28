package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A way to make a soft prompt from trainable parameters.
 *
 * <p>To add one, write a class that implements this interface and mark it
 * {@code @AutoService(PromptMethod.class)} and {@code @SuppressWarnings("rawtypes")}: the sweep
 * finds it by {@link #name()}, and the components of its settings record become configuration keys
 * under {@code method.NAME} (camelCase components are kebab-case keys). The contract test runs over
 * every registered method.
 *
 * @param <S> the settings: a record whose constructor refuses impossible values
 */
public interface PromptMethod<S extends Record> {

  /** The name in configurations and tables: lower case, words joined by {@code -}. */
  String name();

  /** One line for help and reports: full name, authors, year, arXiv number. */
  String title();

  /** The settings of the method's paper. */
  S defaults();

  /** The peak learning rate of the method's paper. */
  double learningRate();

  /** What trains, in a fixed order. Known before anything is loaded, so a plan can count it. */
  List<ParameterSpec> parameters(S settings, ModelShape shape);

  /**
   * The initial value of every parameter, by name, row-major, of the shapes that {@link
   * #parameters} gives.
   *
   * <p>A pure function of its arguments; {@code start} carries the only source of randomness.
   */
  Map<String, float[]> initialValues(S settings, ModelShape shape, Initialization start);

  /**
   * The texts of the settings that {@link #initialValues} splits into tokens, none by default: they
   * are tried before anything trains.
   */
  default List<String> startTexts(S settings) {
    return List.of();
  }

  /** The rows {@code n} of {@link #prompt}; 0 for a method without a soft prompt. */
  int promptTokens(S settings);

  /**
   * The soft prompt {@code [n, d]}, differentiable in {@code parameters}; not called where {@link
   * #promptTokens} is 0.
   *
   * @param parameters the values by name, with the shapes of {@link #parameters}
   */
  NDArray prompt(S settings, Map<String, NDArray> parameters);

  /**
   * The input embeddings that follow the prompt: {@code [T, d]}, unchanged by default.
   *
   * @param embeddings rows of the embedding table for the tokens of the batch, {@code [T, d]}
   * @param positions each token's position in its own input, from 0, {@code [T]} int64
   * @param dropout for what the method itself drops in training
   */
  default NDArray inputs(
      S settings,
      Map<String, NDArray> parameters,
      NDArray embeddings,
      NDArray positions,
      Dropout dropout) {
    return embeddings;
  }

  /** Whether {@link #inputs} changes anything; the trainer skips the call where it does not. */
  default boolean changesInputs() {
    return false;
  }

  /**
   * What is kept of a trained cell, by name: the prompt {@code [n, d]} alone where everything else
   * can be folded into it, otherwise every parameter.
   */
  default Map<String, NDArray> stored(S settings, Map<String, NDArray> parameters) {
    return promptTokens(settings) == 0 || changesInputs()
        ? parameters
        : Map.of("prompt", prompt(settings, parameters));
  }

  /**
   * The embedding table with everything folded in that {@link #inputs} does to a token whatever its
   * position, {@code [V, d]}: with it, a trained cell needs no more than its prompt. Empty where
   * nothing can be folded.
   *
   * @param table the backbone's own, {@code [V, d]} float32
   */
  default Optional<NDArray> foldedTable(
      S settings, Map<String, NDArray> parameters, NDArray table) {
    return Optional.empty();
  }

  /**
   * The weights that take the place of the backbone's own, by Hugging Face name and of the same
   * shapes, differentiable in {@code parameters}; none by default.
   *
   * @param frozen the backbone's own weight of a name, in float32; never to be changed
   */
  default Map<String, NDArray> weights(
      S settings, Map<String, NDArray> parameters, Function<String, NDArray> frozen) {
    return Map.of();
  }

  /**
   * Whether {@link #weights} replaces anything. The rows of such a cell pass through a backbone of
   * their own, so it never shares a batch with other cells.
   */
  default boolean changesWeights() {
    return false;
  }
}
