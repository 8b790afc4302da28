package io.promptsweep.backbone.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of a model's files, as Hugging Face's programs write them. */
public final class ModelFiles {
  /** Sizes and switches. */
  public static final String CONFIG = "config.json";

  /** The tokenizer of the library tokenizers. */
  public static final String TOKENIZER_JSON = "tokenizer.json";

  /** The tokenizer of SentencePiece. */
  public static final String SPIECE_MODEL = "spiece.model";

  private ModelFiles() {}

  /** The tokenizer's file in {@code folder} that is read; empty if there is none. */
  public static Optional<Path> tokenizer(Path folder) {
    return Stream.of(TOKENIZER_JSON, SPIECE_MODEL)
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
