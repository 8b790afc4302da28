package io.promptsweep.analysis.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaperAveragesTest {
  private static final PaperResults RESULTS = PaperResults.shipped();
  private static final PaperAverages AVERAGES = PaperAverages.of(RESULTS);

  private static Stream<PaperAverage> of(String table) {
    return AVERAGES.recomputed().stream().filter(a -> a.printed().tableId().equals(table));
  }

  @Test
  void averagesOfSuperPosAreThePrintedOnes() {
    for (String table : List.of("superpos/table1", "superpos/table3")) {
      assertThat(of(table))
          .allSatisfy(
              average ->
                  assertThat(average.recomputed().orElseThrow().setScale(1, RoundingMode.HALF_UP))
                      .as("%s", average.printed())
                      .isEqualTo(average.printed().value()));
    }
    assertThat(of("superpos/table1")).hasSize(14);
    assertThat(of("superpos/table3")).hasSize(5);
  }

  @Test
  void aPrintedAverageAgreesOrSaysBothNumbers() {
    assertThat(AVERAGES.recomputed())
        .allSatisfy(
            average -> {
              BigDecimal recomputed = average.recomputed().orElseThrow();
              String both =
                  String.format(
                      Locale.ROOT,
                      "The printed average %s does not follow from the printed cells, whose average is %s",
                      average.printed().value(),
                      recomputed
                          .setScale(4, RoundingMode.HALF_UP)
                          .stripTrailingZeros()
                          .toPlainString());
              String said = average.printed().doubtful().orElse("");
              if (average.agrees()) {
                assertThat(said).doesNotContain("does not follow");
              } else {
                // A whole number, not the beginning of a longer one.
                assertThat(said).matches("(?s).*\\Q" + both + "\\E(?!\\.?\\d).*");
              }
            });
    assertThat(AVERAGES.recomputed()).anyMatch(average -> !average.agrees());
  }

  /** Each cell is off by half a digit at most, and so is their average, and the printed one. */
  @Test
  void saysWhenRoundingOfTheCellsCouldBeWhy() {
    BigDecimal reach = new BigDecimal("0.1");
    assertThat(AVERAGES.recomputed().stream().filter(average -> !average.agrees()))
        .allSatisfy(
            average ->
                assertThat(
                        average
                            .printed()
                            .doubtful()
                            .orElseThrow()
                            .contains("rounding of the cells"))
                    .as("%s", average.printed())
                    .isEqualTo(
                        average
                                .recomputed()
                                .orElseThrow()
                                .subtract(average.printed().value())
                                .abs()
                                .compareTo(reach)
                            <= 0));
  }

  @Test
  void everyPrintedAverageHasARule() {
    assertThat(AVERAGES.recomputed())
        .extracting(PaperAverage::printed)
        .containsExactlyElementsOf(
            RESULTS.rows().stream().filter(row -> row.metric().equals("Average")).toList());
    // The others are gains over another method, and a standardised score that is not spelled out.
    assertThat(
            RESULTS.rows().stream()
                .filter(row -> row.taskId().equals(Optional.of("average")))
                .filter(row -> !row.metric().equals("Average"))
                .map(PaperResult::tableId)
                .filter(table -> !table.endsWith("abstract"))
                .distinct())
        .containsExactly("superpos/table2");
  }

  @Test
  void aTaskWithTwoMetricsWeighsAsMuchAsOneWithOne() {
    AverageRule rule =
        new AverageRule(
            "x/y",
            "Avg",
            List.of(List.of(cell("A", "F1"), cell("A", "Accuracy")), List.of(cell("B", "MCC"))));
    assertThat(
            rule.of(
                cell ->
                    Optional.of(
                        new BigDecimal(
                            switch (cell.metric()) {
                              case "F1" -> "10";
                              case "Accuracy" -> "20";
                              default -> "40";
                            }))))
        .contains(new BigDecimal("27.5"));
    assertThat(
            rule.of(
                cell ->
                    cell.metric().equals("F1") ? Optional.empty() : Optional.of(BigDecimal.TEN)))
        .isEmpty();
  }

  private static AverageRule.Cell cell(String task, String metric) {
    return new AverageRule.Cell(task, Optional.empty(), metric, Optional.empty());
  }

  @Test
  void rulesHaveOurNamesToo() {
    assertThat(AVERAGES.rules(RESULTS.table("superpos/table1")))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.tasks()).hasSize(13);
              assertThat(rule.tasks().get(7))
                  .containsExactly(
                      new AverageRule.Cell(
                          "MultiRC", Optional.of("multirc"), "F1a", Optional.of("f1a")),
                      new AverageRule.Cell(
                          "MultiRC", Optional.of("multirc"), "EM", Optional.of("multirc-em")));
            });
    assertThat(AVERAGES.rules(RESULTS.table("superpos/table2"))).isEmpty();
  }
}
