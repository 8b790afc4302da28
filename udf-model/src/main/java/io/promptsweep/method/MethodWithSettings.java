package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The one place where a method's type of settings is known together with its values. */
record MethodWithSettings<S extends Record>(PromptMethod<S> method, S values)
    implements BoundMethod {

  static <S extends Record> BoundMethod of(
      PromptMethod<S> method, Map<String, ?> settings, String place) {
    return new MethodWithSettings<>(
        method, SettingsBinder.bind(method.defaults(), settings, place));
  }

  @Override
  public String name() {
    return method.name();
  }

  @Override
  public Map<String, Object> settings() {
    return SettingsBinder.values(values);
  }

  @Override
  public double learningRate() {
    return method.learningRate();
  }

  @Override
  public int promptTokens() {
    return method.promptTokens(values);
  }

  @Override
  public List<ParameterSpec> parameters(ModelShape shape) {
    return method.parameters(values, shape);
  }

  @Override
  public Map<String, float[]> initialValues(ModelShape shape, Initialization start) {
    return method.initialValues(values, shape, start);
  }

  @Override
  public NDArray prompt(Map<String, NDArray> parameters) {
    return method.prompt(values, parameters);
  }

  @Override
  public NDArray inputs(
      Map<String, NDArray> parameters, NDArray embeddings, NDArray positions, Dropout dropout) {
    return method.inputs(values, parameters, embeddings, positions, dropout);
  }

  @Override
  public Optional<NDArray> foldedTable(Map<String, NDArray> parameters, NDArray table) {
    return method.foldedTable(values, parameters, table);
  }

  @Override
  public boolean changesInputs() {
    return method.changesInputs();
  }

  @Override
  public Map<String, NDArray> stored(Map<String, NDArray> parameters) {
    return method.stored(values, parameters);
  }

  @Override
  public Map<String, NDArray> weights(
      Map<String, NDArray> parameters, Function<String, NDArray> frozen) {
    return method.weights(values, parameters, frozen);
  }

  @Override
  public List<String> startTexts() {
    return method.startTexts(values);
  }

  @Override
  public boolean changesWeights() {
    return method.changesWeights();
  }
}
