package io.promptsweep.backbone;

import ai.djl.sentencepiece.SpTokenizer;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A {@code spiece.model} with what T5 adds to it: the end token, and 100 sentinel ids behind the
 * pieces, {@code <extra_id_0>} the last (transformers' {@code T5Tokenizer}).
 */
final class SentencePieceT5Tokenizer implements T5Tokenizer {
  static final String FILE = "spiece.model";

  private static final int EXTRA_IDS = 100;
  private static final Pattern SPECIAL =
      Pattern.compile("<pad>|</s>|<unk>|<extra_id_(?:0|[1-9][0-9]?)>");
  private static final char SPACE = '\u2581';

  private final SpTokenizer tokenizer;
  private final List<SentencePieceModel.Piece> pieces;
  private final Map<String, Integer> specials = new HashMap<>();

  private SentencePieceT5Tokenizer(
      Path file, SpTokenizer tokenizer, List<SentencePieceModel.Piece> pieces) {
    this.tokenizer = tokenizer;
    this.pieces = pieces;
    for (String token : List.of("<pad>", "</s>", "<unk>")) {
      int id =
          IntStream.range(0, pieces.size())
              .filter(i -> pieces.get(i).text().equals(token))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          file + " has no piece " + token + ", which every T5 vocabulary has."));
      specials.put(token, id);
    }
    for (int i = 0; i < EXTRA_IDS; i++) {
      specials.put("<extra_id_" + i + ">", vocabularySize() - 1 - i);
    }
  }

  static SentencePieceT5Tokenizer open(Path file) {
    Natives.loadSentencePiece();
    byte[] model;
    try {
      model = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
    // Before the native library sees it: that one takes a model cut off between two pieces.
    List<SentencePieceModel.Piece> pieces = SentencePieceModel.pieces(file, model);
    try {
      return new SentencePieceT5Tokenizer(file, new SpTokenizer(model), pieces);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          file + " is not a model that SentencePiece reads: " + e.getMessage(), e);
    }
  }

  @Override
  public int[] encode(String text) {
    IntStream.Builder ids = IntStream.builder();
    Matcher special = SPECIAL.matcher(text);
    int start = 0;
    while (special.find()) {
      encodePlain(text.substring(start, special.start()), ids);
      ids.add(specials.get(special.group()));
      start = special.end();
    }
    encodePlain(text.substring(start), ids);
    ids.add(endId());
    return ids.build().toArray();
  }

  private void encodePlain(String text, IntStream.Builder ids) {
    if (!text.isEmpty()) {
      for (int id : tokenizer.getProcessor().encode(text)) {
        ids.add(id);
      }
    }
  }

  @Override
  public String decode(int[] ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      if (id >= 0 && id < pieces.size() && pieces.get(id).isText()) {
        text.append(pieces.get(id).text());
      }
    }
    // The space that every text begins with in its pieces.
    if (!text.isEmpty() && text.charAt(0) == SPACE) {
      text.deleteCharAt(0);
    }
    return text.toString().replace(SPACE, ' ');
  }

  @Override
  public int vocabularySize() {
    return pieces.size() + EXTRA_IDS;
  }

  @Override
  public int padId() {
    return specials.get("<pad>");
  }

  @Override
  public int endId() {
    return specials.get("</s>");
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
