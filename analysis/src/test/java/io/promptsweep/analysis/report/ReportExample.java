package io.promptsweep.analysis.report;

import io.promptsweep.analysis.GoldenTables;
import io.promptsweep.analysis.Query;
import io.promptsweep.analysis.ResultTable;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.report.facts.ReportFacts;
import io.promptsweep.analysis.report.facts.SweepFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/**
 * A made-up sweep that has something of everything: four methods, one with dropout too, three
 * tasks, one with a hostile name, two learning rates, three seeds, a failed cell, curves, a start.
 */
public final class ReportExample {
  public static final String HOSTILE = "<script>alert('x')</script> & \"q\" \\ % $ # _ | `";

  private static final List<String> METHODS = List.of("vanilla", "residual", "lora", "full");
  private static final List<String> TASKS = List.of("rte", "cb", HOSTILE);

  private ReportExample() {}

  /** Writes the tables into {@code out} and the report into {@code to}; the page. */
  static Path write(SparkSession spark, Path out, Path to) {
    List<String> cells = new ArrayList<>();
    List<String> epochs = new ArrayList<>();
    for (String method : METHODS) {
      for (String task : TASKS) {
        for (int setting = 0; setting < (method.equals("vanilla") ? 4 : 2); setting++) {
          for (int seed = 0; seed < 3; seed++) {
            add(cells, epochs, method, task, setting, seed);
          }
        }
      }
    }
    GoldenTables.write(spark, out, ResultTable.CELLS, cells.toArray(String[]::new));
    GoldenTables.write(spark, out, ResultTable.EPOCHS, epochs.toArray(String[]::new));
    GoldenTables.write(
        spark,
        out,
        ResultTable.ENVIRONMENT,
        "{\"sweep_id\":\"s\",\"started_at\":\"2030-01-01T00:00:00Z\",\"promptsweep_version\":\"1.0\","
            + "\"git_commit\":\"abc\",\"git_dirty_diff\":\"+ <b>bold</b>\",\"cores\":2,\"cpu\":\"A & B\","
            + "\"memory_bytes\":8589934592,\"command_line\":\"promptsweep run x.conf\","
            + "\"config\":\"a=1\\nb=</script><script>alert(2)</script>\"}");
    ReportFacts facts = new Query(spark, out).ask(ReportFacts::read);
    SweepFacts sweep =
        new SweepFacts(
            "out/my sweep", "example", OptionalInt.of(60), false, true, "1.0", "1 January 2030");
    return ReportFolder.write(facts, sweep, List.<Comparison>of(), to);
  }

  private static void add(
      List<String> cells, List<String> epochs, String method, String task, int setting, int seed) {
    String id = String.format(Locale.ROOT, "c%03d", cells.size());
    boolean failed = cells.size() == 7;
    double level = 0.5 + 0.1 * METHODS.indexOf(method) - 0.05 * (setting % 2) + 0.01 * seed * seed;
    String name = task.replace("\\", "\\\\").replace("\"", "\\\"");
    cells.add(
        String.format(
            Locale.ROOT,
            "{\"sweep_id\":\"s\",\"cell_id\":\"%s\",\"backbone\":\"t5\",\"precision\":\"fp32\","
                + "\"prompt_tokens\":10,\"axes\":{},\"method\":\"%s\",\"task\":\"%s\",\"seed\":%d,"
                + "\"learning_rate\":%s,\"dropout\":%b,\"score_name\":\"accuracy\",\"status\":\"%s\","
                + "\"cause\":%s,\"health\":\"ok\",\"best_epoch\":3,\"best_score\":%.4f,"
                + "\"test_score\":%.4f,\"trainable_parameters\":%d,\"wall_seconds\":10,"
                + "\"train_examples\":100,\"validation_examples\":50,\"test_examples\":50,"
                + "\"truncated_inputs\":1,\"data_digest\":\"d\",\"backbone_digest\":\"b\"}",
            id,
            method,
            name,
            seed,
            setting % 2 == 0 ? "0.3" : "0.03",
            setting > 1,
            failed ? "FAILED" : "DONE",
            failed ? "\"loss is NaN <b>\"" : "null",
            level,
            level - 0.02,
            1000 * (1 + METHODS.indexOf(method))));
    for (int epoch = 1; epoch <= 3; epoch++) {
      epochs.add(
          GoldenTables.epoch(
              id,
              epoch,
              String.format(
                  Locale.ROOT,
                  "\"score\":%.4f,\"train_loss\":%.3f,\"eval_loss\":%.3f,\"metrics\":{},"
                      + "\"learning_rate\":0.3,\"wall_seconds\":3,\"examples_per_second\":50,"
                      + "\"peak_memory_bytes\":1000000",
                  level * epoch / 3,
                  1.0 / epoch,
                  1.1 / epoch)));
    }
  }
}
