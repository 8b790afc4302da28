package io.promptsweep.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;

/** The probability that a run of one method is better than a run of another. */
public final class Improvement {
  private Improvement() {}

  /**
   * {@code P(A > B) + P(A = B) / 2} over all pairs of a score of {@code a} and a score of {@code
   * b}: Mann and Whitney's U divided by {@code n_a n_b} (SciPy's {@code mannwhitneyu(a,
   * b).statistic / (len(a) * len(b))}; Agarwal et al. 2021). 0.5 where neither is better; any
   * number of seeds from one, but {@code n} and {@code m} seeds have only {@code 2 n m + 1}
   * possible values.
   *
   * @throws IllegalArgumentException if either has no score, or one that is not finite
   */
  public static double probability(double[] a, double[] b) {
    return share(Checks.some("a", a), Checks.some("b", b));
  }

  /**
   * {@link #probability} with a bootstrap interval over the seeds of both. Empty where either has
   * fewer than two scores. Where every score of one beats every score of the other the interval has
   * no width: so few seeds do not show a tail.
   *
   * @throws IllegalArgumentException if a score is not finite
   */
  public static Optional<Interval> interval(double[] a, double[] b, Bootstrap bootstrap) {
    return bootstrap.stratified(new double[][] {a, b}, drawn -> share(drawn[0], drawn[1]));
  }

  /**
   * The mean over tasks of {@link #probability} within a task, with the stratified bootstrap's
   * interval (Agarwal et al. 2021). Empty where there is no task or a method has fewer than two
   * scores on one.
   *
   * @param a one array of scores a task
   * @param b likewise, the same tasks in the same order
   * @throws IllegalArgumentException if the numbers of tasks differ or a score is not finite
   */
  public static Optional<Interval> overTasks(double[][] a, double[][] b, Bootstrap bootstrap) {
    Checks.equalLengths("a", a.length, "b", b.length);
    int tasks = a.length;
    double[][] both = Arrays.copyOf(a, 2 * tasks);
    System.arraycopy(b, 0, both, tasks, tasks);
    return bootstrap.stratified(
        both,
        drawn -> {
          double sum = 0;
          for (int task = 0; task < tasks; task++) {
            sum += share(drawn[task], drawn[tasks + task]);
          }
          return sum / tasks;
        });
  }

  private static double share(double[] a, double[] b) {
    long halves = 0;
    for (double x : a) {
      for (double y : b) {
        halves += x > y ? 2 : x == y ? 1 : 0;
      }
    }
    return halves / (2.0 * a.length * b.length);
  }
}
