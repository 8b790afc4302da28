package io.promptsweep.doctor;

import io.promptsweep.checkpoint.CheckpointFolder;
import io.promptsweep.node.NodeBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;

/** Asks the driver and every executor how they are, and says what to do. */
public final class Doctor {
  private static final int ROUNDS = 10;
  private static final long CLOCK_TOLERANCE_MILLIS = 5000;
  private static final long LEAST_FREE_BYTES = 1L << 30;

  private final JavaSparkContext spark;
  private final NodeBackbone backbone;
  private final CheckpointFolder checkpoints;

  /**
   * A visit.
   *
   * @param backbone to be found on every executor and compared; null for none
   * @param checkpoints to be tried on every executor; null for none
   */
  public Doctor(JavaSparkContext spark, NodeBackbone backbone, CheckpointFolder checkpoints) {
    this.spark = spark;
    this.backbone = backbone;
    this.checkpoints = checkpoints;
  }

  /** An answer, with the driver's clock before the question and after the answer. */
  private record Answer(NodeFacts facts, long askedMillis, long answeredMillis) {}

  /** Everything found: the driver's first, then each executor's. */
  public List<Finding> examine() {
    long asked = System.currentTimeMillis();
    NodeFacts driver = NodeFacts.gather(null, null);
    List<Finding> findings =
        new ArrayList<>(findings(new Answer(driver, asked, System.currentTimeMillis()), driver));
    if (spark.isLocal()) {
      // One JVM: what executors would be asked beyond that.
      NodeFacts all = NodeFacts.gather(backbone, checkpoints);
      findings.addAll(ofSweep(all));
      return findings;
    }
    Map<String, Answer> executors = new TreeMap<>();
    Set<String> silent = survey(executors);
    executors.values().forEach(answer -> findings.addAll(findings(answer, driver)));
    executors.values().forEach(answer -> findings.addAll(ofSweep(answer.facts())));
    if (executors.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Level.ERROR,
              "cluster",
              "no executor answered; see the master's page for why none is granted."));
    }
    silent.forEach(
        id ->
            findings.add(
                new Finding(
                    Finding.Level.WARN,
                    "executor " + id,
                    "was never given a task; its cores or GPUs do not suffice for one.")));
    return findings;
  }

  /** Asks until each executor has answered; returns those that have not. */
  private Set<String> survey(Map<String, Answer> executors) {
    NodeBackbone searched = backbone;
    CheckpointFolder tried = checkpoints;
    Set<String> silent = new TreeSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      int slots = Math.max(1, slots());
      long asked = System.currentTimeMillis();
      List<Integer> numbers = IntStream.range(0, slots).boxed().toList();
      List<NodeFacts> facts =
          spark
              .parallelize(numbers, slots)
              .map(number -> NodeFacts.gather(searched, tried))
              .collect();
      long answered = System.currentTimeMillis();
      facts.forEach(f -> executors.put(f.address(), new Answer(f, asked, answered)));
      silent.clear();
      silent.addAll(executorAddresses());
      silent.removeAll(executors.keySet());
      if (silent.isEmpty()) {
        break;
      }
    }
    return silent;
  }

  private int slots() {
    return spark
        .sc()
        .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  /** Host and port of each executor; the driver is among Spark's list and not among these. */
  private List<String> executorAddresses() {
    String driver = spark.sc().env().blockManager().blockManagerId().hostPort();
    return Stream.of(spark.sc().statusTracker().getExecutorInfos())
        .map(Doctor::address)
        .filter(address -> !address.equals(driver))
        .toList();
  }

  private static String address(SparkExecutorInfo executor) {
    return executor.host() + ":" + executor.port();
  }

  private static List<Finding> findings(Answer answer, NodeFacts driver) {
    NodeFacts facts = answer.facts();
    Findings found = new Findings(facts.where());
    found.check(
        facts.java().startsWith("17."),
        "Java " + facts.java() + ", " + facts.cores() + " cores",
        "Java is " + facts.java() + "; start it with JDK 17.");
    found.check(
        facts.spark().equals(driver.spark()),
        "Spark " + facts.spark(),
        String.format(
            Locale.ROOT,
            "Spark is %s and the driver's %s; use one version.",
            facts.spark(),
            driver.spark()));
    found.check(facts.nativesProblem().isEmpty(), facts.pytorch(), facts.nativesProblem());
    if (!facts.gpuAddresses().isEmpty() && facts.gpus() == 0) {
      found.warn(
          String.format(
              Locale.ROOT,
              "Spark gives it GPU %s, and PyTorch finds none: cells train on the CPU; install the driver, set PYTORCH_LIBRARY_PATH to a CUDA build of PyTorch, or drop spark.executor.resource.gpu.amount.",
              facts.gpuAddresses()));
    } else if (facts.gpus() > 0 && facts.gpuAddresses().isEmpty() && !facts.isDriver()) {
      found.warn(
          String.format(
              Locale.ROOT,
              "PyTorch finds %d GPUs, and Spark gives tasks none: cells train on the CPU; see docs/operations.md, GPU nodes.",
              facts.gpus()));
    } else if (facts.gpus() > 0) {
      found.ok(
          String.format(
              Locale.ROOT, "%d GPUs; the task has %s", facts.gpus(), facts.gpuAddresses()));
    }
    found.check(
        facts.cacheProblem().isEmpty(), facts.cache() + " is writable", facts.cacheProblem());
    if (facts.cacheProblem().isEmpty() && facts.cacheFreeBytes() < LEAST_FREE_BYTES) {
      found.warn(
          String.format(
              Locale.ROOT,
              "%s has %d MB left; free space there.",
              facts.cache(),
              facts.cacheFreeBytes() >> 20));
    }
    long early = answer.askedMillis() - CLOCK_TOLERANCE_MILLIS;
    long late = answer.answeredMillis() + CLOCK_TOLERANCE_MILLIS;
    boolean clock = facts.clockMillis() >= early && facts.clockMillis() <= late;
    if (!clock) {
      found.warn(
          String.format(
              Locale.ROOT,
              "its clock is %d s from the driver's; timestamps in the tables will not fit together: set it.",
              (facts.clockMillis() - answer.answeredMillis()) / 1000));
    }
    return found.all();
  }

  private List<Finding> ofSweep(NodeFacts facts) {
    Findings found = new Findings(facts.where());
    if (backbone != null) {
      found.check(
          facts.backboneProblem().isEmpty(),
          String.format(Locale.ROOT, "the backbone has the digest %.12s", backbone.digest()),
          facts.backboneProblem());
    }
    if (checkpoints != null) {
      if (facts.checkpointsProblem().isEmpty()) {
        found.ok("checkpoints in " + checkpoints.folder());
      } else {
        found.warn(facts.checkpointsProblem());
      }
    }
    return found.all();
  }

  /** The findings of one process. */
  private record Findings(String where, List<Finding> all) {
    Findings(String where) {
      this(where, new ArrayList<>());
    }

    void ok(String text) {
      all.add(new Finding(Finding.Level.OK, where, text));
    }

    void warn(String text) {
      all.add(new Finding(Finding.Level.WARN, where, text));
    }

    void check(boolean holds, String good, String bad) {
      all.add(
          new Finding(holds ? Finding.Level.OK : Finding.Level.ERROR, where, holds ? good : bad));
    }
  }
}
