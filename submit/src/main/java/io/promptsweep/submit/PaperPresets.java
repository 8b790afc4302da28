package io.promptsweep.submit;

import io.promptsweep.analysis.comparison.ReferenceCell;
import io.promptsweep.analysis.papers.PaperTable;
import io.promptsweep.analysis.papers.PrintedScope;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.prepare.SweepPlan;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.BackboneSettings.BackboneShape;
import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

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

  /**
   * What makes of the preset the part that {@code table} has numbers of, as overrides of its keys;
   * none where every method, task and dropout of the preset has one.
   */
  static List<String> narrowing(PaperTable table, String preset) {
    PrintedScope scope = PrintedScope.of(table, preset);
    List<Cell> cells = load(preset, List.of()).grid().cells();
    List<String> sets = new ArrayList<>();
    narrow(sets, "sweep.methods", cells, Cell::method, scope::hasMethod);
    narrow(sets, "sweep.tasks", cells, Cell::task, scope::hasTask);
    narrow(
        sets,
        "sweep.dropout",
        cells,
        cell -> cell.dropout() ? "on" : "off",
        dropout -> scope.hasDropout(dropout.equals("on")));
    return sets;
  }

  private static void narrow(
      List<String> sets,
      String key,
      List<Cell> cells,
      Function<Cell, String> value,
      Predicate<String> printed) {
    List<String> all = cells.stream().map(value).distinct().toList();
    List<String> kept = all.stream().filter(printed).toList();
    if (kept.size() < all.size()) {
      sets.add(key + "=[" + String.join(",", kept) + "]");
    }
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
