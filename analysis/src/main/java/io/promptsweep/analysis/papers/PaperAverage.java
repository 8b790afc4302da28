package io.promptsweep.analysis.papers;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A printed average beside the one of the printed cells.
 *
 * @param printed the row of the average
 * @param recomputed by the rule from the rows of the same backbone, method and dropout; empty if
 *     one of them is not printed
 */
public record PaperAverage(PaperResult printed, AverageRule rule, Optional<BigDecimal> recomputed) {

  /**
   * Whether the printed one is the recomputed one, rounded to the digits that are printed; a
   * recomputed one just between two may be rounded to either.
   */
  public boolean agrees() {
    BigDecimal halfADigit = printed.value().ulp().divide(BigDecimal.valueOf(2));
    return recomputed
        .map(average -> average.subtract(printed.value()).abs().compareTo(halfADigit) <= 0)
        .orElse(false);
  }
}
