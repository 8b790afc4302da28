package io.promptsweep.analysis.report.section;

import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where the numbers come from: every start, machines, data, configuration. */
final class ProvenanceSection {
  private static final double GIB = 0x1p30;
  private static final int SHOWN = 100;
  private static final int LONGEST_TEXT = 200_000;

  private ProvenanceSection() {}

  static Section section(ReportFacts facts, SweepFacts sweep) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            String.format(
                Locale.ROOT,
                "Report written %s by Promptsweep %s from %s.%s",
                sweep.writtenAt(),
                sweep.version(),
                sweep.folder(),
                sweep.plannedCells().isPresent()
                    ? ""
                    : " How many cells the sweep has was not known to it.")));
    starts(blocks, facts.starts());
    if (!facts.attempts().isEmpty()) {
      blocks.add(new Block.Heading("machines", "Machines"));
      blocks.add(
          new ViewTable()
              .with("host", Column.text("host"))
              .with("device", Column.text("device"))
              .with("gpu_address", Column.text("GPU address"))
              .with("outcome", Column.text("outcome"))
              .with("n_attempts", Column.count("tries"))
              .with("n_cells", Column.count("cells"))
              .with("hours", Column.number("hours"))
              .table(
                  "attempts",
                  "Where cells were tried and how the tries ended, lost ones too.",
                  facts.attempts(),
                  SHOWN));
    }
    if (!facts.data().isEmpty()) {
      blocks.add(new Block.Heading("data", "Data and backbone"));
      blocks.add(
          new ViewTable()
              .with("task", Column.text("task"))
              .with("score_name", Column.text("score"))
              .with("train_examples", Column.count("training examples"))
              .with("validation_examples", Column.count("validation examples"))
              .with("test_examples", Column.count("test examples"))
              .with("truncated_inputs", Column.count("inputs cut, over cells"))
              .with("n_cells", Column.count("cells"))
              .with("data_digest", Column.code("digest of data"))
              .with("backbone", Column.text("backbone"))
              .with("backbone_digest", Column.code("digest of backbone"))
              .with("sweep_id", Column.code("sweep"))
              .table(
                  "data",
                  "What was trained on and evaluated with; equal digests are equal files.",
                  facts.data(),
                  SHOWN));
    }
    return new Section("provenance", "Environment and provenance", blocks);
  }

  private static void starts(List<Block> blocks, List<Map<String, Object>> starts) {
    blocks.add(new Block.Heading("starts", "Starts"));
    if (starts.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "The table environment is empty: nothing is known about versions, machines and code."));
      return;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    Set<String> diffs = new LinkedHashSet<>();
    Set<String> configurations = new LinkedHashSet<>();
    for (Map<String, Object> start : starts) {
      Map<String, Object> row = new LinkedHashMap<>(start);
      row.put("started_at", instant(start.get("started_at")));
      row.put(
          "memory_gib",
          start.get("memory_bytes") instanceof Number bytes ? bytes.doubleValue() / GIB : null);
      Object diff = start.get("git_dirty_diff");
      row.put(
          "changes",
          start.get("git_commit") == null ? "not known" : diff == null ? "none" : "yes, below");
      rows.add(row);
      if (diff != null) {
        diffs.add(diff.toString());
      }
      if (start.get("config") != null) {
        configurations.add(start.get("config").toString());
      }
    }
    blocks.add(
        new ViewTable()
            .with("started_at", Column.text("started (UTC)"))
            .with("promptsweep_version", Column.text("Promptsweep"))
            .with("git_commit", Column.code("commit"))
            .with("changes", Column.text("changes since"))
            .with("java_version", Column.text("Java"))
            .with("spark_version", Column.text("Spark"))
            .with("djl_version", Column.text("DJL"))
            .with("pytorch_version", Column.text("PyTorch"))
            .with("os", Column.text("system"))
            .with("cpu", Column.text("processor"))
            .with("cores", Column.count("cores"))
            .with("memory_gib", Column.number("memory, GiB"))
            .with("gpu", Column.text("GPU"))
            .with("command_line", Column.code("command"))
            .table("environment", "Every start of the sweep, of the driver.", rows, SHOWN));
    fold(blocks, "Uncommitted changes to the program", diffs);
    fold(blocks, "Resolved configuration", configurations);
  }

  private static void fold(List<Block> blocks, String what, Set<String> texts) {
    int i = 0;
    for (String text : texts) {
      i++;
      blocks.add(
          new Block.Folded(
              texts.size() == 1 ? what : what + ", " + i + " of " + texts.size(),
              text.length() <= LONGEST_TEXT
                  ? text
                  : text.substring(0, LONGEST_TEXT) + "\n… cut; table environment has the rest"));
    }
  }

  /** Timestamps without the machine's time zone. */
  static String instant(Object timestamp) {
    if (timestamp instanceof java.sql.Timestamp time) {
      return time.toInstant().toString();
    }
    return timestamp == null ? null : timestamp.toString();
  }
}
