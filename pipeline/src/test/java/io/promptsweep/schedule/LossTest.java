package io.promptsweep.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossTest {
  @Test
  void sparksSentenceNamesTheExecutorTheHostAndTheCause() {
    Loss loss =
        Loss.of(
            new RuntimeException(
                "Job aborted due to stage failure: Task 0 in stage 7.0 failed 1 times, most recent"
                    + " failure: Lost task 0.0 in stage 7.0 (TID 7) (10.1.2.3 executor 4):"
                    + " ExecutorLostFailure (executor 4 exited caused by one of the running tasks)"
                    + " Reason: Command exited with code 137\nDriver stacktrace:"));
    assertThat(loss.kind()).isEqualTo(Loss.Kind.LOST);
    assertThat(loss.executorId()).isEqualTo("4");
    assertThat(loss.host()).isEqualTo("10.1.2.3");
    assertThat(loss.cause())
        .isEqualTo(
            "ExecutorLostFailure (executor 4 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 137");
  }

  @Test
  void anythingElseIsItsFirstLine() {
    assertThat(Loss.of(new IllegalStateException("stopped\nat x")))
        .isEqualTo(new Loss(Loss.Kind.LOST, "", "", "stopped"));
    assertThat(Loss.of(new RuntimeException())).isEqualTo(new Loss(Loss.Kind.LOST, "", "", "null"));
  }
}
