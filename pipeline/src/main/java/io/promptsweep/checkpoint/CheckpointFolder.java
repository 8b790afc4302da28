package io.promptsweep.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.backbone.weights.SafetensorsWriter;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.files.LocalPath;
import io.promptsweep.training.CellSnapshot;
import io.promptsweep.training.Checkpoints;
import io.promptsweep.training.EpochMetrics;
import io.promptsweep.training.optimizer.OptimizerState;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints as files {@code FOLDER/CELL_ID.safetensors}, which appear whole or not at all: the
 * tensors {@code parameter/NAME}, {@code best/NAME} and {@code optimizer/NAME}, flat, and the rest
 * as JSON in the metadata.
 *
 * <p>The folder is a path, or a URI of any file system that Hadoop knows. Where executors on other
 * nodes do not see it, their cells simply begin again.
 *
 * @param folder path or URI
 */
public record CheckpointFolder(String folder) implements Checkpoints, Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final String FORMAT = "promptsweep-checkpoint-1";
  private static final String SUFFIX = ".safetensors";
  private static final String PARAMETER = "parameter/";
  private static final String BEST = "best/";
  private static final String OPTIMIZER = "optimizer/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All of a snapshot that is not a tensor. */
  private record Counters(
      String cellId,
      long step,
      int passes,
      int next,
      List<EpochMetrics> epochs,
      int bestEpoch,
      int bestDistinctPredictions,
      long optimizerSteps) {}

  @Override
  public Optional<CellSnapshot> load(String cellId) {
    try {
      if (local().isPresent()) {
        java.nio.file.Path file = local().get().resolve(name(cellId));
        return Files.exists(file) ? Optional.of(read(file, cellId)) : Optional.empty();
      }
      Path remote = new Path(folder, name(cellId));
      FileContext files = files(remote);
      if (!files.util().exists(remote)) {
        return Optional.empty();
      }
      java.nio.file.Path copy = Files.createTempFile("promptsweep-", ".safetensors");
      try (var in = files.open(remote)) {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(read(copy, cellId));
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "the checkpoint of cell {} in {} cannot be used; it begins again", cellId, folder, e);
      return Optional.empty();
    }
  }

  @Override
  public void save(CellSnapshot snapshot) {
    try {
      if (local().isPresent()) {
        Files.createDirectories(local().get());
        write(local().get().resolve(name(snapshot.cellId())), snapshot);
        return;
      }
      Path remote = new Path(folder, name(snapshot.cellId()));
      java.nio.file.Path made = Files.createTempFile("promptsweep-", ".safetensors");
      try {
        write(made, snapshot);
        FileContext files = files(remote);
        // Two executors may hold the same cell for a moment: each writes a file of its own.
        Path partial = new Path(folder, "." + made.getFileName() + ".part");
        files.mkdir(remote.getParent(), null, true);
        try (var out = files.create(partial, EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE))) {
          Files.copy(made, out);
        }
        files.rename(partial, remote, Options.Rename.OVERWRITE);
      } finally {
        Files.deleteIfExists(made);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cell {} trains on without a checkpoint in {}", snapshot.cellId(), folder, e);
    }
  }

  /** Forgets a cell that is finished. */
  public void delete(String cellId) {
    try {
      if (local().isPresent()) {
        Files.deleteIfExists(local().get().resolve(name(cellId)));
        return;
      }
      Path remote = new Path(folder, name(cellId));
      FileContext files = files(remote);
      if (files.util().exists(remote)) {
        files.delete(remote, false);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the checkpoint of the finished cell {} stays in {}", cellId, folder, e);
    }
  }

  /**
   * Forgets all but {@code cellIds}, and removes what killed writers left half written. A writer
   * that still lives loses the checkpoint it is at, no more.
   */
  public void retain(Collection<String> cellIds) {
    Set<String> kept = new HashSet<>();
    cellIds.forEach(id -> kept.add(name(id)));
    try {
      if (local().isPresent()) {
        if (Files.isDirectory(local().get())) {
          try (Stream<java.nio.file.Path> files = Files.list(local().get())) {
            for (java.nio.file.Path file :
                files.filter(f -> ours(f.getFileName(), kept)).toList()) {
              Files.deleteIfExists(file);
            }
          }
        }
        return;
      }
      Path remote = new Path(folder);
      FileContext files = files(remote);
      if (files.util().exists(remote)) {
        for (FileStatus file : files.util().listStatus(remote)) {
          if (ours(file.getPath().getName(), kept)) {
            files.delete(file.getPath(), false);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("checkpoints that nobody needs stay in {}", folder, e);
    }
  }

  /** Whether a file is a checkpoint, whole or not, and none of those to keep. */
  private static boolean ours(Object file, Set<String> kept) {
    String name = file.toString();
    return (name.endsWith(SUFFIX) || name.endsWith(".part")) && !kept.contains(name);
  }

  private Optional<java.nio.file.Path> local() {
    return LocalPath.isRemote(folder) ? Optional.empty() : Optional.of(LocalPath.of(folder));
  }

  private static FileContext files(Path path) throws IOException {
    Configuration configuration = SparkHadoopUtil.get().conf();
    return FileContext.getFileContext(path.toUri(), configuration);
  }

  private static String name(String cellId) {
    return cellId + SUFFIX;
  }

  private static void write(java.nio.file.Path file, CellSnapshot snapshot)
      throws JsonProcessingException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    add(tensors, PARAMETER, snapshot.parameters());
    add(tensors, BEST, snapshot.bestParameters());
    add(tensors, OPTIMIZER, snapshot.optimizer().values());
    Counters counters =
        new Counters(
            snapshot.cellId(),
            snapshot.step(),
            snapshot.passes(),
            snapshot.next(),
            snapshot.epochs(),
            snapshot.bestEpoch(),
            snapshot.bestDistinctPredictions(),
            snapshot.optimizer().steps());
    SafetensorsWriter.write(
        file, tensors, Map.of("format", FORMAT, "state", JSON.writeValueAsString(counters)));
  }

  private static void add(
      Map<String, StoredTensor> tensors, String prefix, Map<String, float[]> values) {
    values.forEach(
        (name, floats) ->
            tensors.put(prefix + name, StoredTensor.of(prefix + name, floats, floats.length)));
  }

  private static CellSnapshot read(java.nio.file.Path file, String cellId) throws IOException {
    try (Safetensors tensors = Safetensors.open(file)) {
      if (!FORMAT.equals(tensors.metadata().get("format"))) {
        throw new IOException(file + " was written by another version");
      }
      Counters counters = JSON.readValue(tensors.metadata().get("state"), Counters.class);
      if (!counters.cellId().equals(cellId)) {
        throw new IOException(file + " is of cell " + counters.cellId());
      }
      return new CellSnapshot(
          cellId,
          counters.step(),
          counters.passes(),
          counters.next(),
          counters.epochs(),
          counters.bestEpoch(),
          counters.bestDistinctPredictions(),
          values(tensors, PARAMETER),
          values(tensors, BEST),
          new OptimizerState(counters.optimizerSteps(), values(tensors, OPTIMIZER)));
    }
  }

  private static Map<String, float[]> values(Safetensors tensors, String prefix) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String name : tensors.names()) {
      if (name.startsWith(prefix)) {
        values.put(name.substring(prefix.length()), tensors.tensor(name).floats());
      }
    }
    return values;
  }
}
