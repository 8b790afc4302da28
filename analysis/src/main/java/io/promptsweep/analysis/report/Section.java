package io.promptsweep.analysis.report;

import java.util.List;

/**
 * A section of the report.
 *
 * @param id its anchor: lower-case letters, digits and hyphens
 */
record Section(String id, String heading, List<Block> blocks) {
  Section {
    blocks =
        blocks.stream()
            .map(block -> block instanceof Table table ? table.withoutIdleAxes() : block)
            .toList();
  }
}
