package io.promptsweep.analysis.report.document;

import java.util.List;

/**
 * A section of the report.
 *
 * @param id its anchor: lower-case letters, digits and hyphens
 */
public record Section(String id, String heading, List<Block> blocks) {
  public Section {
    blocks =
        blocks.stream()
            .map(block -> block instanceof Table table ? table.withoutIdleAxes() : block)
            .toList();
  }
}
