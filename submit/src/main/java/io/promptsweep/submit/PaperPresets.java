package io.promptsweep.submit;

import io.promptsweep.analysis.comparison.ReferenceCell;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.run.SweepPlan;
import io.promptsweep.sweep.BackboneSettings.BackboneShape;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** The presets of {@code conf/papers}, by name. */
final class PaperPresets {
  private PaperPresets() {}

  /**
   * The preset's file.
   *
   * @throws InvalidInputException if there is none of that name
   */
  static Path file(String preset) {
    Path file = Home.folder().resolve("conf").resolve("papers").resolve(preset + ".conf");
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is not there; set PROMPTSWEEP_HOME to the folder of the project.");
    }
    return file;
  }

  static SweepConfig load(String preset, List<String> sets) {
    return SweepOptions.load(file(preset), sets);
  }

  /** What the preset trains, on the backbone of the paper. */
  static List<ReferenceCell> cells(String preset) {
    SweepConfig config = load(preset, List.of());
    Plan plan = SweepPlan.of(config, Home.tasks(config.data().ownTasks()), OptionalDouble.empty());
    return plan.cells().stream()
        .map(
            planned ->
                new ReferenceCell(
                    planned.cell().method(),
                    planned.cell().task(),
                    plan.backbone(),
                    planned.cell().configJson(),
                    planned.trainableParameters()))
        .toList();
  }

  /** Whether the preset is for a model of these sizes. */
  static boolean isFor(String preset, T5Config backbone) {
    return load(preset, List.of())
        .backbone()
        .shape()
        .map(BackboneShape::config)
        .filter(shape -> sameSizes(shape, backbone))
        .isPresent();
  }

  private static boolean sameSizes(T5Config a, T5Config b) {
    return a.vocabSize() == b.vocabSize()
        && a.dModel() == b.dModel()
        && a.dKv() == b.dKv()
        && a.dFf() == b.dFf()
        && a.numLayers() == b.numLayers()
        && a.numDecoderLayers() == b.numDecoderLayers()
        && a.numHeads() == b.numHeads()
        && a.activation() == b.activation();
  }
}
