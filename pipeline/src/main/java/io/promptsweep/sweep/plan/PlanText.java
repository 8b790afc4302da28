package io.promptsweep.sweep.plan;

import io.promptsweep.sweep.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan in words. */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    StringBuilder out = new StringBuilder();
    String backbone = plan.backbone().isEmpty() ? "no backbone" : "backbone " + plan.backbone();
    out.append(
        String.format(
            Locale.ROOT,
            "%s: %,d cells (protocol %s; %s)%n",
            plan.name(),
            plan.cells().size(),
            plan.protocol(),
            backbone));
    axis(out, plan, "method", Cell::method);
    axis(out, plan, "task", Cell::task);
    for (String path : axes(plan)) {
      axis(out, plan, path, cell -> cell.axes().getOrDefault(path, "-"));
    }
    axis(out, plan, "learning rate", cell -> Double.toString(cell.learningRate()));
    axis(out, plan, "dropout", cell -> cell.dropout() ? "on" : "off");
    axis(out, plan, "seed", cell -> Long.toString(cell.seed()));
    parameters(out, plan);
    cost(out, plan);
    plan.warnings().forEach(warning -> out.append("warning: ").append(warning).append('\n'));
    if (plan.cells().stream().anyMatch(cell -> cell.id().isEmpty())) {
      out.append("cell ids: unknown until backbone.path and data.dir name files\n");
    }
    return out.toString().replace("\r\n", "\n");
  }

  private static List<String> axes(Plan plan) {
    TreeSet<String> paths = new TreeSet<>();
    plan.cells().forEach(planned -> paths.addAll(planned.cell().axes().keySet()));
    return List.copyOf(paths);
  }

  private static void axis(
      StringBuilder out, Plan plan, String name, Function<Cell, String> value) {
    Map<String, Long> counts =
        plan.cells().stream()
            .collect(
                Collectors.groupingBy(
                    planned -> value.apply(planned.cell()),
                    LinkedHashMap::new,
                    Collectors.counting()));
    out.append("  ").append(name).append(": ");
    out.append(
        counts.entrySet().stream()
            .map(e -> e.getKey() + " x " + e.getValue())
            .collect(Collectors.joining(", ")));
    out.append('\n');
  }

  private static void parameters(StringBuilder out, Plan plan) {
    Map<String, TreeSet<Long>> byMethod = new LinkedHashMap<>();
    for (PlannedCell planned : plan.cells()) {
      TreeSet<Long> sizes = byMethod.computeIfAbsent(planned.cell().method(), m -> new TreeSet<>());
      planned.trainableParameters().ifPresent(sizes::add);
    }
    out.append("trainable parameters a cell\n");
    byMethod.forEach(
        (method, sizes) ->
            out.append("  ")
                .append(method)
                .append(": ")
                .append(
                    sizes.isEmpty()
                        ? "unknown without backbone.path or backbone.shape"
                        : sizes.stream()
                            .map(n -> String.format(Locale.ROOT, "%,d", n))
                            .collect(Collectors.joining(" or ")))
                .append('\n'));
  }

  private static void cost(StringBuilder out, Plan plan) {
    List<PlannedCell> cells = plan.cells();
    if (cells.stream().anyMatch(cell -> cell.steps().isEmpty())) {
      out.append("steps: unknown without data\n");
      return;
    }
    long steps = cells.stream().mapToLong(cell -> cell.steps().getAsLong()).sum();
    out.append(String.format(Locale.ROOT, "steps: %,d in all, to the last epoch of each%n", steps));
    if (cells.stream().anyMatch(cell -> cell.tokens().isEmpty())) {
      return;
    }
    long tokens = cells.stream().mapToLong(cell -> cell.tokens().getAsLong()).sum();
    out.append(
        String.format(
            Locale.ROOT,
            "tokens: about %,d encoder tokens, prompt included, nothing padded; an evaluated token"
                + " counts as half a trained one; decoding not counted%n",
            tokens));
    plan.tokensPerSecond()
        .ifPresent(
            rate ->
                out.append(
                    String.format(
                        Locale.ROOT,
                        "time: about %,d s at %,.0f tokens a second, one cell at a time%n",
                        Math.round(tokens / rate),
                        rate)));
  }
}
