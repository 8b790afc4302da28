package io.promptsweep.sweep;

import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.T5Config;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

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
   * @param version which T5: it decides on the feed-forward layer and on the output matrix
   */
  public record BackboneShape(
      int vocabSize, int dModel, int dKv, int dFf, int numLayers, int numHeads, T5Version version) {

    /** The same as a {@code config.json}, with T5's usual values for what no size depends on. */
    public T5Config config() {
      boolean first = version == T5Version.V1_0;
      return new T5Config(
          vocabSize,
          dModel,
          dKv,
          dFf,
          numLayers,
          numLayers,
          numHeads,
          32,
          128,
          0.1,
          1e-6,
          first ? Activation.RELU : Activation.GATED_GELU,
          first,
          0,
          1,
          0);
    }
  }

  /** The two kinds of T5. */
  public enum T5Version {
    /** One matrix in each feed-forward layer, relu; embeddings are the output matrix too. */
    V1_0,
    /** A gated feed-forward layer, gelu; an output matrix of its own. */
    V1_1;

    /** Its name in configurations: {@code v1.1}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
  }

  /** The configured name, or else what the location suggests. */
  static String nameOf(String configured, Location location) {
    if (!configured.isBlank()) {
      return configured;
    }
    if (location instanceof Location.Folder folder) {
      Path path = folder.path().toAbsolutePath().normalize();
      Path last = path.getFileName();
      // A model's folder in the Hugging Face cache, or a snapshot in it, which a commit names.
      return StreamSupport.stream(path.spliterator(), false)
          .map(Path::toString)
          .filter(name -> name.startsWith("models--"))
          .findFirst()
          .map(name -> name.substring(name.lastIndexOf("--") + 2))
          .orElse(last == null ? "/" : last.toString());
    }
    if (location instanceof Location.Remote remote) {
      String path = remote.uri().replaceAll("/+$", "");
      return path.substring(path.lastIndexOf('/') + 1);
    }
    return location instanceof Location.Embedded ? "embedded" : "";
  }
}
