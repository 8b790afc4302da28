package io.promptsweep.analysis.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.analysis.replay.ReplayVerdict.Kind;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayVerdictTest {
  private static final Map<String, Double> RECORDED =
      Map.of(
          "epoch 1 train_loss", 2.0,
          "epoch 1 accuracy", 0.5,
          "epoch 2 train_loss", 1.0,
          "test accuracy", Double.NaN);

  private static Map<String, Double> with(String name, double value) {
    Map<String, Double> changed = new HashMap<>(RECORDED);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, Double> never() {
    throw new AssertionError("equal numbers need no noise floor");
  }

  @Test
  void theSameBitsAreEqualNaNsToo() {
    ReplayVerdict verdict =
        ReplayVerdict.of(RECORDED, new HashMap<>(RECORDED), ReplayVerdictTest::never);
    assertThat(verdict.kind()).isEqualTo(Kind.EQUAL);
    assertThat(verdict.compared()).isEqualTo(4);
    assertThat(verdict.differences()).isEmpty();
  }

  @Test
  void oneBitIsADifferenceAndWithinNoiseIfAnotherOrderOfSumsMovesTheQuantityAsFar() {
    Map<String, Double> replayed = with("epoch 2 train_loss", Math.nextUp(1.0));
    ReplayVerdict within =
        ReplayVerdict.of(RECORDED, replayed, () -> with("epoch 1 train_loss", 2.0 + 1e-12));
    assertThat(within.kind()).isEqualTo(Kind.WITHIN_NOISE);
    assertThat(within.differences()).hasSize(1);
    assertThat(within.floor()).containsOnlyKeys("train_loss");
    // Nothing moved: then nothing may.
    assertThat(ReplayVerdict.of(RECORDED, replayed, () -> replayed).kind())
        .isEqualTo(Kind.DIFFERENT);
  }

  @Test
  void theFloorOfOneQuantityDoesNotExcuseAnother() {
    ReplayVerdict verdict =
        ReplayVerdict.of(
            RECORDED,
            with("epoch 1 accuracy", 0.6),
            () -> {
              Map<String, Double> other = with("epoch 1 accuracy", 0.6);
              other.put("epoch 1 train_loss", 4.0);
              return other;
            });
    assertThat(verdict.kind()).isEqualTo(Kind.DIFFERENT);
    assertThat(verdict.differences().get(0).relative()).isCloseTo(1 / 6.0, within(1e-12));
  }

  @Test
  void aNumberThatIsThereOnlyOnceIsADifferenceThatNothingExcuses() {
    Map<String, Double> shorter = new HashMap<>(RECORDED);
    shorter.remove("epoch 2 train_loss");
    ReplayVerdict verdict =
        ReplayVerdict.of(RECORDED, shorter, () -> with("epoch 1 train_loss", 1000));
    assertThat(verdict.kind()).isEqualTo(Kind.DIFFERENT);
    assertThat(verdict.differences().get(0).name()).isEqualTo("epoch 2 train_loss");
    assertThat(verdict.differences().get(0).relative()).isInfinite();
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
