package io.promptsweep.analysis;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Small tables, written by Spark from lines of JSON; a column that a line leaves out is NULL. */
public final class GoldenTables {
  private static final String SETTING =
      "\"sweep_id\":\"s\",\"backbone\":\"t5\",\"precision\":\"fp32\",\"prompt_tokens\":10,\"axes\":{},"
          + "\"score_name\":\"accuracy\",";

  private GoldenTables() {}

  public static SparkSession spark() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 1)
            // Compiling a query takes longer than running it over a handful of rows.
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  public static void write(SparkSession spark, Path out, ResultTable table, String... lines) {
    spark
        .read()
        .schema(table.schema())
        .option("mode", "FAILFAST")
        .json(spark.createDataset(List.of(lines), Encoders.STRING()))
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .partitionBy("sweep_id")
        .parquet(table.location(out));
  }

  /** A cell of method, task, learning rate and seed; {@code rest} is JSON members. */
  public static String cell(String method, String task, double rate, int seed, String rest) {
    return String.format(
        Locale.ROOT,
        "{%s\"cell_id\":\"%s-%s-%s-%d\",\"method\":\"%s\",\"task\":\"%s\",\"learning_rate\":%s,\"seed\":%d,\"dropout\":false,%s}",
        SETTING,
        method,
        task,
        rate,
        seed,
        method,
        task,
        rate,
        seed,
        rest);
  }

  public static String done(String method, String task, double rate, int seed, String score) {
    return cell(
        method,
        task,
        rate,
        seed,
        String.format(
            Locale.ROOT, "\"status\":\"DONE\",\"best_epoch\":1,\"best_score\":%s", score));
  }

  public static String failed(String method, String task, double rate, int seed) {
    return cell(method, task, rate, seed, "\"status\":\"FAILED\",\"cause\":\"loss is NaN\"");
  }

  public static String epoch(String cellId, int epoch, String rest) {
    return String.format(
        Locale.ROOT,
        "{\"sweep_id\":\"s\",\"cell_id\":\"%s\",\"epoch\":%d,\"step\":%d,%s}",
        cellId,
        epoch,
        10 * (epoch + 1),
        rest);
  }
}
