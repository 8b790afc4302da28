package io.promptsweep.backbone;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.promptsweep.backbone.files.JsonDocument;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a folder's tokenizer and its other files are of one model. */
public final class TokenizerFit {
  private static final String GENERATION = "generation_config.json";

  /** Rows that pad a table to a multiple of 64, 128 or 1024 belong to no token. */
  private static final int USUAL_PADDING = 1024;

  private TokenizerFit() {}

  /**
   * Refuses a folder whose files name the special tokens by different ids.
   *
   * @throws InvalidInputException naming both files
   */
  public static void check(Path backboneDir, T5Config config, T5Tokenizer tokenizer) {
    Path file = backboneDir.resolve(T5Config.FILE);
    same(file, "pad_token_id", config.padTokenId(), "<pad>", tokenizer.padId(), tokenizer);
    same(file, "eos_token_id", config.eosTokenId(), "</s>", tokenizer.endId(), tokenizer);
    Path generation = backboneDir.resolve(GENERATION);
    if (!Files.isRegularFile(generation)) {
      return;
    }
    JsonDocument settings = JsonDocument.read(generation);
    int pad = settings.integer("pad_token_id", config.padTokenId());
    same(generation, "pad_token_id", pad, "<pad>", tokenizer.padId(), tokenizer);
    List<Integer> ends = ends(settings, config);
    if (!ends.contains(tokenizer.endId())) {
      same(generation, "eos_token_id", ends.get(0), "</s>", tokenizer.endId(), tokenizer);
    }
    int start = settings.integer("decoder_start_token_id", config.decoderStartTokenId());
    if (start != config.decoderStartTokenId()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: decoder_start_token_id is %d, and %d in %s beside it; copy both files from one model.",
              generation,
              start,
              config.decoderStartTokenId(),
              T5Config.FILE));
    }
  }

  /** The ids that end a generated text: one, or a list of several. */
  private static List<Integer> ends(JsonDocument settings, T5Config config) {
    List<Integer> ends = new ArrayList<>();
    if (settings.root().get("eos_token_id") instanceof JsonArray list) {
      for (JsonElement id : list) {
        if (id instanceof JsonPrimitive number && number.isNumber()) {
          ends.add(number.getAsInt());
        }
      }
    } else {
      ends.add(settings.integer("eos_token_id", config.eosTokenId()));
    }
    return ends.isEmpty() ? List.of(config.eosTokenId()) : ends;
  }

  private static void same(
      Path file, String key, int found, String token, int id, T5Tokenizer tokenizer) {
    if (found != id) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: %s is %d, and %s has the id %d in %s beside it; copy both files from one model.",
              file,
              key,
              found,
              token,
              id,
              tokenizer.file().getFileName()));
    }
  }

  /**
   * What is unusual about a tokenizer and a table, though every text may still be read: ids without
   * rows, or many rows without ids.
   *
   * @throws InvalidInputException if a file cannot be read
   */
  public static List<String> warnings(Path backboneDir) {
    int rows = T5Config.read(backboneDir).vocabSize();
    try (T5Tokenizer tokenizer = T5Tokenizer.open(backboneDir)) {
      int ids = tokenizer.vocabularySize();
      if (ids <= rows && rows - ids < USUAL_PADDING) {
        return List.of();
      }
      return List.of(
          String.format(
              Locale.ROOT,
              ids > rows
                  ? "%s has %d ids and the embedding table %d rows (vocab_size of config.json); a text with one of the ids beyond is refused."
                  : "%s has %d ids and the embedding table %d rows (vocab_size of config.json); see that both are of one model.",
              tokenizer.file(),
              ids,
              rows));
    }
  }
}
