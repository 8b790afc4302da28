package io.promptsweep.analysis;

import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.types.StructType;

/** The Parquet tables of an output folder, as the views expect them. */
public enum ResultTable {
  CELLS,
  EPOCHS,
  ATTEMPTS,
  ENVIRONMENT;

  /** The table's name in SQL, and its folder's. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its columns, {@code name type} separated by commas and line ends. */
  public String ddl() {
    return SqlResource.text("schema/" + sqlName() + ".ddl");
  }

  public StructType schema() {
    return StructType.fromDDL(ddl());
  }

  /**
   * The table's folder in {@code out} as Spark takes it: absolute, and with the characters escaped
   * that Spark would read as a pattern.
   */
  public String location(Path out) {
    return location(out, sqlName());
  }

  /** The folder {@code name} in {@code parent}, likewise. */
  public static String location(Path parent, String name) {
    return parent
        .toAbsolutePath()
        .normalize()
        .resolve(name)
        .toString()
        .replaceAll("[\\\\\\[\\]{}*?]", "\\\\$0");
  }
}
