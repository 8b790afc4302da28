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

  /** Keeps Spark from reading a name as a pattern; there is no escape for every name. */
  public static final String NO_PATTERN = "__globPaths__";

  /** The table's folder in {@code out}, see {@link #location(Path, String)}. */
  public String location(Path out) {
    return location(out, sqlName());
  }

  /**
   * The folder {@code name} in {@code parent} as Spark takes it: absolute, nothing encoded, and on
   * this machine whatever file system the cluster has for paths without a scheme. To be read with
   * option {@link #NO_PATTERN} {@code = false}.
   */
  public static String location(Path parent, String name) {
    return "file:" + parent.toAbsolutePath().normalize().resolve(name);
  }
}
