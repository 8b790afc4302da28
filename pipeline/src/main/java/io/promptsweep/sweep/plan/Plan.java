package io.promptsweep.sweep.plan;

import io.promptsweep.backbone.T5Config;
import io.promptsweep.sweep.BackboneSettings.BackboneShape;
import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.CellId;
import io.promptsweep.sweep.MethodCatalog;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.plan.PlanFacts.TaskFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The cells of a sweep and their cost.
 *
 * @param name of the sweep
 * @param protocol whose experiment it repeats
 * @param backbone name of the backbone
 * @param cells in the grid's order
 * @param tokensPerSecond the measured rate that seconds are estimated from
 * @param warnings what makes scores on the data mean less than they seem to, a sentence each
 */
public record Plan(
    String name,
    String protocol,
    String backbone,
    List<PlannedCell> cells,
    OptionalDouble tokensPerSecond,
    List<String> warnings) {

  public Plan {
    cells = List.copyOf(cells);
    warnings = List.copyOf(warnings);
  }

  /** Plans a sweep with what is known. */
  public static Plan of(SweepConfig config, MethodCatalog methods, PlanFacts facts) {
    Optional<T5Config> backbone =
        facts.backbone().or(() -> config.backbone().shape().map(BackboneShape::config));
    List<PlannedCell> cells =
        config.grid().cells().stream().map(cell -> plan(cell, methods, facts, backbone)).toList();
    List<String> warnings =
        cells.stream()
            .flatMap(planned -> facts.data().apply(planned.cell()).stream())
            .flatMap(data -> data.warnings().stream())
            .distinct()
            .toList();
    return new Plan(
        config.name(),
        config.protocol(),
        config.backbone().name(),
        cells,
        facts.tokensPerSecond(),
        warnings);
  }

  /** One line a cell under a header, as RFC 4180 has it but with bare line feeds. */
  public String csv() {
    return PlanCsv.of(this);
  }

  /** A summary for people: counts, parameters, steps, and what the estimate assumes. */
  public String text() {
    return PlanText.of(this);
  }

  private static PlannedCell plan(
      Cell cell, MethodCatalog methods, PlanFacts facts, Optional<T5Config> backbone) {
    Optional<TaskFacts> data = facts.data().apply(cell);
    int promptTokens = methods.promptTokens(cell.method(), cell.methodSettings());
    Optional<String> id =
        facts
            .backboneDigest()
            .flatMap(digest -> data.map(d -> CellId.of(cell, digest, d.dataDigest())));
    OptionalLong parameters =
        backbone.stream()
            .mapToLong(
                shape ->
                    methods.trainableParameters(
                        cell.method(),
                        cell.methodSettings(),
                        shape,
                        cell.training().maxInputTokens()))
            .findFirst();
    return new PlannedCell(
        cell,
        id,
        promptTokens,
        parameters,
        data.stream().mapToInt(TaskFacts::trainExamples).findFirst(),
        data.stream().mapToLong(d -> PlannedCell.steps(cell, d)).findFirst(),
        data.stream()
            .filter(d -> d.meanInputTokens().isPresent())
            .mapToLong(
                d ->
                    Math.round(
                        PlannedCell.tokens(
                            cell, d, promptTokens, d.meanInputTokens().getAsDouble())))
            .findFirst());
  }
}
