package io.promptsweep.analysis;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;

/** The Parquet tables of an output folder, as the views expect them. */
public enum ResultTable {
  CELLS,
  EPOCHS,
  ATTEMPTS,
  ENVIRONMENT;

  private static final Pattern FILE = Pattern.compile("(?:segment|start)-(\\d{1,9})\\.parquet");

  /** The table's name in SQL, and its folder's. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of its file of a number. */
  String fileName(int number) {
    return this == ENVIRONMENT
        ? "start-" + number + ".parquet"
        : String.format(Locale.ROOT, "segment-%05d.parquet", number);
  }

  /** The number in the name of one of its files; empty for any other name. */
  OptionalInt number(String fileName) {
    Matcher name = FILE.matcher(fileName);
    if (!name.matches()) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(name.group(1));
    return fileName.equals(fileName(number)) ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /**
   * The pattern of its files' names, for readers that take patterns and no expressions: what other
   * programs leave among them does not fit it.
   */
  public String filePattern() {
    return this == ENVIRONMENT
        ? "start-*[0-9].parquet"
        : "segment-[0-9][0-9][0-9][0-9][0-9].parquet";
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
