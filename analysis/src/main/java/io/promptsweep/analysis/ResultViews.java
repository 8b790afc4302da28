package io.promptsweep.analysis;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The tables and views of one output folder, as temporary views of a Spark session.
 *
 * <p>They show the files that were there when they were made. While a sweep is still writing, make
 * them anew for each question.
 */
public final class ResultViews {
  private static final Map<String, String> INTERPRETED =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false");

  private final SparkSession spark;

  private ResultViews(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Registers {@code cells}, {@code epochs}, {@code attempts}, {@code environment} and every {@link
   * ResultView} over {@code out}, in place of earlier ones, and {@code papers}, the same over every
   * folder. Tables that have no files yet are empty.
   *
   * @throws InvalidInputException when {@code out} is not the output folder of a sweep, or lacks
   *     files or rows
   */
  public static ResultViews over(SparkSession spark, Path out) {
    if (!Files.isDirectory(out.resolve(ResultTable.CELLS.sqlName()))) {
      throw new InvalidInputException(
          out
              + (Files.exists(out) ? " has no folder 'cells'" : " does not exist")
              + "; expected the output folder of a sweep, which 'promptsweep run' makes.");
    }
    TableFiles files = TableFiles.of(out);
    ignoreChecksums(spark);
    for (ResultTable table : ResultTable.values()) {
      read(spark, table, files).createOrReplaceTempView(table.sqlName());
    }
    PapersView.in(spark).createOrReplaceTempView(PapersView.SQL_NAME);
    for (ResultView view : ResultView.values()) {
      spark.sql(view.statement());
    }
    return new ResultViews(spark);
  }

  /** The writer leaves none, so those that lie there are of other files or of earlier ones. */
  private static void ignoreChecksums(SparkSession spark) {
    try {
      FileSystem.getLocal(spark.sparkContext().hadoopConfiguration()).setVerifyChecksum(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each file by its name, so that nothing else in the folder counts. */
  private static Dataset<Row> read(SparkSession spark, ResultTable table, TableFiles files) {
    Column[] columns =
        Arrays.stream(table.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
    Dataset<Row> rows = null;
    for (String sweepId : files.sweepIds()) {
      String[] places =
          files.files(table, sweepId).values().stream()
              .map(f -> ResultTable.location(f.getParent(), f.getFileName().toString()))
              .toArray(String[]::new);
      if (places.length > 0) {
        Dataset<Row> ofSweep =
            spark
                .read()
                .schema(table.schema())
                .option(ResultTable.NO_PATTERN, false)
                .parquet(places)
                .withColumn("sweep_id", functions.lit(sweepId))
                .select(columns);
        rows = rows == null ? ofSweep : rows.unionAll(ofSweep);
      }
    }
    return rows == null ? spark.createDataFrame(List.<Row>of(), table.schema()) : rows;
  }

  /**
   * Asks many questions of tables that are small beside the work of planning and compiling a query:
   * Spark interprets them meanwhile, which took half the time of a report.
   */
  public <T> T interpreted(Supplier<T> questions) {
    Map<String, String> before = new LinkedHashMap<>();
    INTERPRETED.keySet().forEach(key -> before.put(key, spark.conf().get(key)));
    INTERPRETED.forEach(spark.conf()::set);
    try {
      return questions.get();
    } finally {
      before.forEach(spark.conf()::set);
    }
  }

  /**
   * Computes a view now, once for all questions that follow; views that use it take the kept rows.
   * For views of few rows: they are held on the driver, until the views are made anew.
   */
  public void keep(ResultView view) {
    Dataset<Row> computed = view(view);
    spark
        .createDataFrame(computed.collectAsList(), computed.schema())
        .createOrReplaceTempView(view.sqlName());
  }

  public Dataset<Row> table(ResultTable table) {
    return spark.table(table.sqlName());
  }

  public Dataset<Row> view(ResultView view) {
    return spark.table(view.sqlName());
  }

  /**
   * What a query answers, all of it: a map from column to value a row, in the query's order. Maps
   * and structs are JSON text; NULL is {@code null}, which has its key too.
   */
  public List<Map<String, Object>> rows(String sql) {
    Dataset<Row> result = spark.sql(sql);
    StructField[] fields = result.schema().fields();
    Column[] columns = new Column[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Column column = functions.col("`" + fields[i].name().replace("`", "``") + "`");
      boolean nested =
          fields[i].dataType() instanceof MapType
              || fields[i].dataType() instanceof ArrayType
              || fields[i].dataType() instanceof StructType;
      columns[i] = nested ? functions.to_json(column).as(fields[i].name()) : column;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : result.select(columns).collectAsList()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < fields.length; i++) {
        values.put(fields[i].name(), row.get(i));
      }
      rows.add(values);
    }
    return rows;
  }

  /** Every row of a view. */
  public List<Map<String, Object>> rows(ResultView view) {
    return rows("SELECT * FROM " + view.sqlName());
  }
}
