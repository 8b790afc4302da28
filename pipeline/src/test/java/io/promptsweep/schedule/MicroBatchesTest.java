package io.promptsweep.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
  private final List<Integer> tried = new ArrayList<>();

  /** A device that holds so many rows. */
  private MicroBatches.Result train(MicroBatches batches, int batch, int fit) {
    return batches.train(
        batch,
        rows -> {
          tried.add(rows);
          if (Math.min(rows, batch) > fit) {
            throw new IllegalStateException(
                "step", new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB"));
          }
          return List.of();
        });
  }

  @Test
  void aBatchThatFitsIsLeftWhole() {
    MicroBatches.Result result = train(new MicroBatches(0, true), 16, 16);
    assertThat(result.rows()).isZero();
    assertThat(result.tooMany()).isEmpty();
    assertThat(tried).containsExactly(Integer.MAX_VALUE);
  }

  @Test
  void rowsAreHalvedUntilTheyFitAndEachTryIsKnown() {
    MicroBatches.Result result = train(new MicroBatches(0, true), 16, 3);
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.tooMany()).containsExactly(0, 8, 4);
    assertThat(tried).containsExactly(Integer.MAX_VALUE, 8, 4, 2);
  }

  @Test
  void aNumberOfTheUsersIsWhereItBegins() {
    assertThat(train(new MicroBatches(6, true), 16, 4).rows()).isEqualTo(3);
    assertThat(train(new MicroBatches(100, true), 16, 8).rows()).isEqualTo(8);
  }

  @Test
  void whatNeverFitsAndWhatMayNotBeHalvedFailsWithItsCause() {
    assertThatThrownBy(() -> train(new MicroBatches(0, true), 16, 0))
        .hasRootCauseMessage("CUDA out of memory. Tried to allocate 2.00 GiB");
    assertThat(tried).endsWith(1);
    assertThatThrownBy(() -> train(MicroBatches.WHOLE, 16, 8)).isNotNull();
  }

  @Test
  void anotherErrorIsNotTriedAgain() {
    MicroBatches batches = new MicroBatches(0, true);
    assertThatThrownBy(
            () ->
                batches.train(
                    16,
                    rows -> {
                      tried.add(rows);
                      throw new EngineException("size mismatch");
                    }))
        .hasMessage("size mismatch");
    assertThat(tried).hasSize(1);
    assertThat(
            MicroBatches.outOfMemory(
                new EngineException(
                    "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't"
                        + " allocate memory: you tried to allocate 99 bytes.")))
        .isTrue();
  }
}
