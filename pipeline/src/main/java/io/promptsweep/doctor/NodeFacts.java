package io.promptsweep.doctor;

import io.promptsweep.checkpoint.CheckpointFolder;
import io.promptsweep.node.NodeBackbone;
import io.promptsweep.node.NodeCache;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.torch.Natives;
import io.promptsweep.training.CellSnapshot;
import io.promptsweep.training.optimizer.OptimizerState;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * What one process says of itself and its node. A check that failed holds its sentence; empty means
 * passed.
 *
 * @param where {@code driver}, or the executor and its host
 * @param address host and port of its block manager, which no other process has
 * @param java version of Java
 * @param spark version of Spark
 * @param cores processors that the process may use
 * @param pytorch version, flavour and folder of PyTorch; empty if it cannot be used
 * @param gpus how many GPUs PyTorch sees
 * @param gpuAddresses those that Spark gave the task, joined by commas; empty without
 * @param nativesProblem why PyTorch cannot be used
 * @param cache the folder for what is kept on the node
 * @param cacheFreeBytes space there
 * @param cacheProblem why it cannot be written
 * @param backboneProblem why the backbone cannot be used
 * @param checkpointsProblem why checkpoints cannot be kept
 * @param clockMillis the node's clock when it answered
 */
record NodeFacts(
    String where,
    String address,
    String java,
    String spark,
    int cores,
    String pytorch,
    int gpus,
    String gpuAddresses,
    String nativesProblem,
    String cache,
    long cacheFreeBytes,
    String cacheProblem,
    String backboneProblem,
    String checkpointsProblem,
    long clockMillis)
    implements Serializable {

  /**
   * Looks around in this process.
   *
   * @param backbone to be found and compared; null for none
   * @param checkpoints to be tried; null for none
   */
  static NodeFacts gather(NodeBackbone backbone, CheckpointFolder checkpoints) {
    String pytorch = "";
    String nativesProblem = "";
    int gpus = 0;
    try {
      Natives.Description natives = Natives.describe();
      pytorch =
          String.format(
              Locale.ROOT,
              "PyTorch %s for %s from %s",
              natives.version(),
              natives.flavor(),
              natives.folder());
      gpus = natives.gpus();
    } catch (InvalidInputException e) {
      nativesProblem = e.getMessage();
    }
    Path cache = NodeCache.folder();
    String cacheProblem = "";
    long free = 0;
    try {
      Files.createDirectories(cache);
      Files.delete(Files.createTempFile(cache, "doctor-", ".tmp"));
      free = Files.getFileStore(cache).getUsableSpace();
    } catch (IOException e) {
      cacheProblem =
          String.format(
              Locale.ROOT,
              "%s cannot be written (%s); set XDG_CACHE_HOME to a folder that can.",
              cache,
              e.getMessage());
    }
    return new NodeFacts(
        place(),
        SparkEnv.get().blockManager().blockManagerId().hostPort(),
        System.getProperty("java.version"),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        Runtime.getRuntime().availableProcessors(),
        pytorch,
        gpus,
        givenGpus(),
        nativesProblem,
        cache.toString(),
        free,
        cacheProblem,
        backbone == null ? "" : problem(backbone),
        checkpoints == null ? "" : problem(checkpoints),
        System.currentTimeMillis());
  }

  boolean isDriver() {
    return where.equals("driver");
  }

  private static String place() {
    String executor = SparkEnv.get().executorId();
    return executor.equals("driver")
        ? "driver"
        : "executor " + executor + " on " + SparkEnv.get().blockManager().blockManagerId().host();
  }

  private static String givenGpus() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get("gpu");
    return gpu == null ? "" : String.join(",", gpu.addresses());
  }

  private static String problem(NodeBackbone backbone) {
    try {
      backbone.folder();
      return "";
    } catch (InvalidInputException e) {
      return e.getMessage();
    }
  }

  private static String problem(CheckpointFolder checkpoints) {
    String id = "doctor-" + UUID.randomUUID();
    checkpoints.save(
        new CellSnapshot(
            id, 1, 1, 1, List.of(), 1, 1, Map.of(), Map.of(), new OptimizerState(1, Map.of())));
    boolean kept = checkpoints.load(id).isPresent();
    checkpoints.delete(id);
    return kept
        ? ""
        : String.format(
            Locale.ROOT,
            "%s cannot be written; set run.checkpoints to a folder that every executor sees, or to off.",
            checkpoints.folder());
  }
}
