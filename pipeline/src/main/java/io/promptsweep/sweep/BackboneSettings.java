package io.promptsweep.sweep;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which frozen model.
 *
 * @param name its name in tables and reports
 * @param location where its files are
 * @param shape its sizes as the configuration states them, for plans without files; the {@code
 *     config.json} of a folder is the truth where there is one
 */
public record BackboneSettings(String name, Location location, Optional<BackboneShape> shape) {

  /**
   * The sizes of a T5 model, named as in its {@code config.json}.
   *
   * @param vocabSize rows of the embedding table
   * @param dModel width
   * @param dKv width of one attention head
   * @param dFf width of the feed-forward layer
   * @param numLayers layers of the encoder, and of the decoder
   * @param numHeads attention heads a layer
   */
  public record BackboneShape(
      int vocabSize, int dModel, int dKv, int dFf, int numLayers, int numHeads) {}

  /** The configured name, or else what the location suggests. */
  static String nameOf(String configured, Location location) {
    if (!configured.isBlank()) {
      return configured;
    }
    if (location instanceof Location.Folder folder) {
      Path last = folder.path().toAbsolutePath().normalize().getFileName();
      return last == null ? "/" : last.toString();
    }
    return location instanceof Location.Embedded ? "embedded" : "";
  }
}
