package io.promptsweep.training;

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
      // A share of the steps is rounded up, as Hugging Face's TrainingArguments do.
      double given = linear.warmupSteps();
      long warmup = (long) (given < 1 ? Math.ceil(given * totalSteps) : given);
      return step ->
          step < warmup
              ? (double) step / warmup
              : Math.max(0, (double) (totalSteps - step) / Math.max(1, totalSteps - warmup));
    }
    return step -> 1;
  }
}
