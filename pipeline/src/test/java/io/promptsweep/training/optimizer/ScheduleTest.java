package io.promptsweep.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.training.optimizer.ScheduleSettings.Linear.Rounding;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static double[] factors(double warmup, int total, int steps) {
    Schedule schedule = Schedule.of(new ScheduleSettings.Linear(warmup), total);
    double[] factors = new double[steps];
    for (int step = 0; step < steps; step++) {
      factors[step] = schedule.factor(step);
    }
    return factors;
  }

  @Test
  void warmsUpFromZeroAndDecaysToZero() {
    assertThat(factors(2, 6, 8)).containsExactly(0, 0.5, 1, 0.75, 0.5, 0.25, 0, 0);
  }

  @Test
  void withoutWarmUpItDecaysFromTheStart() {
    assertThat(factors(0, 4, 5)).containsExactly(1, 0.75, 0.5, 0.25, 0);
  }

  @Test
  void aWarmUpBelowOneIsAShareRoundedUp() {
    assertThat(factors(0.3, 6, 7)).containsExactly(factors(2, 6, 7));
    assertThat(factors(0.5, 6, 7)).containsExactly(factors(3, 6, 7));
  }

  @Test
  void aShareMayBeRoundedDownAsDptDoes() {
    Schedule down = Schedule.of(new ScheduleSettings.Linear(0.3, Rounding.DOWN), 6);
    Schedule one = Schedule.of(new ScheduleSettings.Linear(1), 6);
    for (int step = 0; step < 7; step++) {
      assertThat(down.factor(step)).isEqualTo(one.factor(step));
    }
    // int(0.1 * 5) is 0: no warm-up at all.
    assertThat(Schedule.of(new ScheduleSettings.Linear(0.1, Rounding.DOWN), 5).factor(0))
        .isEqualTo(1);
    assertThat(new ScheduleSettings.Linear(3, Rounding.DOWN))
        .as("whole steps are not rounded")
        .isEqualTo(new ScheduleSettings.Linear(3));
  }

  @Test
  void aWarmUpLongerThanTrainingNeverEnds() {
    assertThat(factors(8, 4, 5)).containsExactly(0, 0.125, 0.25, 0.375, 0.5);
  }

  @Test
  void aConstantScheduleIsOne() {
    Schedule schedule = Schedule.of(new ScheduleSettings.Constant(), 3);
    assertThat(schedule.factor(0)).isEqualTo(1);
    assertThat(schedule.factor(100)).isEqualTo(1);
  }

  @Test
  void refusesHalfSteps() {
    assertThatThrownBy(() -> new ScheduleSettings.Linear(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "warmup-steps is 1.5; it must be a whole number, or below 1 a share of all steps");
    assertThatThrownBy(() -> new ScheduleSettings.Linear(-1))
        .hasMessage("warmup-steps is -1.0; it must not be negative");
  }

  @Test
  void refusesOptimizerSettingsThatCannotWork() {
    assertThatThrownBy(() -> new OptimizerSettings.AdamW(1, 0.999, 1e-8, 0))
        .hasMessage("beta1 is 1.0; it must be in [0, 1)");
    assertThatThrownBy(
            () -> new OptimizerSettings.Adafactor(1e-30, 1e-3, 0, -0.8, 0, 0, false, false, false))
        .hasMessage("clip-threshold is 0.0; it must be above 0");
    assertThatThrownBy(
            () -> new OptimizerSettings.Adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, false, false, true))
        .hasMessage("warmup-init has no effect without relative-step");
  }
}
