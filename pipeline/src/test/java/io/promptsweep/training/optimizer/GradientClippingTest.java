package io.promptsweep.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GradientClippingTest {
  private final NDManager manager = NDManager.newBaseManager();
  // Norms 5 and 12, so 13 together.
  private final NDArray matrix = manager.create(new float[] {3, 0, 0, -4}, new Shape(2, 2));
  private final NDArray vector = manager.create(new float[] {12});

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void measuresAllGradientsTogether() {
    assertThat(GradientClipping.norm(List.of(matrix, vector))).isEqualTo(13);
    assertThat(GradientClipping.norm(List.of(matrix))).isEqualTo(5);
  }

  @Test
  void shortensToTheLimitAndTellsTheNormBefore() {
    assertThat(GradientClipping.clip(List.of(matrix, vector), 6.5)).isEqualTo(13);
    assertThat(matrix.toFloatArray()).containsExactly(new float[] {1.5f, 0, 0, -2}, within(1e-6f));
    assertThat(vector.toFloatArray()).containsExactly(new float[] {6}, within(1e-6f));
  }

  @Test
  void addsPyTorchsMillionthToTheNorm() {
    NDArray small = manager.create(new float[] {1e-6f});
    assertThat(GradientClipping.clip(List.of(small), 1e-6)).isCloseTo(1e-6, within(1e-12));
    assertThat(small.toFloatArray()[0]).isCloseTo(0.5e-6f, within(1e-12f));
  }

  @Test
  void leavesShorterGradientsAndTheLimitZeroAlone() {
    assertThat(GradientClipping.clip(List.of(matrix, vector), 20)).isEqualTo(13);
    assertThat(GradientClipping.clip(List.of(matrix, vector), 0)).isEqualTo(13);
    assertThat(matrix.toFloatArray()).containsExactly(3, 0, 0, -4);
    assertThat(vector.toFloatArray()).containsExactly(12);
  }

  @Test
  void aGradientThatIsNotANumberShowsEverywhere() {
    NDArray broken = manager.create(new float[] {Float.NaN});
    assertThat(GradientClipping.clip(List.of(vector, broken), 1)).isNaN();
    assertThat(vector.toFloatArray()[0]).isNaN();
  }
}
