package io.promptsweep.output;

import io.promptsweep.backbone.weights.SafetensorsWriter;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.Cell;
import io.promptsweep.training.CellOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What cells learned: {@code OUT/prompts/CELL_ID.safetensors}, written before the cell's row is, so
 * that a finished cell always has it. Tensors are those of {@code PromptMethod.stored} at the best
 * epoch; the metadata says which method, settings, task and backbone they belong to.
 */
public final class TunedPrompts {
  private final Path out;
  private final String backboneDigest;

  public TunedPrompts(Path out, String backboneDigest) {
    this.out = out;
    this.backboneDigest = backboneDigest;
  }

  /** The file of a cell below a sweep's output folder. */
  public static Path file(Path out, String cellId) {
    return out.resolve("prompts").resolve(cellId + ".safetensors");
  }

  /** Writes what a trained cell stores, if it stores anything. */
  public void write(PreparedSweep.NamedCell named, CellOutcome outcome) {
    if (!(outcome instanceof CellOutcome.Trained trained) || trained.stored().isEmpty()) {
      return;
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    trained
        .stored()
        .forEach((name, t) -> tensors.put(name, StoredTensor.of(name, t.values(), t.shape())));
    Path file = file(out, named.id());
    try {
      Files.createDirectories(file.getParent());
      SafetensorsWriter.write(file, tensors, metadata(named.cell(), trained));
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(
          file + " cannot be written: " + e.getMessage() + "; free space or name another --out.",
          e);
    }
  }

  private Map<String, String> metadata(Cell cell, CellOutcome.Trained trained) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "promptsweep");
    metadata.put("method", cell.method());
    metadata.put("task", cell.task());
    metadata.put("config_json", cell.configJson());
    metadata.put("backbone_digest", backboneDigest);
    metadata.put("best_epoch", String.valueOf(trained.best().epoch()));
    return metadata;
  }
}
