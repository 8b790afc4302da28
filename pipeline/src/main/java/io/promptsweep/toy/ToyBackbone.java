package io.promptsweep.toy;

import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.RandomBackbone;
import io.promptsweep.backbone.T5Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The toy world's backbone: a tiny T5 v1.1 with random weights over the world's vocabulary. */
final class ToyBackbone {
  private static final long SEED = 20;

  private ToyBackbone() {}

  /** Writes {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    int vocabulary = ToyVocabulary.tokens().size();
    T5Config config =
        new T5Config(
            vocabulary,
            64,
            16,
            128,
            2,
            2,
            4,
            32,
            128,
            0.1,
            1e-6,
            Activation.GATED_GELU,
            false,
            0,
            1,
            0);
    RandomBackbone.write(folder, config, SEED);
    Files.writeString(folder.resolve("tokenizer.json"), ToyVocabulary.tokenizerJson());
  }
}
