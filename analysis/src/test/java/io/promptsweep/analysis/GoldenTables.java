package io.promptsweep.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Small tables, written by Spark from lines of JSON, in files of the names that a sweep gives them;
 * a column that a line leaves out is NULL.
 */
public final class GoldenTables {
  private static final String SETTING =
      "\"sweep_id\":\"s\",\"backbone\":\"t5\",\"precision\":\"fp32\",\"prompt_tokens\":10,\"axes\":{},"
          + "\"score_name\":\"accuracy\",";

  private static final Map<ResultTable, Path> EMPTY = new EnumMap<>(ResultTable.class);

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

  /** Adds a segment of these rows to a table, and of none to the tables that lack one. */
  public static void write(SparkSession spark, Path out, ResultTable table, String... lines) {
    try {
      Path made = Files.createTempDirectory("golden-tables");
      spark
          .read()
          .schema(table.schema())
          .option("mode", "FAILFAST")
          .option("allowNonNumericNumbers", true)
          .json(spark.createDataset(List.of(lines), Encoders.STRING()))
          .coalesce(1)
          .write()
          .mode(SaveMode.Overwrite)
          .partitionBy("sweep_id")
          .parquet(made.toUri().toString());
      for (Path partition : list(made, "sweep_id=")) {
        Path folder = out.resolve(table.sqlName()).resolve(partition.getFileName());
        move(list(partition, "part-").get(0), folder, table);
        complete(spark, out, partition.getFileName().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Path file, Path folder, ResultTable table) throws IOException {
    Files.createDirectories(folder);
    Files.copy(file, folder.resolve(table.fileName(list(folder, "").size())));
  }

  /** As many segments in each table, for a sweep writes one in all of them. */
  private static void complete(SparkSession spark, Path out, String partition) throws IOException {
    int most = 0;
    for (ResultTable table : TableFiles.NUMBERED) {
      most = Math.max(most, list(out.resolve(table.sqlName()).resolve(partition), "").size());
    }
    for (ResultTable table : ResultTable.values()) {
      Path folder = Files.createDirectories(out.resolve(table.sqlName()).resolve(partition));
      while (TableFiles.NUMBERED.contains(table) && list(folder, "").size() < most) {
        move(empty(spark, table), folder, table);
      }
    }
  }

  private static Path empty(SparkSession spark, ResultTable table) throws IOException {
    Path known = EMPTY.get(table);
    if (known == null) {
      Path made = Files.createTempDirectory("golden-tables");
      spark
          .createDataFrame(List.<Row>of(), table.schema())
          .drop("sweep_id")
          .coalesce(1)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(made.toUri().toString());
      known = list(made, "part-").get(0);
      EMPTY.put(table, known);
    }
    return known;
  }

  private static List<Path> list(Path folder, String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
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
