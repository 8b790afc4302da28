package io.promptsweep.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.problem.InvalidInputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where the methods start: which tokens, which distributions. */
final class InitialValuesTest {
  private static final ModelShape SHAPE = new ModelShape(4, 16, Map.of());

  private static Map<String, float[]> values(
      String method, Map<String, Object> settings, int vocabulary) {
    return Methods.bind(method, settings, "test")
        .initialValues(
            SHAPE, new Initialization(SampleTable.of(SHAPE, vocabulary), List.of(), new Random(7)));
  }

  @Test
  void vanillaSamplesDifferentTokensFromTheFirstOnes() {
    float[] prompt =
        values(
                "vanilla",
                Map.of(
                    "prompt-tokens", 50,
                    "initialization", "sampled-vocabulary",
                    "sample-from", 50),
                1000)
            .get("prompt");

    assertThat(SampleTable.ids(prompt, 4)).doesNotHaveDuplicates().hasSize(50);
    assertThat(SampleTable.ids(prompt, 4)).containsOnly(IntStream.range(0, 50).toArray());
    assertThat(Arrays.copyOf(prompt, 4))
        .containsExactly(prompt[0], prompt[0] + 1, prompt[0] + 2, prompt[0] + 3);
  }

  @Test
  void vanillaDrawsUniformlyBelowItsScale() {
    float[] prompt =
        values("vanilla", Map.of("prompt-tokens", 2000, "scale", 0.25), 10).get("prompt");

    assertThat(prompt).hasSize(8000);
    for (float value : prompt) {
      assertThat(value).isBetween(0f, 0.25f);
    }
    assertThat(mean(prompt)).isCloseTo(0.125, within(0.005));
  }

  @Test
  void residualDrawsTokensAsItsCodeDoesOrWithoutRepetition() {
    float[] repeated = values("residual", Map.of("prompt-tokens", 40), 40).get("prompt");
    float[] distinct =
        values("residual", Map.of("prompt-tokens", 40, "draw", "distinct"), 40).get("prompt");

    assertThat(Arrays.stream(SampleTable.ids(repeated, 4)).distinct().count()).isLessThan(40);
    assertThat(SampleTable.ids(distinct, 4)).doesNotHaveDuplicates();
  }

  @Test
  void residualStartsItsNetworkAsPyTorchDoes() {
    Map<String, float[]> values = values("residual", Map.of("bottleneck", 400), 100);

    // U(-1/sqrt(inputs), 1/sqrt(inputs)): 4 inputs, then 400.
    assertUniform(values.get("down.weight"), 0.5);
    assertUniform(values.get("down.bias"), 0.5);
    assertUniform(values.get("up.weight"), 0.05);
    assertThat(values.get("up.bias")).doesNotContain(0f).hasSize(4);
    assertThat(values.get("norm.weight")).containsOnly(1f);
    assertThat(values.get("norm.bias")).containsOnly(0f);
  }

  @Test
  void separateNetworksStartDifferently() {
    float[] down =
        values("residual", Map.of("bottleneck", 3, "separate", true), 100).get("down.weight");

    assertThat(Arrays.copyOfRange(down, 12, 24)).isNotEqualTo(Arrays.copyOf(down, 12));
  }

  @Test
  void superposGivesEveryTokenTheSameDifferentEmbeddings() {
    Map<String, float[]> values = values("superpos", Map.of("prompt-tokens", 3, "basis", 20), 20);
    float[] basis = values.get("basis");

    assertThat(SampleTable.ids(Arrays.copyOf(basis, 80), 4)).doesNotHaveDuplicates();
    assertThat(Arrays.copyOfRange(basis, 80, 160)).isEqualTo(Arrays.copyOf(basis, 80));
    assertThat(Arrays.copyOfRange(basis, 160, 240)).isEqualTo(Arrays.copyOf(basis, 80));
    assertThat(values("superpos", Map.of("basis", 20, "shared-basis", "always"), 20).get("basis"))
        .isEqualTo(Arrays.copyOf(basis, 80));
  }

  @Test
  void superposStartsWithTokensAsLongAsAnEmbedding() {
    // Embeddings with a large common part, as T5's have: a mean of them would keep that alone.
    Random noise = new Random(3);
    float[] table = new float[500 * 64];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (3 + noise.nextGaussian());
    }
    Initialization start =
        new Initialization(
            new SampleTable(64, 500, (row, column) -> table[row * 64 + column], Map.of()),
            List.of(),
            new Random(1));
    BoundMethod method = Methods.bind("superpos", Map.of("prompt-tokens", 400), "test");
    ModelShape shape = new ModelShape(64, 16, Map.of());
    Map<String, float[]> values = method.initialValues(shape, start);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray prompt =
          method.prompt(
              Map.of(
                  "weights", manager.create(values.get("weights"), new Shape(400, 128)),
                  "basis", manager.create(values.get("basis"), new Shape(400, 128, 64))));
      double meanSquare = prompt.square().mean().getFloat();

      assertThat(meanSquare).isCloseTo(10, within(1.0)); // 3 squared, and the noise's variance
    }
  }

  @Test
  void superposOneHotStartsWithSampledEmbeddings() {
    float[] weights =
        values("superpos", Map.of("prompt-tokens", 2, "basis", 3, "weight-init", "one-hot"), 9)
            .get("weights");

    assertThat(weights).containsExactly(1, 0, 0, 0, 1, 0);
  }

  /** The sample's tokens are words' lengths, and its end token is 1. */
  @Test
  void deptAndAdeptStartFromTheirTextOverAndOver() {
    for (String method : List.of("dept", "adept")) {
      float[] prompt = values(method, Map.of("prompt-tokens", 10), 100).get("prompt");
      assertThat(SampleTable.ids(prompt, 4)).containsExactly(8, 4, 4, 2, 7, 2, 4, 1, 8, 4);
    }
    float[] own =
        values(
                "vanilla",
                Map.of("prompt-tokens", 3, "initialization", "text", "text", "good or bad"),
                100)
            .get("prompt");
    assertThat(SampleTable.ids(own, 4)).containsExactly(4, 2, 3);
  }

  @Test
  void labelWordsComeFirstAndASampleFillsTheRest() {
    Map<String, Object> settings =
        Map.of("prompt-tokens", 6, "initialization", "label-words", "sample-from", 50);
    Initialization start =
        new Initialization(SampleTable.of(SHAPE, 100), List.of("bad", "excellent"), new Random(7));
    float[] prompt =
        Methods.bind("vanilla", settings, "test").initialValues(SHAPE, start).get("prompt");
    int[] ids = SampleTable.ids(prompt, 4);
    assertThat(ids).hasSize(6).startsWith(3, 9);
    assertThat(Arrays.copyOfRange(ids, 2, 6)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(ids).allMatch(id -> id < 50)).isTrue();
    assertThatThrownBy(() -> values("vanilla", settings, 100))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "method.vanilla.initialization is label-words, but this task has none; take"
                + " sampled-vocabulary.");
    assertThatThrownBy(() -> values("vanilla", Map.of("initialization", "text"), 100))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "method.vanilla.text has no token; give the words that the prompt starts from.");
  }

  @Test
  void aLabelWordIsARowForEachOfItsPiecesOrTheirMean() {
    // Tokens 3 and 9; then 5, 2 and 4.
    List<String> words = List.of("bad excellent", "right or even");
    float[] pieces = labelWords(words, 6, "pieces");
    assertThat(SampleTable.ids(pieces, 4)).startsWith(3, 9, 5, 2, 4);
    float[] mean = labelWords(words, 6, "mean");
    assertThat(Arrays.copyOf(mean, 8))
        .containsExactly(
            new float[] {600, 601, 602, 603, 1100 / 3f, 1103 / 3f, 1106 / 3f, 1109 / 3f},
            within(1e-3f));
    int[] rest = SampleTable.ids(Arrays.copyOfRange(mean, 8, 24), 4);
    assertThat(rest).hasSize(4).doesNotHaveDuplicates();
    assertThat(labelWords(words, 1, "mean")).hasSize(4).startsWith(600);
    List<String> single = List.of("bad", "excellent");
    assertThat(labelWords(single, 6, "mean")).isEqualTo(labelWords(single, 6, "pieces"));
  }

  private static float[] labelWords(List<String> words, int tokens, String rows) {
    Map<String, Object> settings =
        Map.of(
            "prompt-tokens",
            tokens,
            "initialization",
            "label-words",
            "sample-from",
            50,
            "label-word-rows",
            rows);
    Initialization start = new Initialization(SampleTable.of(SHAPE, 100), words, new Random(7));
    return Methods.bind("vanilla", settings, "test").initialValues(SHAPE, start).get("prompt");
  }

  @Test
  void offsetsOfInputsStartAtZero() {
    assertThat(values("dept", Map.of(), 100).get("b")).containsOnly(0f);
    assertUniform(values("dept", Map.of("rank", 4), 100).get("a"), 0.5);
    assertThat(values("adept", Map.of(), 100).get("up")).containsOnly(0f);
    assertThat(values("adept", Map.of(), 100).get("up.bias")).containsOnly(0f);
    assertThat(values("adept", Map.of(), 100).get("down.bias")).containsOnly(0f);
    assertUniform(values("adept", Map.of("rank", 25), 100).get("down"), 0.2);
    assertUniform(values("dpt", Map.of(), 1).get("b"), 0.5);
  }

  @Test
  void refusesMoreDifferentTokensThanThereAre() {
    assertThatThrownBy(() -> values("superpos", Map.of(), 100))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "method.superpos.basis is 128, but only 100 tokens can be drawn from; lower it.");
    assertThatThrownBy(
            () ->
                values(
                    "vanilla",
                    Map.of("initialization", "sampled-vocabulary", "sample-from", 20),
                    5000))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "method.vanilla.prompt-tokens is 100, but only 20 tokens can be drawn from; lower it.");
  }

  @Test
  void onlyTheWeightsOfSuperposDecay() {
    assertThat(decaying("superpos")).containsExactly("weights");
    assertThat(decaying("residual"))
        .containsExactly(
            "prompt",
            "down.weight",
            "down.bias",
            "up.weight",
            "up.bias",
            "norm.weight",
            "norm.bias");
  }

  /** What Transformers 4.49's Trainer.get_decay_parameter_names leaves out of a T5. */
  @Test
  void fullFineTuningDecaysNeitherNormsNorRelativePositions() {
    Map<String, Shape> weights = new LinkedHashMap<>();
    for (String stack : List.of("encoder", "decoder")) {
      String block = stack + ".block.0.layer.";
      weights.put(block + "0.SelfAttention.q.weight", new Shape(4, 4));
      weights.put(block + "0.SelfAttention.relative_attention_bias.weight", new Shape(32, 2));
      weights.put(block + "0.layer_norm.weight", new Shape(4));
      weights.put(stack + ".final_layer_norm.weight", new Shape(4));
    }
    weights.put("shared.weight", new Shape(9, 4));
    weights.put("lm_head.weight", new Shape(9, 4));
    List<String> decaying =
        Methods.bind("full", Map.of(), "test").parameters(new ModelShape(4, 8, weights)).stream()
            .filter(ParameterSpec::weightDecay)
            .map(ParameterSpec::name)
            .toList();
    assertThat(decaying)
        .containsExactly(
            "encoder.block.0.layer.0.SelfAttention.q.weight",
            "decoder.block.0.layer.0.SelfAttention.q.weight",
            "shared.weight",
            "lm_head.weight");
  }

  private static List<String> decaying(String method) {
    return Methods.bind(method, Map.of(), "test").parameters(SHAPE).stream()
        .filter(ParameterSpec::weightDecay)
        .map(ParameterSpec::name)
        .toList();
  }

  @Test
  void onlyTheNetworkHasItsOwnLearningRate() {
    for (String method : List.of("residual", "dept", "adept")) {
      List<ParameterSpec> parameters =
          Methods.bind(method, Map.of("learning-rate", 0.25), "test").parameters(SHAPE);

      assertThat(parameters.get(0).name()).isEqualTo("prompt");
      assertThat(parameters.get(0).learningRate()).isEmpty();
      assertThat(parameters.subList(1, parameters.size()))
          .isNotEmpty()
          .allMatch(p -> p.learningRate().equals(OptionalDouble.of(0.25)));
    }
  }

  private static void assertUniform(float[] values, double bound) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isBetween(0.8 * bound, bound);
    assertThat(mean(values)).isCloseTo(0, within(0.3 * bound));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
