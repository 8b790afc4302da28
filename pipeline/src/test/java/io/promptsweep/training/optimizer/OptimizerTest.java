package io.promptsweep.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.method.ParameterSpec;
import io.promptsweep.training.optimizer.OptimizerSettings.Adafactor;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW.Formula;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class OptimizerTest {
  private static final Schedule CONSTANT = Schedule.of(new ScheduleSettings.Constant(), 25);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> goldens() {
    return Stream.of(
        Arguments.of(
            "adamw lr=0.3 betas=0.9,0.999 eps=1e-8 weight_decay=1e-5",
            new AdamW(0.9, 0.999, 1e-8, 1e-5),
            0.3,
            CONSTANT),
        Arguments.of(
            "adamw lr=5e-4 weight_decay=0.01 linear schedule warmup=5 total=25",
            AdamW.defaults(),
            5e-4,
            Schedule.of(new ScheduleSettings.Linear(5), 25)),
        Arguments.of(
            "adafactor lr=0.3 scale_parameter=False relative_step=False warmup_init=False",
            new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, false, false, false),
            0.3,
            CONSTANT),
        Arguments.of(
            "adafactor lr=0.01 scale_parameter=False relative_step=False weight_decay=1e-5",
            new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 1e-5, false, false, false),
            0.01,
            CONSTANT),
        Arguments.of(
            "adafactor defaults (scale_parameter=True relative_step=True)",
            Adafactor.defaults(),
            123.0,
            CONSTANT));
  }

  /** What PyTorch does not have; src/test/python/optimizers.py makes the values. */
  static Stream<Arguments> ownGoldens() {
    return Stream.of(
        Arguments.of(
            "transformers adamw lr=0.3 eps=1e-6 weight_decay=0.01 small gradients",
            new AdamW(0.9, 0.999, 1e-6, 0.01, Formula.TRANSFORMERS),
            0.3,
            CONSTANT),
        Arguments.of(
            "transformers adamw lr=0.3 eps=1e-8 weight_decay=1e-5",
            new AdamW(0.9, 0.999, 1e-8, 1e-5, Formula.TRANSFORMERS),
            0.3,
            CONSTANT),
        Arguments.of(
            "transformers adamw lr=0.05 eps=1e-6 weight_decay=0.1 linear schedule warmup=5 total=25",
            new AdamW(0.9, 0.999, 1e-6, 0.1, Formula.TRANSFORMERS),
            0.05,
            Schedule.of(new ScheduleSettings.Linear(5), 25)),
        Arguments.of(
            "adafactor not factored lr=0.3 weight_decay=1e-5",
            new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 1e-5, false, false, false, false),
            0.3,
            CONSTANT));
  }

  @Test
  void everyGoldenTrajectoryIsTested() throws IOException {
    assertThat(goldens().map(g -> g.get()[0]))
        .containsExactlyInAnyOrderElementsOf(trajectories().keySet().stream().toList());
    assertThat(ownGoldens().map(g -> g.get()[0]))
        .containsExactlyInAnyOrderElementsOf(ownTrajectories().keySet().stream().toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ownGoldens")
  void everyStepEqualsTransformers(
      String name, OptimizerSettings settings, double learningRate, Schedule schedule)
      throws IOException {
    follows(ownTrajectories().getAsJsonObject(name), settings, learningRate, schedule);
  }

  @Test
  void whatIsNotFactoredRemembersEachValue() {
    NDArray value = manager.ones(new Shape(4, 3));
    Adafactor whole = new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, false, false, false, false);
    try (Optimizer optimizer = Optimizer.of(manager, whole, List.of(trainable("prompt", value)))) {
      assertThat(optimizer.state().values()).containsOnlyKeys("prompt/second-moment");
      assertThat(optimizer.state().values().get("prompt/second-moment")).hasSize(12);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void everyStepEqualsPyTorch(
      String name, OptimizerSettings settings, double learningRate, Schedule schedule)
      throws IOException {
    follows(trajectories().getAsJsonObject(name), settings, learningRate, schedule);
  }

  private void follows(
      JsonObject golden, OptimizerSettings settings, double learningRate, Schedule schedule) {
    long[] shape = longs(golden.getAsJsonArray("shape"));
    NDArray value = manager.create(floats(golden.get("initial")), new Shape(shape));
    JsonArray gradients = golden.getAsJsonArray("gradients");
    try (Optimizer optimizer =
        Optimizer.of(manager, settings, List.of(trainable("prompt", value)))) {
      for (int step = 0; step < gradients.size(); step++) {
        NDArray gradient = manager.create(floats(gradients.get(step)), new Shape(shape));
        optimizer.step(List.of(gradient), learningRate, schedule.factor(step));

        float[] expected = floats(golden.getAsJsonArray("weights_after_step").get(step));
        float[] found = value.toFloatArray();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
          assertThat((double) found[i])
              .as("step %d, value %d", step, i)
              .isCloseTo(expected[i], within(2e-6 * Math.max(1, Math.abs(expected[i]))));
        }
      }
      assertThat(gradients).hasSize(25);
    }
  }

  static Stream<OptimizerSettings> settings() {
    return Stream.of(
        AdamW.defaults(),
        new AdamW(0.9, 0.999, 1e-6, 0.01, Formula.TRANSFORMERS),
        new Adafactor(1e-30, 1e-3, 1, -0.8, 0.9, 0.01, true, false, false),
        new Adafactor(1e-30, 1e-3, 1, -0.8, 0.9, 0.01, true, false, false, false),
        Adafactor.defaults());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void goesOnFromASavedStateWithTheSameBits(OptimizerSettings settings) {
    List<Trainable> straight = parameters();
    List<Trainable> resumed;
    OptimizerState state;
    try (Optimizer optimizer = Optimizer.of(manager, settings, straight)) {
      steps(optimizer, 0, 10);
      state = optimizer.state();
      resumed = copies(straight);
      steps(optimizer, 10, 25);
    }
    try (Optimizer optimizer = Optimizer.of(manager, settings, resumed)) {
      optimizer.restore(state);
      steps(optimizer, 10, 25);
    }

    assertThat(state.steps()).isEqualTo(10);
    for (int i = 0; i < straight.size(); i++) {
      assertThat(resumed.get(i).value().toFloatArray())
          .isEqualTo(straight.get(i).value().toFloatArray());
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void remembersThroughScopesAndLeavesNothingElse(OptimizerSettings settings) {
    List<Trainable> scoped = parameters();
    List<Trainable> plain = copies(scoped);
    Optimizer inScope;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      inScope = Optimizer.of(manager, settings, scoped);
      inScope.restore(inScope.state());
    }
    Optimizer outside = Optimizer.of(manager, settings, plain);
    steps(outside, 0, 5);
    for (int step = 0; step < 5; step++) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        steps(inScope, step, step + 1);
      }
    }
    NDArray gradient = manager.ones(new Shape(4, 3));
    NDArray bias = manager.ones(new Shape(3));
    int arrays = manager.getManagedArrays().size();
    outside.step(List.of(gradient, bias), 0.1, 1);

    assertThat(manager.getManagedArrays()).hasSize(arrays);
    assertThat(gradient.toFloatArray()).containsOnly(1);
    inScope.step(List.of(gradient, bias), 0.1, 1);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(scoped.get(i).value().toFloatArray())
          .isEqualTo(plain.get(i).value().toFloatArray());
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void changesParametersWhileLibtorchRecords(OptimizerSettings settings) {
    List<Trainable> recorded = parameters();
    List<Trainable> plain = copies(recorded);
    recorded.forEach(p -> p.value().setRequiresGradient(true));
    steps(Optimizer.of(manager, settings, plain), 0, 3);
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      steps(Optimizer.of(manager, settings, recorded), 0, 3);
    } finally {
      JniUtils.setGradMode(before);
    }

    for (int i = 0; i < plain.size(); i++) {
      assertThat(recorded.get(i).value().toFloatArray())
          .isEqualTo(plain.get(i).value().toFloatArray());
      assertThat(recorded.get(i).value().hasGradient()).isTrue();
    }
  }

  @Test
  void aParametersOwnLearningRateFollowsTheSchedule() {
    NDArray own = manager.zeros(new Shape(2));
    NDArray cells = manager.zeros(new Shape(2));
    ParameterSpec spec = ParameterSpec.of("own", 2).withLearningRate(OptionalDouble.of(0.01));
    try (Optimizer optimizer =
        Optimizer.of(
            manager,
            new AdamW(0.9, 0.999, 0, 0),
            List.of(new Trainable(spec, own), trainable("cells", cells)))) {
      NDArray gradient = manager.create(new float[] {3, -4});
      optimizer.step(List.of(gradient, gradient), 1, 0.5);
    }

    // Adam's first step is the learning rate against the gradient's sign.
    assertThat(own.toFloatArray()).containsExactly(new float[] {-0.005f, 0.005f}, within(1e-8f));
    assertThat(cells.toFloatArray()).containsExactly(new float[] {-0.5f, 0.5f}, within(1e-6f));
  }

  @Test
  void epsilonIsAddedToTheCorrectedRoot() {
    NDArray value = manager.zeros(new Shape(1));
    try (Optimizer optimizer =
        Optimizer.of(manager, new AdamW(0.9, 0.999, 1e-4, 0), List.of(trainable("a", value)))) {
      optimizer.step(List.of(manager.create(new float[] {1e-4f})), 1, 1);
    }

    // g / (|g| + epsilon); without the correction of the second moment it would be near 0.03.
    assertThat(value.toFloatArray()[0]).isCloseTo(-0.5f, within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void decaysOnlyWhatTakesDecay(OptimizerSettings settings) {
    OptimizerSettings decaying =
        settings instanceof AdamW adamW
            ? new AdamW(0.9, 0.999, 1e-8, 0.1, adamW.formula())
            : new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 0.1, false, false, false);
    NDArray with = manager.ones(new Shape(2));
    NDArray without = manager.ones(new Shape(2));
    Trainable excluded = new Trainable(ParameterSpec.of("b", 2).withoutWeightDecay(), without);
    try (Optimizer optimizer =
        Optimizer.of(manager, decaying, List.of(trainable("a", with), excluded))) {
      NDArray none = manager.zeros(new Shape(2));
      optimizer.step(List.of(none, none), 0.5, 1);
    }

    assertThat(with.toFloatArray()).containsExactly(new float[] {0.95f, 0.95f}, within(1e-7f));
    assertThat(without.toFloatArray()).containsExactly(1, 1);
  }

  @Test
  void adafactorFactorsTheLastTwoAxes() {
    // A stack of two matrices is each matrix alone, but for the size that clipping looks at.
    Adafactor unclipped = new Adafactor(1e-30, 1e-3, 1e9, -0.8, 0, 0, false, false, false);
    Random random = new Random(2);
    NDArray stack = manager.create(random(random, 24), new Shape(2, 4, 3));
    NDArray gradient = manager.create(random(random, 24), new Shape(2, 4, 3));
    NDArray second = stack.get(1).duplicate();
    Optimizer.of(manager, unclipped, List.of(trainable("stack", stack)))
        .step(List.of(gradient), 0.1, 1);
    Optimizer.of(manager, unclipped, List.of(trainable("second", second)))
        .step(List.of(gradient.get(1)), 0.1, 1);

    assertThat(Arrays.copyOfRange(stack.toFloatArray(), 12, 24))
        .containsExactly(second.toFloatArray(), within(1e-6f));
  }

  @Test
  void refusesAStateOfOtherParameters() {
    Optimizer optimizer = Optimizer.of(manager, AdamW.defaults(), parameters());
    assertThatThrownBy(() -> optimizer.restore(new OptimizerState(3, Map.of("x", new float[2]))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the optimizer's state holds {x=2}; these settings need {prompt/first-moment=12,"
                + " prompt/second-moment=12, bias/first-moment=3, bias/second-moment=3}");
    assertThat(optimizer.state().steps()).isZero();
  }

  @Test
  void refusesAnotherNumberOfGradients() {
    Optimizer optimizer = Optimizer.of(manager, AdamW.defaults(), parameters());
    assertThatThrownBy(() -> optimizer.step(List.of(), 1, 1))
        .hasMessage("0 gradients were given for 2 parameters");
  }

  private static JsonObject ownTrajectories() throws IOException {
    try (InputStream in = OptimizerTest.class.getResourceAsStream("/golden/optimizers.json")) {
      return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  private static JsonObject trajectories() throws IOException {
    return JsonParser.parseString(Files.readString(ParityFiles.path("optimizers.json")))
        .getAsJsonObject();
  }

  private static Trainable trainable(String name, NDArray value) {
    return new Trainable(ParameterSpec.of(name, value.getShape().getShape()), value);
  }

  private List<Trainable> parameters() {
    Random random = new Random(1);
    return List.of(
        trainable("prompt", manager.create(random(random, 12), new Shape(4, 3))),
        trainable("bias", manager.create(random(random, 3), new Shape(3))));
  }

  private static List<Trainable> copies(List<Trainable> parameters) {
    return parameters.stream().map(p -> new Trainable(p.spec(), p.value().duplicate())).toList();
  }

  /** Steps {@code from} to {@code to}, each with gradients of its own. */
  private void steps(Optimizer optimizer, int from, int to) {
    for (int step = from; step < to; step++) {
      Random random = new Random(step);
      List<NDArray> gradients = new ArrayList<>();
      gradients.add(manager.create(random(random, 12), new Shape(4, 3)));
      gradients.add(manager.create(random(random, 3), new Shape(3)));
      optimizer.step(gradients, 0.1, 1);
    }
  }

  private static float[] random(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] floats(JsonElement array) {
    List<JsonElement> elements = array.getAsJsonArray().asList();
    float[] floats = new float[elements.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = elements.get(i).getAsFloat();
    }
    return floats;
  }

  private static long[] longs(JsonArray array) {
    return array.asList().stream().mapToLong(JsonElement::getAsLong).toArray();
  }
}
