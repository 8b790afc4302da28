package io.promptsweep.prepare;

import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.TokenizerFit;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.plan.Plan;
import io.promptsweep.sweep.plan.PlanFacts;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.training.data.EmbeddingTable;
import io.promptsweep.training.data.TokenizedTask;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Plans a sweep with what is at hand: without a backbone or data, the plan just knows less. */
public final class SweepPlan {
  private SweepPlan() {}

  /**
   * Plans.
   *
   * @param tokensPerSecond a measured rate, to estimate time from
   * @throws io.promptsweep.problem.InvalidInputException if a named backbone or file is damaged
   */
  public static Plan of(SweepConfig config, TaskLibrary library, OptionalDouble tokensPerSecond) {
    Optional<Path> backbone = Folders.backbone(config);
    Optional<Path> data = Folders.data(config);
    if (backbone.isEmpty()) {
      return Plan.of(config, new RegisteredMethods(), PlanFacts.none());
    }
    T5Config sizes = Backbone.examine(backbone.get());
    EmbeddingTable table = EmbeddingTable.of(sizes);
    try (T5Tokenizer tokenizer = T5Tokenizer.open(backbone.get())) {
      TokenizerFit.check(backbone.get(), sizes, tokenizer);
      Map<TaskView, PlanFacts.TaskFacts> known = new HashMap<>();
      PlanFacts facts =
          new PlanFacts(
              Optional.of(sizes),
              Optional.of(BackboneDigest.of(backbone.get())),
              cell ->
                  data.map(
                      dir ->
                          known.computeIfAbsent(
                              TaskView.of(cell),
                              view -> facts(view, library, dir, tokenizer, table))),
              tokensPerSecond);
      return Plan.of(config, new RegisteredMethods(), facts);
    }
  }

  private static PlanFacts.TaskFacts facts(
      TaskView view, TaskLibrary library, Path data, T5Tokenizer tokenizer, EmbeddingTable table) {
    TokenizedTask task = view.tokenize(library, data, tokenizer, table);
    return new PlanFacts.TaskFacts(
        task.data().digest(),
        task.train().size(),
        task.validation().size(),
        task.test().size(),
        OptionalDouble.of(task.meanInputTokens()),
        task.data().warnings());
  }
}
