package io.promptsweep.backbone.tokenizer;

import io.promptsweep.backbone.files.FolderContents;
import io.promptsweep.backbone.files.ModelFiles;
import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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

  /** The token with that id; empty where there is none. */
  String token(int id);

  /** Every token's id. */
  Map<String, Integer> ids();

  /** The file that it was read from. */
  Path file();

  /** Gives native memory back; the tokenizer must not be in use. */
  @Override
  default void close() {}

  /**
   * Opens the {@code tokenizer.json} of a backbone, otherwise its {@code spiece.model}. Needs no
   * network.
   *
   * @throws InvalidInputException if neither is there, it cannot be read, or both are there and of
   *     different models
   */
  static T5Tokenizer open(Path backboneDir) {
    Path file =
        ModelFiles.tokenizer(backboneDir)
            .orElseThrow(() -> FolderContents.withoutTokenizer(backboneDir));
    if (!file.endsWith(HuggingFaceT5Tokenizer.FILE)) {
      return SentencePieceT5Tokenizer.open(file);
    }
    T5Tokenizer tokenizer = HuggingFaceT5Tokenizer.open(file);
    try {
      Path pieces = backboneDir.resolve(SentencePieceT5Tokenizer.FILE);
      if (Files.isRegularFile(pieces)) {
        SentencePieceModel.read(pieces).requireSameIds(tokenizer);
      }
      return tokenizer;
    } catch (InvalidInputException e) {
      tokenizer.close();
      throw e;
    }
  }
}
