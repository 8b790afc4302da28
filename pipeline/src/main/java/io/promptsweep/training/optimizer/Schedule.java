package io.promptsweep.training.optimizer;

/** What the learning rate is multiplied by, step by step. */
@FunctionalInterface
public interface Schedule {

  /**
   * @param step 0 for the first update
   */
  double factor(long step);

  /**
   * @param totalSteps updates in the cell's whole training, however early it may stop
   */
  static Schedule of(ScheduleSettings settings, long totalSteps) {
    if (settings instanceof ScheduleSettings.Linear linear) {
      long warmup = warmup(linear, totalSteps);
      return step ->
          step < warmup
              ? (double) step / warmup
              : Math.max(0, (double) (totalSteps - step) / Math.max(1, totalSteps - warmup));
    }
    return step -> 1;
  }

  private static long warmup(ScheduleSettings.Linear linear, long totalSteps) {
    double given = linear.warmupSteps();
    if (!ScheduleSettings.Linear.isShare(given)) {
      return (long) given;
    }
    double steps = given * totalSteps;
    return (long)
        switch (linear.rounding()) {
          case UP -> Math.ceil(steps);
          case DOWN -> Math.floor(steps);
        };
  }
}
