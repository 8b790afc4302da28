package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A prompt method with its settings: what {@link PromptMethod} offers, without the settings as an
 * argument. Made by {@link Methods#bind}; equal when method and settings are.
 */
public sealed interface BoundMethod permits MethodWithSettings {

  /** The method's name. */
  String name();

  /** Every setting that has a value, by kebab-case key, in the order of the method's record. */
  Map<String, Object> settings();

  /** See {@link PromptMethod#learningRate}. */
  double learningRate();

  /** See {@link PromptMethod#promptTokens}. */
  int promptTokens();

  /** See {@link PromptMethod#parameters}. */
  List<ParameterSpec> parameters(ModelShape shape);

  /** How many values train: the sum over {@link #parameters}. */
  default long trainableParameters(ModelShape shape) {
    return parameters(shape).stream().mapToLong(ParameterSpec::size).sum();
  }

  /** See {@link PromptMethod#initialValues}. */
  Map<String, float[]> initialValues(ModelShape shape, Initialization start);

  /** See {@link PromptMethod#startTexts}. */
  List<String> startTexts();

  /** See {@link PromptMethod#prompt}. */
  NDArray prompt(Map<String, NDArray> parameters);

  /** See {@link PromptMethod#inputs}. */
  NDArray inputs(
      Map<String, NDArray> parameters, NDArray embeddings, NDArray positions, Dropout dropout);

  /** See {@link PromptMethod#foldedTable}. */
  Optional<NDArray> foldedTable(Map<String, NDArray> parameters, NDArray table);

  /** See {@link PromptMethod#changesInputs}. */
  boolean changesInputs();

  /** See {@link PromptMethod#stored}. */
  Map<String, NDArray> stored(Map<String, NDArray> parameters);

  /** See {@link PromptMethod#weights}. */
  Map<String, NDArray> weights(Map<String, NDArray> parameters, Function<String, NDArray> frozen);

  /** See {@link PromptMethod#changesWeights}. */
  boolean changesWeights();
}
