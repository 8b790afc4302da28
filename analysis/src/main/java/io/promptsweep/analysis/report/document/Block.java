package io.promptsweep.analysis.report.document;

import io.promptsweep.analysis.chart.Chart;
import java.util.List;

/** A part of a section. Its texts are plain: renderers escape them. */
public sealed interface Block
    permits Table, Block.Heading, Block.Paragraph, Block.Bullets, Block.Figure, Block.Folded {
  /** A heading below the section's. */
  record Heading(String id, String text) implements Block {}

  /** A paragraph. */
  record Paragraph(String text) implements Block {}

  /** A list without order. */
  record Bullets(List<String> items) implements Block {
    public Bullets {
      items = List.copyOf(items);
    }
  }

  /**
   * A chart.
   *
   * @param table name of the table that has the same numbers
   */
  record Figure(Chart chart, String table) implements Block {}

  /** A long text as it is, shown when asked for: a configuration, a diff. */
  record Folded(String summary, String text) implements Block {}
}
