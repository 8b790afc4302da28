package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.chart.Charts;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.InlineText;
import io.promptsweep.analysis.report.document.Table;
import io.promptsweep.analysis.report.facts.Contender;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.ranking.Pairwise;
import io.promptsweep.analysis.report.ranking.SeedTest;
import io.promptsweep.analysis.report.ranking.SelectedScores;
import io.promptsweep.analysis.statistics.Bootstrap;
import io.promptsweep.analysis.statistics.Interval;
import io.promptsweep.analysis.statistics.Means;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Leaderboards of one {@link SelectedScores}: over tasks and by task, with uncertainty. */
final class LeaderboardSection {
  private static final double LEVEL = 0.95;

  private final SelectedScores standing;
  private final Pairwise pairwise;
  private final ReportFacts facts;
  private final String suffix;

  /** {@code suffix} keeps the names of several groups apart; empty for the first. */
  LeaderboardSection(SelectedScores standing, Pairwise pairwise, ReportFacts facts, String suffix) {
    this.standing = standing;
    this.pairwise = pairwise;
    this.facts = facts;
    this.suffix = suffix;
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading("over-tasks" + suffix, "Over tasks"));
    blocks.addAll(
        Figures.figure(
            "summary" + suffix,
            Charts.summary(standing.group().among(facts.rows(ResultView.SUMMARY))),
            "over-tasks" + suffix));
    blocks.add(overTasks());
    blocks.add(new Block.Heading("by-task" + suffix, "By task"));
    blocks.addAll(
        Figures.figure(
            "leaderboard" + suffix,
            Charts.leaderboard(standing.group().among(facts.rows(ResultView.LEADERBOARD))),
            "by-task" + suffix));
    blocks.add(byTask());
    blocks.addAll(new PairwiseBlocks(standing, pairwise, suffix).blocks());
    return blocks;
  }

  private Table overTasks() {
    List<List<Object>> rows = new ArrayList<>();
    for (Contender c : standing.contenders()) {
      double[] averages = standing.seedAverages(c);
      double[][] scores = standing.completeScores(c);
      boolean ranked = averages.length > 0;
      double[] pooled = Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
      Map<String, Object> summary = summary(c);
      rows.add(
          Arrays.asList(
              c.method(),
              c.dropout(),
              ranked ? standing.place(c) : null,
              c.promptTokens(),
              c.axes(),
              standing.tried(c),
              averages.length,
              standing.incompleteSeeds(c),
              ranked ? Means.mean(averages) : null,
              value(Means.standardDeviation(averages)),
              low(Means.studentInterval(averages, LEVEL)),
              high(Means.studentInterval(averages, LEVEL)),
              low(Bootstrap.USUAL.averageOverTasks(scores)),
              high(Bootstrap.USUAL.averageOverTasks(scores)),
              ranked ? Means.interquartileMean(pooled) : null,
              wins(c),
              ranked && standing.tried(c) == standing.tasks().size()
                  ? summary.get("mean_test_score")
                  : null,
              ranked && standing.tried(c) == standing.tasks().size()
                  ? summary.get("std_test_score")
                  : null,
              summary.get("n_tested"),
              summary.get("n_failed_any_rate")));
    }
    return new Table(
        "over-tasks" + suffix,
        "Average over the "
            + InlineText.count(standing.tasks().size(), "task", "tasks")
            + " of each seed's validation scores ("
            + InlineText.list(standing.scoreNames().values().stream().distinct().toList(), 6)
            + "), each task at its chosen learning rate; mean and sample standard deviation over seeds"
            + " that have a score on every task. Student's interval takes the averages as normally"
            + " distributed; the stratified bootstrap draws seeds within tasks and is too narrow for"
            + " fewer than about ten seeds. The interquartile mean leaves out the best and worst quarter"
            + " of runs. Wins: tasks with the highest mean; equal ones count for each.",
        List.of(
            Column.text("method"),
            Column.text("dropout"),
            Column.count("place"),
            Column.count("prompt tokens"),
            Column.text("axes"),
            Column.count("tasks"),
            Column.count("seeds"),
            Column.count("seeds left out"),
            Column.score("mean"),
            Column.score("std"),
            Column.score("Student 95 % low"),
            Column.score("Student 95 % high"),
            Column.score("bootstrap 95 % low"),
            Column.score("bootstrap 95 % high"),
            Column.score("interquartile mean"),
            Column.count("wins"),
            Column.score("mean test"),
            Column.score("std test"),
            Column.count("seeds tested"),
            Column.count("failed cells")),
        rows);
  }

  private Map<String, Object> summary(Contender contender) {
    return standing.group().among(facts.rows(ResultView.SUMMARY)).stream()
        .filter(row -> Contender.of(row).equals(contender))
        .findFirst()
        .orElse(Map.of());
  }

  private int wins(Contender contender) {
    int wins = 0;
    for (String task : standing.tasks()) {
      double best =
          standing.contenders().stream()
              .map(c -> standing.seeds(c, task))
              .filter(seeds -> seeds.length > 0)
              .mapToDouble(Means::mean)
              .max()
              .orElse(Double.NaN);
      double[] own = standing.seeds(contender, task);
      wins += own.length > 0 && Means.mean(own) >= best - SelectedScores.ROUNDING ? 1 : 0;
    }
    return wins;
  }

  private Table byTask() {
    List<List<Object>> rows = new ArrayList<>();
    List<Map<String, Object>> leaderboard =
        standing.group().among(facts.rows(ResultView.LEADERBOARD));
    for (String task : standing.tasks()) {
      List<Map<String, Object>> ofTask =
          leaderboard.stream()
              .filter(row -> task.equals(row.get("task")))
              .sorted(
                  Comparator.comparingDouble(
                      row -> {
                        double[] seeds = standing.seeds(Contender.of(row), task);
                        return seeds.length == 0 ? Double.POSITIVE_INFINITY : -Means.mean(seeds);
                      }))
              .toList();
      Map<Long, Double> best =
          ofTask.isEmpty() ? Map.of() : standing.bySeed(Contender.of(ofTask.get(0)), task);
      for (Map<String, Object> row : ofTask) {
        rows.add(line(task, row, best, row == ofTask.get(0)));
      }
    }
    return new Table(
        "by-task" + suffix,
        "Validation score by task at the learning rate with the highest mean of those that have the most"
            + " seeds with a score: mean, sample standard deviation and Student's 95 % interval over"
            + " seeds. Passed over: rates with a higher mean, of fewer seeds. The test score had no part"
            + " in the choice. Seeds to tell from the best: so many for each of the two would let the"
            + " paired t test at 0.05 (Welch's, without a common seed) find the difference with power"
            + " 0.8, if the mean and deviation of the differences seen were the true ones.",
        List.of(
            Column.text("task"),
            Column.text("score"),
            Column.text("method"),
            Column.text("dropout"),
            Column.count("prompt tokens"),
            Column.text("axes"),
            Column.number("learning rate"),
            Column.count("of rates"),
            Column.count("passed over"),
            Column.count("seeds"),
            Column.score("mean"),
            Column.score("std"),
            Column.score("95 % low"),
            Column.score("95 % high"),
            Column.score("mean test"),
            Column.score("std test"),
            Column.count("failed"),
            Column.count("stopped"),
            Column.count("unscored"),
            Column.text("seeds to tell from the best")),
        rows);
  }

  private List<Object> line(
      String task, Map<String, Object> row, Map<Long, Double> best, boolean first) {
    Contender c = Contender.of(row);
    double[] seeds = standing.seeds(c, task);
    Optional<Interval> interval = Means.studentInterval(seeds, LEVEL);
    return Arrays.asList(
        task,
        row.get("score_name"),
        c.method(),
        c.dropout(),
        c.promptTokens(),
        c.axes(),
        row.get("learning_rate"),
        row.get("n_learning_rates"),
        row.get("n_passed_over"),
        seeds.length,
        seeds.length > 0 ? Means.mean(seeds) : null,
        value(Means.standardDeviation(seeds)),
        low(interval),
        high(interval),
        row.get("mean_test_score"),
        row.get("std_test_score"),
        row.get("n_failed"),
        row.get("n_stopped"),
        row.get("n_unscored"),
        first || seeds.length == 0
            ? null
            : SeedTest.of(best, standing.bySeed(c, task)).neededWords());
  }

  private static Object value(OptionalDouble x) {
    return x.isPresent() ? x.getAsDouble() : null;
  }

  private static Object low(Optional<Interval> interval) {
    return interval.map(Interval::low).orElse(null);
  }

  private static Object high(Optional<Interval> interval) {
    return interval.map(Interval::high).orElse(null);
  }
}
