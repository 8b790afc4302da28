package io.promptsweep.submit;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Starts Spark, or says in one sentence why its settings do not let it start. */
final class SparkStart {
  /** They write the stack of what is said here in a sentence. */
  private static final List<String> LOUD =
      List.of(
          "org.apache.spark.SparkContext",
          "org.apache.spark.SparkEnv",
          "org.apache.spark.util.Utils",
          "org.apache.spark.scheduler.TaskSchedulerImpl",
          "org.apache.spark.scheduler.cluster.StandaloneSchedulerBackend",
          "org.apache.spark.scheduler.AsyncEventQueue",
          "org.apache.spark.metrics.MetricsSystem",
          "org.apache.spark.rpc.netty.Inbox",
          "org.apache.spark.util.SparkUncaughtExceptionHandler");

  /** Of a message; what follows is a stack or advice. */
  private static final int MOST_LINES = 2;

  private SparkStart() {}

  /**
   * A session with {@code conf}, and a context of its own.
   *
   * @throws InvalidInputException if Spark does not start
   */
  static SparkSession of(SparkConf conf) {
    checkLocalFolders(conf);
    List<Level> before = LOUD.stream().map(name -> LogManager.getLogger(name).getLevel()).toList();
    LOUD.forEach(name -> Configurator.setLevel(name, Level.OFF));
    SparkContext context = null;
    try {
      context = new SparkContext(conf);
      if (context.isStopped()) {
        throw new IllegalStateException(
            "the application ended at once; is a master there and free?");
      }
      SparkSession session = SparkSession.builder().appName(context.appName()).getOrCreate();
      session.sql("SELECT 1").schema(); // reads the settings of SQL, without a job
      return session;
    } catch (Exception e) { // Scala throws checked exceptions that no signature declares
      if (context != null && !context.isStopped()) {
        context.stop();
      }
      throw sentence(conf, e);
    } finally {
      for (int i = 0; i < LOUD.size(); i++) {
        Configurator.setLevel(LOUD.get(i), before.get(i));
      }
    }
  }

  private static InvalidInputException sentence(SparkConf conf, Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        Stream.of(root, e)
            .map(Throwable::getMessage)
            .filter(Objects::nonNull)
            .map(SparkStart::oneLine)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(root.getClass().getSimpleName());
    if (root instanceof ClassNotFoundException) {
      message = "there is no class " + message;
    }
    return new InvalidInputException(
        "Spark cannot start with the master "
            + conf.get("spark.master", "(none)")
            + ": "
            + message
            + "; "
            + remedy(conf, message)
            + ".",
        e);
  }

  private static String oneLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .limit(MOST_LINES)
        .collect(Collectors.joining(" "))
        .replaceFirst("[.;\\s]+$", "");
  }

  /** Settings that the message is about, as far as it has their name or value in it. */
  private static String remedy(SparkConf conf, String message) {
    List<String> named = new ArrayList<>();
    for (Tuple2<String, String> setting : conf.getAll()) {
      boolean ours = setting._1().matches("spark\\.(app\\.(name|id|startTime|submitTime)|plugins)");
      String value = setting._2().replaceFirst("^file:/*", "/");
      if (!ours
          && (message.contains(setting._1()) || (value.length() > 3 && message.contains(value)))) {
        named.add(setting._1() + " = " + setting._2());
      }
    }
    named.sort(Comparator.naturalOrder());
    return named.isEmpty()
        ? "mend the setting that it names (--master, --conf, spark-defaults.conf)"
        : "mend "
            + named.stream().limit(3).collect(Collectors.joining(" or "))
            + " (--master, --conf, spark-defaults.conf)";
  }

  /** Without a folder for its blocks Spark ends the whole process, without a word. */
  private static void checkLocalFolders(SparkConf conf) {
    String variable = System.getenv("SPARK_LOCAL_DIRS");
    String named =
        variable != null
            ? variable
            : conf.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    boolean usable = Arrays.stream(named.split(",", -1)).anyMatch(SparkStart::canBeMade);
    if (!usable) {
      throw new InvalidInputException(
          "Spark cannot start: no folder of "
              + (variable != null ? "SPARK_LOCAL_DIRS" : "spark.local.dir")
              + " = "
              + named
              + " can be written; name a folder that can.");
    }
  }

  private static boolean canBeMade(String text) {
    try {
      // Spark makes a folder that is not there too.
      Path folder = Files.createDirectories(Path.of(text.strip().replaceFirst("^file:/*", "/")));
      Files.delete(Files.createTempDirectory(folder, "promptsweep-"));
      return true;
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
