package io.promptsweep.backbone;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Text to ids and back, as Hugging Face's {@code T5TokenizerFast} does it. Thread-safe. */
public interface T5Tokenizer extends AutoCloseable {

  /** The ids of {@code text} with the end token behind them, however long; nothing is cut off. */
  int[] encode(String text);

  /**
   * The text of {@code ids}, without special tokens: padding, end, unknown and {@code
   * <extra_id_N>}. Ids without a token, such as an embedding table's padding rows, count as
   * special.
   */
  String decode(int[] ids);

  /** How many ids are tokens; the embedding table may have more rows. */
  int vocabularySize();

  int padId();

  int endId();

  /** Gives native memory back; the tokenizer must not be in use. */
  @Override
  default void close() {}

  /**
   * Opens the {@code tokenizer.json} of a backbone, otherwise its {@code spiece.model}. Needs no
   * network.
   *
   * @throws InvalidInputException if neither is there, or it cannot be read
   */
  static T5Tokenizer open(Path backboneDir) {
    Path file =
        file(backboneDir)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        backboneDir
                            + " has neither tokenizer.json nor spiece.model; copy one of them from"
                            + " the model that the weights belong to."));
    return file.endsWith(HuggingFaceT5Tokenizer.FILE)
        ? HuggingFaceT5Tokenizer.open(file)
        : SentencePieceT5Tokenizer.open(file);
  }

  /** The file that {@link #open} reads. */
  static Optional<Path> file(Path backboneDir) {
    return Stream.of(HuggingFaceT5Tokenizer.FILE, SentencePieceT5Tokenizer.FILE)
        .map(backboneDir::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
