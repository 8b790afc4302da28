package io.promptsweep.analysis;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Answers a question in SQL about one output folder. */
public final class Query {
  /** A sweep that is still writing replaces files; a question that met one is asked again. */
  private static final int TRIES = 3;

  private static final Pattern FILE =
      Pattern.compile("file:(?://)?(/[^\n]*?(?:segment|start)-\\d+\\.parquet)");

  private final SparkSession spark;
  private final Path out;

  public Query(SparkSession spark, Path out) {
    this.spark = spark;
    this.out = out;
  }

  /**
   * The result of {@code sql} as text that ends with a line end.
   *
   * @throws InvalidInputException when {@code out} or {@code sql} cannot be used; says the first
   *     line of Spark's complaint
   */
  public String answer(String sql, QueryFormat format) {
    return ask(views -> format.render(fetch(spark.sql(sql))));
  }

  /**
   * What {@code question} makes of the views; it is asked anew, of views made anew, when the sweep
   * replaced a file meanwhile.
   *
   * @throws InvalidInputException as {@link #answer}
   */
  public <T> T ask(Function<ResultViews, T> question) {
    for (int attempt = 1; ; attempt++) {
      ResultViews views = ResultViews.over(spark, out);
      try {
        return question.apply(views);
      } catch (Exception e) {
        // Scala throws checked exceptions that no signature declares.
        if (attempt == TRIES || !metAReplacedFile(e)) {
          throw complaint(e);
        }
      }
    }
  }

  /** Whether a file was gone or changed since the views were made. */
  private static boolean metAReplacedFile(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof IOException
                    || String.valueOf(cause.getMessage()).contains(".parquet"));
  }

  private static InvalidInputException complaint(Exception e) {
    boolean invalid = e instanceof AnalysisException;
    String kind = invalid ? "the query is not valid: " : "the query failed: " + file(e);
    Throwable root = e;
    while (!invalid && root.getCause() != null) {
      root = root.getCause();
    }
    String first =
        String.valueOf(root.getMessage())
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .findFirst()
            .orElse(e.getClass().getSimpleName());
    return new InvalidInputException(kind + first, e);
  }

  /** The file that Spark was reading, if it says so; the cause beneath rarely does. */
  private static String file(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .map(cause -> FILE.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(found -> found.group(1) + " cannot be read: ")
        .orElse("");
  }

  private static QueryResult fetch(Dataset<Row> result) {
    StructField[] fields = result.schema().fields();
    // Positions for names: a result may have the same name twice.
    String[] positions = new String[fields.length];
    Arrays.setAll(positions, i -> "c" + i);
    Dataset<Row> named = result.toDF(positions);
    Column[] texts = new Column[fields.length];
    List<QueryResult.Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      boolean nested =
          fields[i].dataType() instanceof MapType
              || fields[i].dataType() instanceof ArrayType
              || fields[i].dataType() instanceof StructType;
      boolean number = fields[i].dataType() instanceof NumericType;
      Column column = functions.col(positions[i]);
      texts[i] = nested ? functions.to_json(column) : column.cast("string");
      QueryResult.Kind kind = QueryResult.Kind.TEXT;
      if (nested) {
        kind = QueryResult.Kind.JSON;
      } else if (number) {
        kind = QueryResult.Kind.NUMBER;
      } else if (fields[i].dataType().typeName().equals("boolean")) {
        kind = QueryResult.Kind.BOOLEAN;
      }
      columns.add(new QueryResult.Column(fields[i].name(), kind));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Row row : named.select(texts).collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < fields.length; i++) {
        values.add(row.getString(i));
      }
      rows.add(values);
    }
    return new QueryResult(columns, rows);
  }
}
