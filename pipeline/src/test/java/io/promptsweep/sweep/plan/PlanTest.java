package io.promptsweep.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.sweep.BackboneSettings.BackboneShape;
import io.promptsweep.sweep.BackboneSettings.T5Version;
import io.promptsweep.sweep.CellId;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.Sweeps;
import io.promptsweep.sweep.plan.PlanFacts.TaskFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final List<String> WARNINGS = List.of("Task 'sst2': the splits share examples.");
  private static final String SWEEP =
      """
      sweep {
        name = little, methods = [vanilla, residual], tasks = [rte], seeds = [0, 1]
        learning-rates = 0.3, axes.method.residual.bottleneck = [64, 128]
      }
      train { epochs = 3, batch-size = 16 }
      protocol = "a \\"quoted\\", protocol"
      """;
  private static final PlanFacts FACTS =
      new PlanFacts(
          Optional.of(new BackboneShape(32128, 512, 64, 1024, 8, 6, T5Version.V1_1).config()),
          Optional.of("backbone-digest"),
          cell ->
              Optional.of(
                  new TaskFacts("data-digest", 100, 20, 40, OptionalDouble.of(50), WARNINGS)),
          OptionalDouble.of(1000));

  @TempDir Path folder;

  @Test
  void csvHasOneLineACellUnderAHeader() {
    SweepConfig config = Sweeps.load(folder, SWEEP, "backbone.name=tiny");
    String[] lines = Plan.of(config, Sweeps.METHODS, FACTS).csv().split("\n", -1);
    assertThat(lines).hasSize(1 + 6 + 1);
    assertThat(lines[0])
        .isEqualTo(
            "cell_id,method,task,backbone,seed,learning_rate,dropout,prompt_tokens,"
                + "trainable_parameters,epochs,max_steps,batch_size,train_examples,steps,tokens,"
                + "precision,protocol,method.residual.bottleneck");
    String first = CellId.of(config.grid().cells().get(0), "backbone-digest", "data-digest");
    // 100 examples in batches of 16 are 7 steps; tokens: (3 x 100 + (3 x 20 + 40) / 2) x (50 + 100)
    assertThat(lines[1])
        .isEqualTo(
            first
                + ",vanilla,rte,tiny,0,0.3,false,100,51200,3,,16,100,21,52500,fp32,"
                + "\"a \"\"quoted\"\", protocol\",");
    assertThat(lines[6]).contains(",residual,rte,tiny,1,").endsWith(",128").doesNotStartWith(first);
    assertThat(lines[7]).isEmpty();
  }

  @Test
  void stepsEndWhereMaxStepsSays() {
    SweepConfig config = Sweeps.load(folder, SWEEP, "train.max-steps=10");
    PlannedCell cell = Plan.of(config, Sweeps.METHODS, FACTS).cells().get(0);
    assertThat(cell.steps()).hasValue(10);
    // 10 of 7 steps an epoch: 142.86 examples, two evaluations of 20, one of 40
    assertThat(cell.tokens()).hasValue(Math.round((1000 / 7.0 + 40) * 150));
  }

  @Test
  void aPlanWithoutBackboneAndDataLeavesTheirColumnsEmpty() {
    Plan plan = Plan.of(Sweeps.load(folder, SWEEP), Sweeps.METHODS, PlanFacts.none());
    assertThat(plan.csv().split("\n", -1)[1])
        .isEqualTo(",vanilla,rte,,0,0.3,false,100,,3,,16,,,,fp32,\"a \"\"quoted\"\", protocol\",");
    assertThat(plan.text())
        .isEqualTo(
            """
            little: 6 cells (protocol a "quoted", protocol; no backbone)
              method: vanilla x 2, residual x 4
              task: rte x 6
              method.residual.bottleneck: - x 2, 64 x 2, 128 x 2
              learning rate: 0.3 x 6
              dropout: off x 6
              seed: 0 x 3, 1 x 3
            trainable parameters a cell
              vanilla: unknown without backbone.path or backbone.shape
              residual: unknown without backbone.path or backbone.shape
            steps: unknown without data
            cell ids: unknown until backbone.path and data.dir name files
            """);
  }

  @Test
  void theShapeInTheConfigurationStandsInForTheBackbone() {
    SweepConfig config =
        Sweeps.load(
            folder,
            SWEEP
                + "backbone.shape { vocab-size = 32128, d-model = 768, d-kv = 64, d-ff = 2048,"
                + " num-layers = 12, num-heads = 12 }");
    Plan plan = Plan.of(config, Sweeps.METHODS, PlanFacts.none());
    assertThat(plan.cells().get(0).trainableParameters()).hasValue(76_800);
    assertThat(plan.text()).contains("  vanilla: 76,800\n  residual: 7,680\n");
  }

  @Test
  void theSummaryCountsStepsAndSaysWhatTheEstimateAssumes() {
    Plan plan = Plan.of(Sweeps.load(folder, SWEEP), Sweeps.METHODS, FACTS);
    assertThat(plan.text())
        .contains(
            "steps: 126 in all, to the last epoch of each\n"
                + "tokens: about 189,000 encoder tokens, prompt included, nothing padded; an"
                + " evaluated token counts as half a trained one; decoding not counted\n"
                + "time: about 189 s at 1,000 tokens a second, one cell at a time\n")
        .doesNotContain("cell ids")
        .endsWith("\nwarning: Task 'sst2': the splits share examples.\n")
        .containsOnlyOnce("warning");
  }
}
