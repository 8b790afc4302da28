package io.promptsweep.analysis.report.document;

import java.util.List;

/**
 * The report as a value, before it has any form.
 *
 * @param title of the page
 * @param about what it is of, one line
 * @param warnings sentences that a reader must have seen before any number; empty when all is well
 */
public record Report(String title, String about, List<String> warnings, List<Section> sections) {
  public Report {
    warnings = List.copyOf(warnings);
    sections = List.copyOf(sections);
  }

  /** Every table, in order. */
  public List<Table> tables() {
    return blocks(Table.class);
  }

  /** Every chart, in order. */
  public List<Block.Figure> figures() {
    return blocks(Block.Figure.class);
  }

  private <T extends Block> List<T> blocks(Class<T> kind) {
    return sections.stream()
        .flatMap(section -> section.blocks().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
