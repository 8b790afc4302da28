package io.promptsweep.sweep.plan;

import io.promptsweep.sweep.Cell;
import io.promptsweep.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A plan as comma-separated values; what is not known is empty. */
final class PlanCsv {
  private static final List<String> COLUMNS =
      List.of(
          "cell_id",
          "method",
          "task",
          "backbone",
          "seed",
          "learning_rate",
          "dropout",
          "prompt_tokens",
          "trainable_parameters",
          "epochs",
          "max_steps",
          "batch_size",
          "train_examples",
          "steps",
          "tokens",
          "precision",
          "protocol");

  private PlanCsv() {}

  static String of(Plan plan) {
    SortedSet<String> axes = new TreeSet<>();
    plan.cells().forEach(planned -> axes.addAll(planned.cell().axes().keySet()));
    List<String> header = new ArrayList<>(COLUMNS);
    header.addAll(axes);
    StringBuilder csv = new StringBuilder(line(header));
    plan.cells().forEach(planned -> csv.append(line(row(plan, planned, axes))));
    return csv.toString();
  }

  private static List<String> row(Plan plan, PlannedCell planned, SortedSet<String> axes) {
    Cell cell = planned.cell();
    List<String> row = new ArrayList<>();
    row.add(planned.id().orElse(""));
    row.add(cell.method());
    row.add(cell.task());
    row.add(plan.backbone());
    row.add(Long.toString(cell.seed()));
    row.add(Double.toString(cell.learningRate()));
    row.add(Boolean.toString(cell.dropout()));
    row.add(Integer.toString(planned.promptTokens()));
    row.add(text(planned.trainableParameters()));
    row.add(
        cell.training().epochs() == TrainingSettings.UNBOUNDED
            ? ""
            : Integer.toString(cell.training().epochs()));
    row.add(text(cell.training().maxSteps()));
    row.add(Integer.toString(cell.training().batchSize()));
    row.add(text(planned.trainExamples()));
    row.add(text(planned.steps()));
    row.add(text(planned.tokens()));
    row.add(cell.precision().name().toLowerCase(Locale.ROOT));
    row.add(plan.protocol());
    axes.forEach(axis -> row.add(cell.axes().getOrDefault(axis, "")));
    return row;
  }

  private static String line(List<String> fields) {
    return fields.stream().map(PlanCsv::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }

  private static String text(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
  }
}
