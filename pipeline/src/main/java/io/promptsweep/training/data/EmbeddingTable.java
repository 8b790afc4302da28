package io.promptsweep.training.data;

import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.problem.InvalidInputException;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The backbone's embedding table, as texts need it: a token without a row would end a cell inside
 * the native library.
 *
 * @param rows how many it has
 */
public record EmbeddingTable(int rows) {
  private static final int SHOWN = 60;

  /** The table that {@code config.json} tells of. */
  public static EmbeddingTable of(T5Config config) {
    return new EmbeddingTable(config.vocabSize());
  }

  /**
   * Refuses a token without a row.
   *
   * @param ids the tokens of {@code text}
   * @param text the text
   * @param what says where the text comes from
   * @throws InvalidInputException naming the text, the token and the file to change
   */
  public void requireRows(int[] ids, T5Tokenizer tokenizer, String text, Supplier<String> what) {
    for (int id : ids) {
      if (id < 0 || id >= rows) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s, \"%s\", has the token %s with the id %d, and the embedding table has %d rows (vocab_size of config.json); %s is of another model: copy it from the one that the weights belong to.",
                what.get(),
                shown(text),
                tokenizer.token(id),
                id,
                rows,
                tokenizer.file()));
      }
    }
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
