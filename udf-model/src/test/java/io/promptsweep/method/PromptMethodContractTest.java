package io.promptsweep.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.problem.InvalidInputException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every registered method holds to, with its defaults and with each switch and each choice
 * turned the other way.
 */
final class PromptMethodContractTest {
  private static final ModelShape SHAPE = new ModelShape(6, 8, weights());
  private static final int VOCABULARY = 200;
  private static final long[] POSITIONS = {0, 1, 2, 3, 0, 1, 0};

  /** A method as the user would write it: name, then what differs from the defaults. */
  record Variant(String name, Map<String, Object> settings) {
    BoundMethod bind() {
      return Methods.bind(name, settings, "test");
    }

    /** Full fine-tuning starts from the backbone, and a text is the same text for every seed. */
    boolean nothingIsDrawn() {
      return name.equals("full")
          || (name.equals("vanilla")
              && PlainValue.kebab(PromptStart.TEXT).equals(settings.get("initialization")));
    }
  }

  private static Map<String, Shape> weights() {
    Map<String, Shape> weights = new LinkedHashMap<>();
    for (String part : List.of("q", "k", "v")) {
      weights.put("encoder.block.0.layer.0.SelfAttention." + part + ".weight", new Shape(4, 6));
    }
    weights.put("encoder.block.0.layer.0.layer_norm.weight", new Shape(6));
    return weights;
  }

  static Stream<String> names() {
    return Methods.names().stream();
  }

  static Stream<String> namesWithPrompt() {
    return names().filter(name -> Methods.bind(name, Map.of(), "test").promptTokens() > 0);
  }

  static List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    for (String name : Methods.names()) {
      variants.add(new Variant(name, Map.of()));
      Record defaults = Methods.named(name).defaults();
      for (RecordComponent component : defaults.getClass().getRecordComponents()) {
        String key = PlainValue.kebab(component.getName());
        if (component.getType() == boolean.class) {
          boolean value = (boolean) Methods.defaults(name).get(key);
          variants.add(new Variant(name, Map.of(key, !value)));
        } else if (component.getType().isEnum()) {
          for (Object choice : component.getType().getEnumConstants()) {
            Map<String, Object> settings = new HashMap<>();
            settings.put(key, PlainValue.kebab((Enum<?>) choice));
            if (choice == PromptStart.TEXT) {
              settings.put("text", "some words to start from");
            }
            variants.add(new Variant(name, settings));
          }
        }
      }
    }
    return variants;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void initialValuesFillEveryParameterInOrder(Variant variant) {
    BoundMethod method = variant.bind();
    Map<String, float[]> values = method.initialValues(SHAPE, start(1));

    assertThat(values.keySet())
        .containsExactlyInAnyOrderElementsOf(
            method.parameters(SHAPE).stream().map(ParameterSpec::name).toList());
    for (ParameterSpec parameter : method.parameters(SHAPE)) {
      assertThat(values.get(parameter.name())).hasSize((int) parameter.shape().size());
    }
    assertThat(values.values().stream().mapToLong(v -> v.length).sum())
        .isEqualTo(method.trainableParameters(SHAPE));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void sameSeedGivesSameValuesAndAnotherSeedOthers(Variant variant) {
    BoundMethod method = variant.bind();
    Map<String, float[]> values = method.initialValues(SHAPE, start(1));
    Map<String, float[]> again = method.initialValues(SHAPE, start(1));
    Map<String, float[]> other = method.initialValues(SHAPE, start(2));

    values.forEach((name, value) -> assertThat(again.get(name)).as(name).isEqualTo(value));
    if (variant.nothingIsDrawn()) {
      other.forEach((name, value) -> assertThat(value).as(name).isEqualTo(values.get(name)));
    } else {
      assertThat(values.keySet())
          .anySatisfy(name -> assertThat(other.get(name)).isNotEqualTo(values.get(name)));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void promptAndInputsHaveTheirShapes(Variant variant) {
    BoundMethod method = variant.bind();
    Map<String, float[]> values = method.initialValues(SHAPE, start(1));
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      for (ParameterSpec spec : method.parameters(SHAPE)) {
        parameters.put(spec.name(), manager.create(values.get(spec.name()), spec.shape()));
      }
      assertThat(method.promptTokens())
          .isEqualTo(method.settings().getOrDefault("prompt-tokens", 0));
      if (method.promptTokens() > 0) {
        assertThat(method.prompt(parameters).getShape())
            .isEqualTo(new Shape(method.promptTokens(), SHAPE.width()));
      }
      NDArray embeddings = manager.ones(new Shape(POSITIONS.length, SHAPE.width()));
      NDArray inputs =
          method.inputs(parameters, embeddings, manager.create(POSITIONS), Dropout.NONE);
      assertThat(inputs.getShape()).isEqualTo(embeddings.getShape());
      assertThat(inputs == embeddings).isNotEqualTo(method.changesInputs());
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void gradientsAgreeWithFiniteDifferences(Variant variant) {
    BoundMethod method = variant.bind();
    // In double precision and away from the initial values, which hold zeros that hide gradients.
    Random random = new Random(5);
    try (NDManager manager = NDManager.newBaseManager();
        GradientTape tape = new GradientTape()) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      for (ParameterSpec spec : method.parameters(SHAPE)) {
        parameters.put(spec.name(), uniform(manager, random, spec.shape()));
      }
      NDArray embeddings = uniform(manager, random, new Shape(POSITIONS.length, SHAPE.width()));
      NDArray promptWeights =
          uniform(manager, random, new Shape(method.promptTokens(), SHAPE.width()));
      NDArray inputWeights = uniform(manager, random, embeddings.getShape());
      NDArray positions = manager.create(POSITIONS);

      parameters.values().forEach(p -> p.setRequiresGradient(true));
      NDArray loss = loss(method, parameters, embeddings, positions, promptWeights, inputWeights);
      tape.backward(loss);
      Map<String, NDArray> gradients = new HashMap<>();
      parameters.forEach((name, p) -> gradients.put(name, p.getGradient().duplicate()));
      parameters.values().forEach(p -> p.setRequiresGradient(false));

      ToDoubleFunction<Map<String, NDArray>> function =
          at ->
              loss(method, at, embeddings, positions, promptWeights, inputWeights)
                  .toDoubleArray()[0];
      double step = 1e-6;
      for (String name : parameters.keySet()) {
        NDArray direction = uniform(manager, random, parameters.get(name).getShape());
        double ahead = function.applyAsDouble(moved(parameters, name, direction.mul(step)));
        double behind = function.applyAsDouble(moved(parameters, name, direction.mul(-step)));
        double slope = gradients.get(name).mul(direction).sum().toDoubleArray()[0];

        assertThat(slope).as(name).isNotZero();
        assertThat((ahead - behind) / (2 * step))
            .as(name)
            .isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
      }
    }
  }

  private static Map<String, NDArray> moved(
      Map<String, NDArray> parameters, String name, NDArray by) {
    Map<String, NDArray> moved = new HashMap<>(parameters);
    moved.put(name, parameters.get(name).add(by));
    return moved;
  }

  private static NDArray loss(
      BoundMethod method,
      Map<String, NDArray> parameters,
      NDArray embeddings,
      NDArray positions,
      NDArray promptWeights,
      NDArray inputWeights) {
    NDArray loss =
        method.inputs(parameters, embeddings, positions, Dropout.NONE).mul(inputWeights).sum();
    if (method.promptTokens() > 0) {
      loss = loss.add(method.prompt(parameters).mul(promptWeights).sum());
    }
    // A weight's share in the loss: its square, so that its value matters to its gradient.
    for (NDArray weight : weights(method, parameters).values()) {
      loss = loss.add(weight.mul(weight).sum());
    }
    return loss;
  }

  /** The frozen weights are all ones. */
  private static Map<String, NDArray> weights(BoundMethod method, Map<String, NDArray> parameters) {
    NDArray like = parameters.values().iterator().next();
    return method.weights(
        parameters, name -> like.getManager().ones(SHAPE.weights().get(name), like.getDataType()));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void newWeightsHaveTheShapesOfTheBackbones(Variant variant) {
    BoundMethod method = variant.bind();
    Map<String, float[]> values = method.initialValues(SHAPE, start(1));
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      for (ParameterSpec spec : method.parameters(SHAPE)) {
        parameters.put(spec.name(), manager.create(values.get(spec.name()), spec.shape()));
      }
      Map<String, NDArray> weights = weights(method, parameters);
      assertThat(weights.isEmpty()).isNotEqualTo(method.changesWeights());
      weights.forEach(
          (name, weight) -> assertThat(weight.getShape()).isEqualTo(SHAPE.weights().get(name)));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void settingsReadBackAsTheyWere(Variant variant) {
    BoundMethod method = variant.bind();

    assertThat(Methods.bind(variant.name, method.settings(), "test")).isEqualTo(method);
    assertThat(method.settings()).containsAllEntriesOf(variant.settings);
  }

  @ParameterizedTest
  @MethodSource("names")
  void defaultsAreWhatNoSettingsMean(String name) {
    assertThat(Methods.bind(name, Map.of(), "test").settings()).isEqualTo(Methods.defaults(name));
    assertThat(Methods.named(name).title()).isNotBlank().doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("namesWithPrompt")
  void refusesAnUnknownSettingAndNamesTheNearest(String name) {
    String place = "conf/x.conf: method." + name;
    assertThatThrownBy(() -> Methods.bind(name, Map.of("promt-tokens", 3), place))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "conf/x.conf: method."
                + name
                + ".promt-tokens is not a setting; did you mean 'prompt-tokens'?");
  }

  @ParameterizedTest
  @MethodSource("namesWithPrompt")
  void refusesAPromptWithoutTokens(String name) {
    assertThatThrownBy(
            () -> Methods.bind(name, Map.of("prompt-tokens", 0), "a.conf: method." + name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("a.conf: method." + name + ".prompt-tokens is 0; it must be at least 1.");
  }

  private static Initialization start(long seed) {
    return new Initialization(
        SampleTable.of(SHAPE, VOCABULARY), List.of("no", "yes"), new Random(seed));
  }

  private static NDArray uniform(NDManager manager, Random random, Shape shape) {
    return manager.create(random.doubles(shape.size()).map(v -> 2 * v - 1).toArray(), shape);
  }
}
