package io.promptsweep.submit;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.schedule.SweepPlugin;
import io.promptsweep.sweep.SweepConfig;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Spark sessions of the commands: what spark-submit set stays, the rest has quiet defaults. */
final class Sessions {
  private Sessions() {}

  /**
   * A session to train in; local, with as many slots as cells may train at once, without master.
   */
  static SparkSession forRun(SweepConfig config) {
    int parallel = config.run().parallelCells();
    return forTraining(
        "promptsweep " + config.name(), parallel > 0 ? "local[" + parallel + "]" : "local[*]");
  }

  /** A session whose executors train; {@code local} is the master where none is named. */
  static SparkSession forTraining(String name, String local) {
    SparkConf conf = defaults(name);
    conf.setIfMissing("spark.master", local);
    // Promptsweep counts tries itself, waits between them and writes each down.
    conf.set("spark.task.maxFailures", "1");
    conf.set("spark.speculation", "false");
    // A task that does not end when it is taken away dies with its executor.
    conf.setIfMissing("spark.task.reaper.enabled", "true");
    conf.setIfMissing("spark.task.reaper.killTimeout", "60s");
    // Cells are long and lost executors come back: never count a node out for good.
    conf.setIfMissing("spark.excludeOnFailure.enabled", "false");
    String plugins = conf.get("spark.plugins", "");
    conf.set(
        "spark.plugins",
        plugins.isBlank()
            ? SweepPlugin.class.getName()
            : plugins + "," + SweepPlugin.class.getName());
    return SparkStart.of(conf);
  }

  /**
   * Spark's local mode knows no GPUs, and would wait for ever for the ones that it is asked for.
   *
   * @throws InvalidInputException if it is asked
   */
  static void refuseGpusInLocalMode() {
    SparkConf conf = new SparkConf();
    if (!conf.get("spark.master", "local").matches("local(\\[[^,]*(,[^,]*)?])?")) {
      return;
    }
    for (Tuple2<String, String> setting : conf.getAll()) {
      if (isResource(setting._1())) {
        throw new InvalidInputException(
            setting._1()
                + " = "
                + setting._2()
                + ": Spark's local mode hands out no GPUs; remove the setting, or start a"
                + " standalone master and worker on this machine (docs/operations.md) and add"
                + " --master.");
      }
    }
  }

  /** A session to train one cell in, on this machine. */
  static SparkSession forOneCell(String name) {
    return forTraining(name, "local[1]");
  }

  /** A session to query in: local, whatever the cluster. */
  static SparkSession forQueries() {
    SparkConf conf = defaults("promptsweep sql");
    conf.setIfMissing("spark.master", "local[*]");
    return SparkStart.of(conf);
  }

  /**
   * A session in the driver's own process, for a look at the results after a run: the output folder
   * need not be one that executors see, and theirs, with their GPUs, are given back by then.
   */
  static SparkSession onDriver() {
    SparkConf conf = defaults("promptsweep results");
    conf.set("spark.master", "local[*]");
    conf.set("spark.submit.deployMode", "client");
    conf.set("spark.dynamicAllocation.enabled", "false");
    conf.set("spark.ui.enabled", "false");
    for (Tuple2<String, String> setting : conf.getAll()) {
      if (isResource(setting._1())) {
        conf.remove(setting._1()); // local mode would wait for ever for GPUs
      }
    }
    return SparkStart.of(conf);
  }

  private static boolean isResource(String key) {
    return key.matches("spark\\.(driver|executor|task)\\.resource\\..*");
  }

  private static SparkConf defaults(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", name);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master", "local").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.catalogImplementation", "in-memory");
    conf.setIfMissing(
        "spark.sql.warehouse.dir",
        "file:" + System.getProperty("java.io.tmpdir") + "/promptsweep-warehouse");
    // Cells are records, which Kryo cannot make; tables and results need neither.
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    return conf;
  }
}
