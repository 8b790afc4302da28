package io.promptsweep.notebooks;

import io.promptsweep.analysis.ResultTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Output folders of a few cells, and a session to read them. */
final class SmallSweep {
  /** A folder name of what shells, SQL, Python, JSON, HTML, Markdown and Spark's patterns take. */
  static final String HOSTILE =
      "it's; \"q\" [a]{b}*? \\ `c` %41 ${spark.app.name} <script>alert(1)<~script>\n-- $x$ é";

  /** What a failed cell says. */
  static final String CAUSE = "%html <script>alert(1)</script>\n\t\"`| no number";

  private static final String CELL =
      "{\"sweep_id\":\"s1\",\"cell_id\":\"%s-%s-%d\",\"method\":\"%s\",\"task\":\"rte\",\"seed\":%d,"
          + "\"backbone\":\"t5\",\"precision\":\"fp32\",\"prompt_tokens\":10,\"axes\":{},"
          + "\"trainable_parameters\":960,\"wall_seconds\":1.5,\"score_name\":\"accuracy\","
          + "\"learning_rate\":0.3,\"dropout\":%s,%s}";

  private SmallSweep() {}

  static SparkSession spark() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 1)
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** The folders of an output folder without a cell. */
  static Path empty(Path out) throws IOException {
    for (ResultTable table : ResultTable.values()) {
      Files.createDirectories(out.resolve(table.sqlName()));
    }
    return out;
  }

  /** Two methods, one with and without dropout, and cells of every other kind of end. */
  static Path write(SparkSession spark, Path out) throws IOException {
    empty(out);
    write(
        spark,
        out,
        ResultTable.CELLS,
        cell("vanilla", false, 1, done("0.9140625", "0.875")),
        cell("vanilla", false, 2, done("0.9296875", "0.9")),
        cell("vanilla", true, 1, done("0.5", "0.5")),
        cell("vanilla", true, 2, done("\"NaN\"", "0.5")),
        cell("lora", false, 1, done("0.75", "null")),
        cell(
            "lora",
            false,
            2,
            "\"status\":\"FAILED\",\"cause\":\"%html <script>alert(1)</script>\\n"
                + "\\t\\\"`| no number\",\"finished_at\":\"2026-11-21T10:00:00.123456Z\""),
        cell("lora", false, 3, "\"status\":\"STOPPED\",\"cause\":\"out of time\""));
    write(
        spark,
        out,
        ResultTable.EPOCHS,
        "{\"sweep_id\":\"s1\",\"cell_id\":\"vanilla-false-1\",\"epoch\":1,\"step\":10,\"score\":0.9140625,"
            + "\"train_loss\":1e-9,\"wall_seconds\":0.5}",
        "{\"sweep_id\":\"s1\",\"cell_id\":\"vanilla-false-2\",\"epoch\":1,\"step\":10,\"score\":0.9296875,"
            + "\"train_loss\":2e-9,\"wall_seconds\":0.5}");
    return out;
  }

  private static String cell(String method, boolean dropout, int seed, String rest) {
    return String.format(Locale.ROOT, CELL, method, dropout, seed, method, seed, dropout, rest);
  }

  private static String done(String score, String test) {
    return "\"status\":\"DONE\",\"best_epoch\":1,\"best_score\":"
        + score
        + ",\"test_score\":"
        + test;
  }

  /** Writes the rows as the first segment of the sweep's table, and one without rows for others. */
  private static void write(SparkSession spark, Path out, ResultTable table, String... lines)
      throws IOException {
    for (ResultTable each : ResultTable.values()) {
      Path file =
          out.resolve(each.sqlName()).resolve("sweep_id=s1").resolve("segment-00000.parquet");
      boolean numbered = each != ResultTable.ENVIRONMENT;
      if (each == table || (numbered && !Files.exists(file))) {
        Files.createDirectories(file.getParent());
        Path made = Files.createTempDirectory("small-sweep");
        spark
            .read()
            .schema(each.schema())
            .option("mode", "FAILFAST")
            .option("allowNonNumericNumbers", true)
            .json(
                spark.createDataset(
                    each == table ? List.of(lines) : List.<String>of(), Encoders.STRING()))
            .drop("sweep_id")
            .coalesce(1)
            .write()
            .mode(SaveMode.Overwrite)
            .parquet(made.toUri().toString());
        try (Stream<Path> files = Files.list(made)) {
          Files.copy(
              files.filter(f -> f.getFileName().toString().startsWith("part-")).findFirst().get(),
              file,
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
