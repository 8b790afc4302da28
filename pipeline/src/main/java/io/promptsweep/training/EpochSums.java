package io.promptsweep.training;

/** What gathers over the steps of an epoch. */
final class EpochSums {
  private final long startedNanos = System.nanoTime();
  private double loss;
  private double gradientNorm;
  private long steps;
  private long examples;
  private double learningRate;
  private long trainedNanos;

  void add(double stepLoss, double norm, int stepExamples, double rate) {
    loss += stepLoss;
    gradientNorm += norm;
    steps++;
    examples += stepExamples;
    learningRate = rate;
    trainedNanos = System.nanoTime();
  }

  EpochMetrics metrics(int epoch, long step, Evaluator.Result evaluated, long peakMemoryBytes) {
    return new EpochMetrics(
        epoch,
        step,
        loss / steps,
        evaluated.loss(),
        evaluated.scores().score(),
        evaluated.scores().metrics(),
        learningRate,
        gradientNorm / steps,
        examples / ((trainedNanos - startedNanos) / 1e9),
        peakMemoryBytes,
        (System.nanoTime() - startedNanos) / 1e9);
  }
}
