package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.chart.Chart;
import io.promptsweep.analysis.report.document.Block;
import java.util.List;
import java.util.Optional;

/** Puts charts into the report. */
final class Figures {
  private Figures() {}

  /** A figure named {@code name}, or nothing where there is nothing to draw. */
  static List<Block> figure(String name, Optional<Chart> chart, String table) {
    return chart
        .<List<Block>>map(
            c -> List.of(new Block.Figure(new Chart(name, c.title(), c.alt(), c.spec()), table)))
        .orElse(List.of());
  }
}
