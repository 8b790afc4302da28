package io.promptsweep.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.promptsweep.method.Methods;
import io.promptsweep.training.data.TokenizedTask;
import io.promptsweep.training.optimizer.ScheduleSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir static Path folder;
  private static ToyTraining toy;

  @BeforeAll
  static void load() {
    toy = new ToyTraining(folder);
  }

  @AfterAll
  static void close() {
    toy.close();
  }

  /** Two cells that differ in everything that cells can differ in. */
  private static CellJob first() {
    return ToyTraining.job(
        "first",
        "vanilla",
        toy.task("toy-sentiment", 90, 40),
        ToyTraining.settings(3, 16),
        1,
        0.05,
        true);
  }

  private static CellJob second() {
    return ToyTraining.job(
        "second",
        "residual",
        toy.task("toy-acceptability", 60, 30),
        ToyTraining.settings(2, 8),
        7,
        0.01,
        false);
  }

  private static void assertSameNumbers(CellOutcome a, CellOutcome b, double tolerance) {
    assertThat(a.cellId()).isEqualTo(b.cellId());
    assertThat(a.steps()).isEqualTo(b.steps());
    assertThat(a.epochs()).hasSameSizeAs(b.epochs());
    for (int i = 0; i < a.epochs().size(); i++) {
      EpochMetrics x = a.epochs().get(i);
      EpochMetrics y = b.epochs().get(i);
      assertThat(x.trainLoss()).isCloseTo(y.trainLoss(), offset(tolerance * y.trainLoss()));
      assertThat(x.evalLoss()).isCloseTo(y.evalLoss(), offset(tolerance * y.evalLoss()));
      assertThat(x.gradientNorm())
          .isCloseTo(y.gradientNorm(), offset(10 * tolerance * y.gradientNorm()));
      assertThat(x.metrics()).isEqualTo(y.metrics());
      assertThat(x.learningRate()).isEqualTo(y.learningRate());
    }
    if (a instanceof CellOutcome.Trained trained) {
      assertThat(trained.testMetrics()).isEqualTo(((CellOutcome.Trained) b).testMetrics());
    }
  }

  @Test
  void twoDifferentCellsTrainTogetherAsTheyTrainApart() {
    List<CellOutcome> together = toy.train(first(), second());
    assertSameNumbers(together.get(0), toy.train(first()).get(0), 2e-5);
    assertSameNumbers(together.get(1), toy.train(second()).get(0), 2e-5);
    assertThat(together.get(0).epochs()).hasSize(3);
    assertThat(together.get(1).epochs()).hasSize(2);
  }

  @Test
  void everyMethodTrainsInOnePackAsItDoesAlone() {
    TokenizedTask task = toy.task("toy-sentiment", 24, 20);
    List<CellJob> jobs = new ArrayList<>();
    for (String method : Methods.names()) {
      jobs.add(ToyTraining.job(method, method, task, ToyTraining.settings(1, 8), 3, 0.01, true));
    }
    List<CellOutcome> together = toy.train(jobs.toArray(CellJob[]::new));
    for (int i = 0; i < jobs.size(); i++) {
      assertSameNumbers(together.get(i), toy.train(jobs.get(i)).get(0), 2e-5);
    }
  }

  @Test
  void twoCellsAtOnceInOneJvmGiveBitForBitTheNumbersOfOneAfterTheOther() throws Exception {
    List<CellJob> jobs = List.of(first(), second());
    List<CellOutcome> apart = jobs.stream().map(job -> toy.train(job).get(0)).toList();
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<CellOutcome>> futures = new ArrayList<>();
      for (CellJob job : jobs) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return toy.train(job).get(0);
                }));
      }
      for (int i = 0; i < jobs.size(); i++) {
        assertSameNumbers(futures.get(i).get(), apart.get(i), 0);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aCellWhoseLossIsNoNumberFailsAloneAndTakesNoOtherAlong() {
    CellJob wild =
        ToyTraining.job(
            "wild",
            "vanilla",
            toy.task("toy-sentiment", 64, 16),
            ToyTraining.settings(2, 16),
            1,
            1e38,
            false);
    List<CellOutcome> together = toy.train(wild, second());
    assertThat(together.get(0))
        .isInstanceOfSatisfying(
            CellOutcome.Failed.class,
            failed -> {
              assertThat(failed.health()).isEqualTo(Health.NON_FINITE);
              assertThat(failed.epochs()).isEmpty();
              assertThat(failed.reason())
                  .matches(
                      "the (loss|gradient's norm) is (NaN|Infinity) in step \\d of epoch 1 \\(learning"
                          + " rate 1\\.0E38\\); a smaller learning rate or train\\.gradient-clip may"
                          + " help");
            });
    assertSameNumbers(together.get(1), toy.train(second()).get(0), 2e-5);
  }

  @Test
  void maxStepsEndInsideAnEpochWithAnEvaluation() {
    TrainingSettings s = ToyTraining.settings(5, 16);
    TrainingSettings bounded =
        new TrainingSettings(
            s.epochs(),
            OptionalLong.of(7),
            OptionalLong.empty(),
            s.batchSize(),
            s.evalBatchSize(),
            s.optimizer(),
            new ScheduleSettings.Linear(2),
            1.0,
            0,
            TrainingSettings.Decoding.SCORE,
            s.maxInputTokens(),
            s.maxTargetTokens());
    CellOutcome outcome =
        toy.train(
                ToyTraining.job(
                    "a", "superpos", toy.task("toy-sentiment", 64, 16), bounded, 1, 0.1, false))
            .get(0);
    assertThat(outcome.steps()).isEqualTo(7);
    assertThat(outcome.epochs()).extracting(EpochMetrics::step).containsExactly(4L, 7L);
    // The seventh update of seven has one fifth of the peak: linear decay after two steps.
    assertThat(outcome.epochs().get(1).learningRate()).isCloseTo(0.02, offset(1e-9));
    // Scoring label words can only answer with one of them.
    assertThat(outcome.epochs())
        .allSatisfy(e -> assertThat(e.metrics()).containsEntry("invalid-predictions", 0.0));
  }

  private static CellOutcome evaluatedEvery(int epochs, int maxSteps, OptionalLong every) {
    TrainingSettings s = ToyTraining.settings(1, 16);
    TrainingSettings settings =
        new TrainingSettings(
            epochs,
            OptionalLong.of(maxSteps),
            every,
            s.batchSize(),
            s.evalBatchSize(),
            s.optimizer(),
            s.schedule(),
            s.gradientClip(),
            s.zLoss(),
            s.decoding(),
            s.maxInputTokens(),
            s.maxTargetTokens());
    return toy.train(
            ToyTraining.job(
                "a", "vanilla", toy.task("toy-sentiment", 64, 16), settings, 1, 0.1, true))
        .get(0);
  }

  @Test
  void evaluatingEachSoManyStepsChangesWhenItIsMeasuredAndNothingElse() {
    CellOutcome passes = evaluatedEvery(3, 12, OptionalLong.empty());
    // Four steps are a pass.
    assertSameNumbers(
        evaluatedEvery(TrainingSettings.UNBOUNDED, 12, OptionalLong.of(4)), passes, 0);
    CellOutcome often = evaluatedEvery(TrainingSettings.UNBOUNDED, 12, OptionalLong.of(5));
    assertThat(often.epochs()).extracting(EpochMetrics::step).containsExactly(5L, 10L, 12L);
    assertThat(often.epochs().get(2).evalLoss()).isEqualTo(passes.epochs().get(2).evalLoss());
  }

  private static CellJob withZLoss(double weight) {
    TrainingSettings s = ToyTraining.settings(1, 16);
    TrainingSettings settings =
        new TrainingSettings(
            s.epochs(),
            s.maxSteps(),
            s.evalEverySteps(),
            s.batchSize(),
            s.evalBatchSize(),
            s.optimizer(),
            s.schedule(),
            s.gradientClip(),
            weight,
            s.decoding(),
            s.maxInputTokens(),
            s.maxTargetTokens());
    return ToyTraining.job(
        "z" + weight, "vanilla", toy.task("toy-sentiment", 64, 16), settings, 1, 0.1, false);
  }

  @Test
  void aZLossIsOnesOwnBesideCellsWithoutAndNoPartOfTheReportedLoss() {
    CellOutcome plain = toy.train(withZLoss(0)).get(0);
    CellOutcome alone = toy.train(withZLoss(0.1)).get(0);
    List<CellOutcome> together = toy.train(withZLoss(0), withZLoss(0.1));
    assertSameNumbers(together.get(0), plain, 2e-5);
    assertSameNumbers(together.get(1), alone, 2e-5);
    double withZ = alone.epochs().get(0).trainLoss();
    double without = plain.epochs().get(0).trainLoss();
    // It steers another way, but a tenth of some 24 squared would be seen in the loss.
    assertThat(withZ).isNotEqualTo(without).isCloseTo(without, offset(5.0));
  }

  @Test
  void anOrderDrawnOnceIsThatOfEveryEpochAndEverySeed() {
    TokenizedTask task = toy.task("toy-sentiment", 48, 16);
    assertThat(orders(task, 1, TrainingSettings.Shuffle.ONCE))
        .isEqualTo(orders(task, 2, TrainingSettings.Shuffle.ONCE))
        .hasSize(3)
        .allMatch(orders(task, 1, TrainingSettings.Shuffle.ONCE).get(0)::equals);
    assertThat(orders(task, 1, TrainingSettings.Shuffle.ONCE).get(0))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 48).boxed().toList())
        .isNotEqualTo(IntStream.range(0, 48).boxed().toList());
    List<List<Integer>> each = orders(task, 1, TrainingSettings.Shuffle.EACH_EPOCH);
    assertThat(each).doesNotHaveDuplicates().hasSize(3);
    assertThat(each)
        .doesNotContainAnyElementsOf(orders(task, 2, TrainingSettings.Shuffle.EACH_EPOCH));
  }

  /** The training examples of three epochs, in the order in which they are seen. */
  private static List<List<Integer>> orders(
      TokenizedTask task, long seed, TrainingSettings.Shuffle shuffle) {
    TrainingSettings plain = ToyTraining.settings(3, 16);
    TrainingSettings settings =
        new TrainingSettings(
            3,
            plain.maxSteps(),
            plain.evalEverySteps(),
            16,
            plain.evalBatchSize(),
            plain.optimizer(),
            plain.schedule(),
            0,
            0,
            plain.decoding(),
            plain.maxInputTokens(),
            plain.maxTargetTokens(),
            shuffle);
    CellJob job = ToyTraining.job("a", "vanilla", task, settings, seed, 0.1, false);
    List<List<Integer>> orders = new ArrayList<>();
    try (CellState state = new CellState(job, toy.backbone, Optional.empty())) {
      for (int epoch = 0; epoch < 3; epoch++) {
        List<Integer> order = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
          Arrays.stream(state.nextExamples()).forEach(order::add);
        }
        orders.add(order);
      }
    }
    return orders;
  }

  @Test
  void theBestEpochIsTheEarliestOfEqualsAndItsParametersAreTested() {
    CellOutcome.Trained trained =
        (CellOutcome.Trained)
            toy.train(
                    ToyTraining.job(
                        "a",
                        "vanilla",
                        toy.task("toy-sentiment", 200, 64),
                        ToyTraining.settings(4, 16),
                        2,
                        0.03,
                        false))
                .get(0);
    double best = trained.epochs().stream().mapToDouble(EpochMetrics::score).max().orElseThrow();
    EpochMetrics earliest =
        trained.epochs().stream().filter(e -> e.score() == best).findFirst().orElseThrow();
    assertThat(trained.best()).isEqualTo(earliest);
    CellOutcome.Trained stopped =
        (CellOutcome.Trained)
            toy.train(
                    ToyTraining.job(
                        "a",
                        "vanilla",
                        toy.task("toy-sentiment", 200, 64),
                        ToyTraining.settings(earliest.epoch(), 16),
                        2,
                        0.03,
                        false))
                .get(0);
    assertThat(trained.testMetrics()).isEqualTo(stopped.testMetrics());
  }

  @Test
  void trainingLowersTheLoss() {
    CellOutcome outcome =
        toy.train(
                ToyTraining.job(
                    "a",
                    "vanilla",
                    toy.task("toy-sentiment", 256, 64),
                    ToyTraining.settings(4, 32),
                    0,
                    0.1,
                    false))
            .get(0);
    List<EpochMetrics> epochs = outcome.epochs();
    assertThat(epochs.get(3).trainLoss()).isLessThan(0.8 * epochs.get(0).trainLoss());
  }
}
