package io.promptsweep.prepare;

import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.TaskOptions;
import io.promptsweep.task.JudgedBy;
import io.promptsweep.task.SplitProtocol;
import io.promptsweep.task.TaskData;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.task.TaskSettings;
import io.promptsweep.task.metric.ScoreRule;
import io.promptsweep.training.data.EmbeddingTable;
import io.promptsweep.training.data.TokenizedTask;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A task as a cell sees it; cells with equal views share one tokenized task.
 *
 * @param task its name
 * @param options which examples, in which words
 * @param maxInputTokens longest input
 * @param maxTargetTokens longest target
 */
record TaskView(String task, TaskOptions options, int maxInputTokens, int maxTargetTokens) {

  static TaskView of(Cell cell) {
    return new TaskView(
        cell.task(),
        cell.taskOptions(),
        cell.training().maxInputTokens(),
        cell.training().maxTargetTokens());
  }

  /** Reads and tokenizes it. */
  TokenizedTask tokenize(
      TaskLibrary library, Path dataDir, T5Tokenizer tokenizer, EmbeddingTable table) {
    return TokenizedTask.of(
        data(task, options, library, dataDir),
        tokenizer,
        new TokenizedTask.Limits(
            maxInputTokens,
            maxTargetTokens,
            options.onLongInput() == TaskOptions.OnLongInput.FAIL,
            options.onLongTarget() == TaskOptions.OnLongTarget.CUT),
        table);
  }

  /** Reads the examples that the options choose. */
  static TaskData data(String task, TaskOptions options, TaskLibrary library, Path dataDir) {
    TaskSettings settings =
        TaskSettings.of(dataDir, options.family())
            .withSplit(SplitProtocol.named(options.split()))
            .withLimits(options.maxTrainExamples(), options.maxEvalExamples())
            .withScoring(
                options.invalid(),
                options.score().equals(TaskOptions.SCORE_OF_TASK)
                    ? Optional.empty()
                    : Optional.of(ScoreRule.named(options.score())))
            .withJudgedBy(
                options.judgedBy().equals(TaskOptions.JUDGED_BY_TASK)
                    ? Optional.empty()
                    : Optional.of(JudgedBy.named(options.judgedBy())));
    if (options.fewShot().isPresent()) {
      TaskOptions.FewShot few = options.fewShot().get();
      settings =
          switch (few.count()) {
            case PER_CLASS -> settings.withFewShot(few.examples(), few.seed());
            case IN_ALL -> settings.withFewShotExamples(few.examples(), few.seed());
          };
    }
    return library.definition(task).read(settings);
  }
}
