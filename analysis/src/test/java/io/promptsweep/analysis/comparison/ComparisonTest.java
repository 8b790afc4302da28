package io.promptsweep.analysis.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptsweep.analysis.comparison.Comparison.Line;
import io.promptsweep.analysis.papers.PaperResults;
import io.promptsweep.analysis.papers.PaperTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Cells made up around printed numbers of superpos/table1, small: SST-2 without dropout is 89.8.
 */
class ComparisonTest {
  private static final String SMALL = "T5v1.1-Small LM-Adapted";
  private static final PaperTable TABLE = PaperResults.shipped().table("superpos/table1");
  private static final List<String> TASKS =
      List.of(
          "qqp", "qnli", "mnli", "sst2", "stsb", "mrpc", "cola", "multirc", "rte", "cb", "copa",
          "wic", "boolq");

  private final List<OurCell> ours = new ArrayList<>();

  private static String config(int batchSize, long seed, double rate) {
    return String.format(
        Locale.ROOT,
        "{\"dropout\":false,\"learning-rate\":%s,\"seed\":%d,"
            + "\"train\":{\"batch-size\":%d,\"eval-batch-size\":%d}}",
        rate,
        seed,
        batchSize,
        64 + seed);
  }

  private static List<ReferenceCell> preset(String name) {
    String backbone =
        Map.of("superpos", "t5-small-lm-adapt", "superpos-base", "t5-base-lm-adapt").get(name);
    return TASKS.stream()
        .map(
            task ->
                new ReferenceCell(
                    "superpos", task, backbone, config(16, 0, 0.01), OptionalLong.of(70_000)))
        .toList();
  }

  private OurCell cell(String task, long seed, double test) {
    return cell(task, seed, test, 0.5, 0.01, config(16, seed, 0.01));
  }

  private static OurCell cell(
      String task, long seed, double test, double validation, double rate, String config) {
    return cell(task, seed, test, validation, rate, config, "t5-small-lm-adapt", 70_000);
  }

  private static OurCell cell(
      String task,
      long seed,
      double test,
      double validation,
      double rate,
      String config,
      String backbone,
      long parameters) {
    Map<String, Double> metrics =
        Map.of(
            "accuracy",
            test,
            "f1",
            test,
            "f1-multiclass",
            test,
            "f1a",
            test,
            "multirc-em",
            test,
            "pearson",
            test,
            "spearman",
            test,
            "matthews",
            test);
    return new OurCell(
        "superpos",
        task,
        false,
        seed,
        rate,
        Protocol.of(config, backbone, Optional.of(parameters)),
        "s",
        true,
        validation,
        true,
        metrics,
        // The table's numbers are of the validation set.
        Map.of("accuracy", 0.1));
  }

  private OurCell failed(String task, long seed) {
    OurCell cell = cell(task, seed, 0);
    return new OurCell(
        cell.method(),
        task,
        false,
        seed,
        0.01,
        cell.protocol(),
        "s",
        false,
        Double.NaN,
        true,
        Map.of(),
        Map.of());
  }

  private Comparison compare() {
    return compare(ComparisonTest::preset);
  }

  private Comparison compare(Function<String, List<ReferenceCell>> presets) {
    return new Comparison(TABLE, new Comparing(TABLE, ours, presets).lines());
  }

  private static Line line(Comparison comparison, String task) {
    return comparison.lines().stream()
        .filter(
            line ->
                line.printed().backbone().equals(SMALL)
                    && line.printed().methodId().filter("superpos"::equals).isPresent()
                    && line.printed().dropout().equals("off")
                    && line.printed().taskId().filter(task::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private void threeSeeds(String task, double a, double b, double c) {
    ours.addAll(List.of(cell(task, 0, a), cell(task, 1, b), cell(task, 2, c)));
  }

  @Test
  void aPrintedNumberThatAFurtherSeedMightGiveIsReproduced() {
    threeSeeds("sst2", 0.88, 0.89, 0.90);
    Line line = line(compare(), "sst2");
    assertThat(line.verdict()).isEqualTo(Verdict.REPRODUCED);
    Comparison.Ours numbers = line.ours().orElseThrow();
    assertThat(numbers.mean()).isCloseTo(0.89, within(1e-12));
    assertThat(numbers.std()).isCloseTo(0.01, within(1e-12));
    assertThat(numbers.nSeeds()).isEqualTo(3);
    assertThat(numbers.split()).isEqualTo("validation");
    // t(0.975; 2) = 4.30265; half of the last printed digit, 0.1 points, comes on top.
    assertThat(numbers.margin())
        .isCloseTo(4.3026527 * 0.01 * Math.sqrt(4 / 3.0) + 0.0005, within(1e-9));
    assertThat(numbers.high() - numbers.mean())
        .isCloseTo(4.3026527 * 0.01 / Math.sqrt(3), within(1e-9));
  }

  @Test
  void whatLiesOutsideTheNoiseIsAboveOrBelow() {
    threeSeeds("sst2", 0.950, 0.951, 0.952);
    threeSeeds("cola", 0.300, 0.301, 0.302);
    assertThat(line(compare(), "sst2").verdict()).isEqualTo(Verdict.ABOVE);
    assertThat(line(compare(), "sst2").because()).isEqualTo("+5.3 points; up to 0.5 are noise");
    assertThat(line(compare(), "cola").verdict()).isEqualTo(Verdict.BELOW);
  }

  @Test
  void oneSeedDecidesNothing() {
    ours.add(cell("sst2", 0, 0.898));
    Line line = line(compare(), "sst2");
    assertThat(line.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(line.ours().orElseThrow().std()).isNaN();
    assertThat(compare().rows().get(0)).containsKey("margin");
  }

  @Test
  void anotherSettingIsNotComparableAndSaysInWhatItDiffers() {
    for (int seed = 0; seed < 3; seed++) {
      ours.add(cell("sst2", seed, 0.89, 0.5, 0.01, config(8, seed, 0.01)));
    }
    Line line = line(compare(), "sst2");
    assertThat(line.verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(line.because())
        .isEqualTo("the protocol differs: train.batch-size is 8, the paper's 16");
    assertThat(compare().differences())
        .containsEntry(new Difference("train.batch-size", "8", "16"), 1L);
  }

  @Test
  void theCellsThatFollowThePaperMostCloselyAreTaken() {
    threeSeeds("sst2", 0.7, 0.71, 0.72);
    for (int seed = 0; seed < 5; seed++) {
      ours.add(cell("sst2", seed, 0.89, 0.99, 0.01, config(8, seed, 0.01)));
    }
    assertThat(line(compare(), "sst2").ours().orElseThrow().mean()).isCloseTo(0.71, within(1e-12));
  }

  @Test
  void onlyLearningRatesOfThePaperAreChosenFrom() {
    threeSeeds("sst2", 0.7, 0.71, 0.72);
    for (int seed = 0; seed < 3; seed++) {
      ours.add(cell("sst2", seed, 0.89, 0.99, 0.3, config(16, seed, 0.3)));
    }
    Line line = line(compare(), "sst2");
    assertThat(line.verdict()).isEqualTo(Verdict.BELOW);
    assertThat(line.ours().orElseThrow().learningRate()).isEqualTo(0.01);
  }

  private static List<ReferenceCell> twoRates(String name) {
    List<ReferenceCell> cells = new ArrayList<>(preset(name));
    preset(name)
        .forEach(
            c ->
                cells.add(
                    new ReferenceCell(
                        c.method(),
                        c.task(),
                        c.backbone(),
                        config(16, 0, 0.3),
                        c.trainableParameters())));
    return cells;
  }

  @Test
  void theRateIsChosenByValidationAndNotByTheTestSplit() {
    threeSeeds("sst2", 0.7, 0.71, 0.72);
    for (int seed = 0; seed < 3; seed++) {
      ours.add(cell("sst2", seed, 0.89, 0.4, 0.3, config(16, seed, 0.3)));
    }
    Line line = line(compare(ComparisonTest::twoRates), "sst2");
    assertThat(line.ours().orElseThrow().learningRate()).isEqualTo(0.01);
    assertThat(line.because()).doesNotContain("passed over");
  }

  @Test
  void oneSeedThatSurvivedDoesNotMakeItsRateTheBest() {
    threeSeeds("sst2", 0.7, 0.71, 0.72);
    ours.add(cell("sst2", 0, 0.89, 0.99, 0.3, config(16, 0, 0.3)));
    for (int seed = 1; seed < 3; seed++) {
      ours.add(cell("sst2", seed, 0.89, Double.NaN, 0.3, config(16, seed, 0.3)));
    }
    Line line = line(compare(ComparisonTest::twoRates), "sst2");
    assertThat(line.ours().orElseThrow().learningRate()).isEqualTo(0.01);
    assertThat(line.because())
        .endsWith("; passed over, for fewer seeds: 1 learning rate with a higher mean");
  }

  @Test
  void scoresOfTheExamplesThatSelectedTheEpochAreWarnedOf() {
    threeSeeds("sst2", 0.88, 0.89, 0.90);
    assertThat(compare().selectionWarning()).isEmpty();
    ours.clear();
    String whole =
        config(16, 0, 0.01).replaceFirst("\\{", "{\"task\":{\"split\":\"whole-validation\"},");
    for (int seed = 0; seed < 3; seed++) {
      ours.add(cell("sst2", seed, 0.89, 0.5, 0.01, whole));
    }
    assertThat(compare().selectionWarning().orElseThrow())
        .startsWith("1 of our scores is of the examples that selected the epoch");
  }

  @Test
  void aRateOfThePaperThatWasNotTriedIsADifference() {
    for (int seed = 0; seed < 3; seed++) {
      ours.add(cell("sst2", seed, 0.89, 0.5, 0.3, config(16, seed, 0.3)));
    }
    assertThat(line(compare(), "sst2").because())
        .isEqualTo("the protocol differs: learning rates tried is 0.3, the paper's 0.01");
  }

  @Test
  void anotherBackboneUnderTheSameNameIsSeenByItsParameters() {
    for (int seed = 0; seed < 3; seed++) {
      ours.add(
          cell("sst2", seed, 0.89, 0.5, 0.01, config(16, seed, 0.01), "t5-small-lm-adapt", 960));
    }
    assertThat(line(compare(), "sst2").differences())
        .containsExactly(new Difference("trainable parameters", "960", "70000"));
  }

  @Test
  void anUnknownBackboneIsADifferenceAndOneOfOtherRowsIsNot() {
    for (int seed = 0; seed < 3; seed++) {
      ours.add(cell("sst2", seed, 0.89, 0.5, 0.01, config(16, seed, 0.01), "mine", 70_000));
    }
    assertThat(line(compare(), "sst2").because())
        .isEqualTo(
            "the protocol differs: backbone.name is \"mine\", the paper's \"t5-small-lm-adapt\"");
    ours.clear();
    for (int seed = 0; seed < 3; seed++) {
      ours.add(
          cell("sst2", seed, 0.89, 0.5, 0.01, config(16, seed, 0.01), "t5-base-lm-adapt", 70_000));
    }
    Line line = line(compare(), "sst2");
    assertThat(line.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(line.because()).isEqualTo("no cell with t5-small-lm-adapt");
  }

  @Test
  void failedSeedsAreCountedAndNotAveraged() {
    ours.addAll(List.of(cell("sst2", 0, 0.88), cell("sst2", 1, 0.90), failed("sst2", 2)));
    Line line = line(compare(), "sst2");
    assertThat(line.ours().orElseThrow().nSeeds()).isEqualTo(2);
    assertThat(line.ours().orElseThrow().mean()).isCloseTo(0.89, within(1e-12));
    assertThat(line.because()).endsWith("; seeds without a score: 1");
    ours.clear();
    ours.add(failed("sst2", 0));
    assertThat(line(compare(), "sst2").verdict()).isEqualTo(Verdict.MISSING);
    assertThat(line(compare(), "sst2").because())
        .isEqualTo("none of the 1 cells of superpos on sst2 without dropout has a score");
  }

  @Test
  void theAverageIsThePapersForEachSeedAndNeedsEveryTask() {
    for (String task : TASKS) {
      threeSeeds(task, 0.6, 0.7, 0.8);
    }
    Line average = line(compare(), "average");
    assertThat(average.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(average.ours().orElseThrow().mean()).isCloseTo(0.7, within(1e-12));
    assertThat(average.ours().orElseThrow().std()).isCloseTo(0.1, within(1e-12));
    ours.removeIf(cell -> cell.task().equals("copa"));
    assertThat(line(compare(), "average").because()).isEqualTo("missing tasks: 1 of 13 (copa)");
    ours.addAll(List.of(cell("copa", 1, 0.7), cell("copa", 2, 0.8)));
    Line twoSeeds = line(compare(), "average");
    assertThat(twoSeeds.ours().orElseThrow().nSeeds()).isEqualTo(2);
    assertThat(twoSeeds.ours().orElseThrow().mean()).isCloseTo(0.75, within(1e-12));
    assertThat(twoSeeds.because()).endsWith("; seeds without a score: 1");
  }

  @Test
  void withoutCellsEverythingIsMissing() {
    Comparison comparison = compare();
    assertThat(comparison.lines()).hasSize(TABLE.rows());
    assertThat(comparison.lines()).allMatch(line -> line.verdict() == Verdict.MISSING);
    assertThat(comparison.rows()).allMatch(row -> row.get("mean") == null);
  }

  @Test
  void aTableWhoseProtocolIsNotKnownIsNotComparable() {
    PaperTable ulpt = PaperResults.shipped().table("ulpt/table1");
    OurCell cell = cell("sst2", 0, 0.9);
    OurCell vanilla =
        new OurCell(
            "vanilla",
            "sst2",
            true,
            0,
            0.01,
            cell.protocol(),
            "s",
            true,
            0.9,
            true,
            Map.of(),
            cell.validation());
    List<Line> lines = new Comparing(ulpt, List.of(vanilla), name -> List.of()).lines();
    assertThat(lines)
        .filteredOn(line -> line.verdict() != Verdict.MISSING)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
              assertThat(line.because())
                  .isEqualTo("no preset says how the paper came to the number");
            });
  }
}
