package io.promptsweep.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.promptsweep.backbone.parity.GoldenTensors;
import io.promptsweep.backbone.parity.ParityFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs, gradients and sizes against PyTorch, the papers and the released code. */
final class GoldenMethodsTest {
  private static final GoldenTensors GOLDEN = GoldenTensors.open("methods.safetensors");
  private static final ModelShape SHAPE = new ModelShape(24, 9, Map.of());
  private static final int INPUTS = 3;

  static Stream<Arguments> cases() {
    Map<String, Object> residual = Map.of("prompt-tokens", 5, "bottleneck", 7);
    Map<String, Object> superpos = Map.of("prompt-tokens", 5, "basis", 11);
    return Stream.of(
        Arguments.of("vanilla", "vanilla", Map.of("prompt-tokens", 5)),
        Arguments.of("residual.relu.layernorm.shared", "residual", residual),
        Arguments.of(
            "residual.tanh.layernorm.shared", "residual", with(residual, "activation", "tanh")),
        Arguments.of(
            "residual.relu.nonorm.shared", "residual", with(residual, "layer-norm", false)),
        Arguments.of(
            "residual.relu.layernorm.separate", "residual", with(residual, "separate", true)),
        Arguments.of("superpos", "superpos", superpos),
        Arguments.of("superpos.softmax", "superpos", with(superpos, "softmax", true)),
        Arguments.of("superpos.shared-basis", "superpos", with(superpos, "shared-basis", "always")),
        Arguments.of("dpt", "dpt", Map.of("prompt-tokens", 5, "rank", 3)),
        Arguments.of("dept.alpha8.rank3", "dept", Map.of("prompt-tokens", 5, "rank", 3)),
        Arguments.of("adept.nodropout", "adept", Map.of("prompt-tokens", 5, "rank", 3)));
  }

  @Test
  void everyGoldenCaseIsTested() {
    assertThat(cases().map(c -> c.get()[0]))
        .containsExactlyInAnyOrderElementsOf(
            GOLDEN.names().stream()
                .filter(name -> name.contains("/"))
                .map(name -> name.substring(0, name.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void promptInputsAndEveryGradientEqualPyTorch(
      String golden, String name, Map<String, Object> settings) {
    BoundMethod method = Methods.bind(name, settings, "test");
    try (NDManager manager = NDManager.newBaseManager();
        GradientTape tape = new GradientTape()) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      for (ParameterSpec spec : method.parameters(SHAPE)) {
        NDArray value = GOLDEN.array(manager, golden + "/param." + spec.name());
        assertThat(value.getShape()).as(spec.name()).isEqualTo(spec.shape());
        value.setRequiresGradient(true);
        parameters.put(spec.name(), value);
      }
      NDArray embeddings = embeddings(manager);
      NDArray prompt = method.prompt(parameters);
      NDArray inputs = method.inputs(parameters, embeddings, positions(manager), Dropout.NONE);

      assertClose(prompt, golden + "/out.prompt");
      assertClose(inputs, golden + "/out.inputs");
      assertThat(inputs != embeddings).isEqualTo(method.changesInputs());

      NDArray upstreamInputs = GOLDEN.array(manager, "upstream_inputs").reshape(-1, SHAPE.width());
      NDArray loss = prompt.mul(GOLDEN.array(manager, "upstream_prompt")).sum();
      tape.backward(loss.add(inputs.mul(upstreamInputs).sum()));
      parameters.forEach(
          (parameter, value) -> assertClose(value.getGradient(), golden + "/grad." + parameter));
    }
  }

  @Test
  void adeptFoldedIntoTheTableEmbedsAsPyTorchDoes() {
    BoundMethod method = Methods.bind("adept", Map.of("prompt-tokens", 5, "rank", 3), "test");
    String golden = "adept.nodropout";
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      for (ParameterSpec spec : method.parameters(SHAPE)) {
        parameters.put(spec.name(), GOLDEN.array(manager, golden + "/param." + spec.name()));
      }
      NDArray table = GOLDEN.array(manager, "embedding_table");
      NDArray folded = method.foldedTable(parameters, table).orElseThrow();
      assertThat(folded.getShape()).isEqualTo(table.getShape());
      int[] ids = GOLDEN.ints("input_ids");
      assertClose(folded.get(manager.create(ids)), golden + "/out.inputs");
    }
  }

  @Test
  void onlyAdeptCanBeFoldedIntoTheTable() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray table = GOLDEN.array(manager, "embedding_table");
      for (String name : List.of("vanilla", "residual", "superpos", "dpt", "dept")) {
        assertThat(Methods.bind(name, Map.of(), "test").foldedTable(Map.of(), table))
            .as(name)
            .isEmpty();
      }
    }
  }

  private static NDArray embeddings(NDManager manager) {
    float[] table = GOLDEN.floats("embedding_table");
    int[] ids = GOLDEN.ints("input_ids");
    float[] rows = new float[ids.length * SHAPE.width()];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(table, ids[i] * SHAPE.width(), rows, i * SHAPE.width(), SHAPE.width());
    }
    return manager.create(rows, new Shape(ids.length, SHAPE.width()));
  }

  private static NDArray positions(NDManager manager) {
    long[] positions = new long[INPUTS * SHAPE.maxLength()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i % SHAPE.maxLength();
    }
    return manager.create(positions);
  }

  private static void assertClose(NDArray actual, String name) {
    float[] expected = GOLDEN.floats(name);
    float[] found = actual.toFloatArray();
    assertThat(found).as(name).hasSameSizeAs(expected);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      // Relative to the tensor's largest value: its sums round at that size, not at each element's.
      assertThat((double) found[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected[i], offset(1e-6 * largest));
    }
  }

  static List<JsonObject> counts() throws IOException {
    return JsonParser.parseString(Files.readString(ParityFiles.path("parameter_counts.json")))
        .getAsJsonArray()
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("counts")
  void countsParametersAsThePapersDo(JsonObject count) {
    String method = count.get("method").getAsString();
    Map<String, Object> settings = new HashMap<>();
    for (String key : List.of("prompt_tokens", "bottleneck", "rank", "basis")) {
      if (count.has(key)) {
        settings.put(key.replace('_', '-'), count.get(key).getAsInt());
      }
    }
    if (count.has("shared_basis")) {
      settings.put("shared-basis", count.get("shared_basis").getAsString());
    }
    int length = count.has("max_length") ? count.get("max_length").getAsInt() : 256;

    assertThat(
            Methods.bind(method.equals("prompt-tuning") ? "vanilla" : method, settings, "test")
                .trainableParameters(new ModelShape(count.get("d").getAsInt(), length, Map.of())))
        .isEqualTo(count.get("parameters").getAsLong());
  }

  private static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
    Map<String, Object> changed = new HashMap<>(settings);
    changed.put(key, value);
    return changed;
  }
}
