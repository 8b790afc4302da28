package io.promptsweep.submit;

import io.promptsweep.sweep.SweepConfig;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark sessions of the commands: what spark-submit set stays, the rest has quiet defaults. */
final class Sessions {
  private Sessions() {}

  /**
   * A session to train in; local, with as many slots as cells may train at once, without master.
   */
  static SparkSession forRun(SweepConfig config) {
    int parallel = config.run().parallelCells();
    SparkConf conf = defaults("promptsweep " + config.name());
    conf.setIfMissing("spark.master", parallel > 0 ? "local[" + parallel + "]" : "local[*]");
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** A session to train one cell in, on this machine. */
  static SparkSession forOneCell(String name) {
    SparkConf conf = defaults(name);
    conf.setIfMissing("spark.master", "local[1]");
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** A session to query in: local, whatever the cluster. */
  static SparkSession forQueries() {
    SparkConf conf = defaults("promptsweep sql");
    conf.setIfMissing("spark.master", "local[*]");
    return SparkSession.builder().config(conf).getOrCreate();
  }

  private static SparkConf defaults(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", name);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.catalogImplementation", "in-memory");
    conf.setIfMissing(
        "spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/promptsweep-warehouse");
    return conf;
  }
}
