package io.promptsweep.analysis;

import io.promptsweep.analysis.papers.PaperResult;
import io.promptsweep.analysis.papers.PaperResults;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The papers' numbers as a table beside the result tables. They come from the jar, not a sweep. */
public final class PapersView {
  /** The table's name in SQL. */
  public static final String SQL_NAME = "papers";

  private PapersView() {}

  /** Its columns, {@code name type} separated by commas and line ends. */
  public static String ddl() {
    return SqlResource.text("schema/" + SQL_NAME + ".ddl");
  }

  static StructType schema() {
    return StructType.fromDDL(ddl());
  }

  static Dataset<Row> in(SparkSession spark) {
    List<Row> rows = PaperResults.shipped().rows().stream().map(PapersView::row).toList();
    return spark.createDataFrame(rows, schema());
  }

  private static Row row(PaperResult result) {
    return RowFactory.create(
        result.tableId(),
        result.paper(),
        result.arxiv(),
        result.tableInPaper(),
        result.backbone(),
        result.methodId().orElse(null),
        result.method(),
        number(result.promptTokens()),
        result.trainableParams().orElse(null),
        result.setting(),
        result.dropout(),
        number(result.nSeeds()),
        result.taskId().orElse(null),
        result.task(),
        result.metricId().orElse(null),
        result.metric(),
        result.scale().orElse(null),
        result.value().doubleValue(),
        result.std().map(BigDecimal::doubleValue).orElse(null),
        result.source(),
        result.doubtful().orElse(null));
  }

  private static Integer number(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
