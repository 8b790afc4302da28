package io.promptsweep.toy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The toy world's backbone: a T5 v1.1 of 0.9 million parameters, pre-trained on the world by {@code
 * promptsweep pretrain conf/pretrain/toy-backbone.conf}. Its log stands beside the weights.
 */
final class ToyBackbone {
  /** The resources that make the folder of a backbone. */
  static final List<String> FILES = List.of("config.json", "model.safetensors", "tokenizer.json");

  private ToyBackbone() {}

  /** Writes {@link #FILES}. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : FILES) {
      try (InputStream in = ToyBackbone.class.getResourceAsStream("backbone/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the resource backbone/" + name + " is missing");
        }
        Files.copy(in, folder.resolve(name));
      }
    }
  }
}
