package io.promptsweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.promptsweep.backbone.Precision;
import io.promptsweep.training.optimizer.OptimizerSettings.Adafactor;
import io.promptsweep.training.optimizer.OptimizerSettings.AdamW;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {
  @TempDir Path folder;

  @Test
  void cellsComeInReadingOrder() {
    Grid grid =
        Sweeps.load(
                folder,
                "sweep { methods = [superpos, vanilla], tasks = [rte, cb], seeds = [1, 0],"
                    + " learning-rates = [0.3, 0.01], dropout = [on, off] }")
            .grid();
    assertThat(grid.tasks()).containsExactly("rte", "cb");
    assertThat(grid.methods()).containsExactly("superpos", "vanilla");
    assertThat(grid.cells()).hasSize(32);
    assertThat(grid.cells().subList(0, 9))
        .extracting(Cell::task, Cell::method, Cell::learningRate, Cell::dropout, Cell::seed)
        .containsExactly(
            tuple("rte", "superpos", 0.3, true, 1L),
            tuple("rte", "superpos", 0.3, true, 0L),
            tuple("rte", "superpos", 0.3, false, 1L),
            tuple("rte", "superpos", 0.3, false, 0L),
            tuple("rte", "superpos", 0.01, true, 1L),
            tuple("rte", "superpos", 0.01, true, 0L),
            tuple("rte", "superpos", 0.01, false, 1L),
            tuple("rte", "superpos", 0.01, false, 0L),
            tuple("rte", "vanilla", 0.3, true, 1L));
  }

  @Test
  void anAxisOfAMethodMultipliesThatMethodOnly() {
    Grid grid =
        Sweeps.load(
                folder,
                """
                sweep {
                  methods = [vanilla, residual], tasks = rte, seeds = 0, learning-rates = 1
                  axes { method.residual.bottleneck = [128, 800], train.batch-size = [8, 16] }
                }
                """)
            .grid();
    assertThat(grid.cells())
        .extracting(
            Cell::method, c -> c.methodSettings().get("bottleneck"), c -> c.training().batchSize())
        .containsExactly(
            tuple("vanilla", null, 8),
            tuple("vanilla", null, 16),
            tuple("residual", 128, 8),
            tuple("residual", 128, 16),
            tuple("residual", 800, 8),
            tuple("residual", 800, 16));
    assertThat(grid.cells().get(0).axes()).isEqualTo(Map.of("train.batch-size", "8"));
    assertThat(grid.cells().get(5).axes())
        .isEqualTo(Map.of("method.residual.bottleneck", "800", "train.batch-size", "16"));
  }

  @Test
  void axesReachEveryPartOfACell() {
    Grid grid =
        Sweeps.load(
                folder,
                """
                sweep {
                  methods = vanilla, tasks = [rte, cb], seeds = 0, learning-rates = 1
                  axes {
                    precision = [fp32, bf16]
                    optimizer.name = [adamw, adafactor]
                    tasks.cb.max-input-tokens = [64, 128]
                    tasks.cb.train.epochs = [1, 2]
                    method.vanilla.weight-decay = [0, 0.5]
                  }
                }
                """)
            .grid();
    assertThat(grid.cells()).hasSize(8 + 32).doesNotHaveDuplicates();
    Cell last = grid.cells().get(39);
    assertThat(last.precision()).isEqualTo(Precision.BF16);
    assertThat(last.training().maxInputTokens()).isEqualTo(128);
    assertThat(last.training().epochs()).isEqualTo(2);
    assertThat(grid.cells().get(2).training().optimizer())
        .isEqualTo(new Adafactor(1e-30, 1e-3, 1, -0.8, 0, 0, false, false, false));
    assertThat(grid.cells().get(4).training().optimizer())
        .isEqualTo(new AdamW(0.9, 0.999, 1e-8, 0.5));
  }

  @Test
  void sweepIdsFollowConfigurationBackboneAndData() {
    String id = id("", "b", Map.of("rte", "d"));
    assertThat(id).matches("s[0-9a-f]{16}");
    assertThat(List.of(id("run.threads-per-cell = 2", "b", Map.of("rte", "d"))))
        .containsExactly(id);
    assertThat(id("backbone.path = /models/t5, data.dir = /data", "b", Map.of("rte", "d")))
        .isEqualTo(id);
    assertThat(id("method.vanilla.prompt-tokens = 100", "b", Map.of("rte", "d"))).isEqualTo(id);
    assertThat(
            List.of(
                id,
                id("sweep.seeds = 0", "b", Map.of("rte", "d")),
                id("method.vanilla.prompt-tokens = 9", "b", Map.of("rte", "d")),
                id("optimizer.name = adafactor", "b", Map.of("rte", "d")),
                id("sweep.axes.optimizer.name = [adamw, adafactor]", "b", Map.of("rte", "d")),
                id(
                    "sweep.axes.optimizer.name = [adamw, adafactor],"
                        + " optimizer.adafactor.beta1 = 0.5",
                    "b",
                    Map.of("rte", "d")),
                id("", "b2", Map.of("rte", "d")),
                id("", "b", Map.of("rte", "d2")),
                id("", "b", Map.of())))
        .doesNotHaveDuplicates();
  }

  private String id(String text, String backbone, Map<String, String> data) {
    return SweepId.of(Sweeps.load(folder, text), backbone, data);
  }
}
