package io.promptsweep.backbone.tokenizer;

import ai.djl.sentencepiece.SpTokenizer;
import io.promptsweep.backbone.files.ModelFiles;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.torch.Natives;
import java.nio.file.Path;
import java.util.Collections;
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
  static final String FILE = ModelFiles.SPIECE_MODEL;

  private static final int EXTRA_IDS = 100;
  private static final Pattern SPECIAL =
      Pattern.compile("<pad>|</s>|<unk>|<extra_id_(?:0|[1-9][0-9]?)>");
  private static final char SPACE = '\u2581';

  private final Path file;
  private final SpTokenizer tokenizer;
  private final List<SentencePieceModel.Piece> pieces;
  private final Map<String, Integer> ids = new HashMap<>();

  private SentencePieceT5Tokenizer(SentencePieceModel model, SpTokenizer tokenizer) {
    this.file = model.file();
    this.tokenizer = tokenizer;
    this.pieces = model.pieces();
    for (int id = 0; id < pieces.size(); id++) {
      ids.put(pieces.get(id).text(), id);
    }
    for (int i = 0; i < EXTRA_IDS; i++) {
      ids.put("<extra_id_" + i + ">", vocabularySize() - 1 - i);
    }
  }

  static SentencePieceT5Tokenizer open(Path file) {
    SentencePieceModel model = SentencePieceModel.read(file);
    for (String token : List.of("<pad>", "</s>", "<unk>")) {
      if (model.pieces().stream().noneMatch(piece -> piece.text().equals(token))) {
        throw new InvalidInputException(
            file
                + " has no piece "
                + token
                + ", which every T5 vocabulary has; copy the file from the model that the weights"
                + " belong to.");
      }
    }
    Natives.loadSentencePiece();
    try {
      return new SentencePieceT5Tokenizer(model, new SpTokenizer(model.bytes()));
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
      ids.add(this.ids.get(special.group()));
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
  public Path file() {
    return file;
  }

  @Override
  public String token(int id) {
    int extra = vocabularySize() - 1 - id;
    if (extra >= 0 && extra < EXTRA_IDS) {
      return "<extra_id_" + extra + ">";
    }
    return id >= 0 && id < pieces.size() ? pieces.get(id).text() : "";
  }

  @Override
  public Map<String, Integer> ids() {
    return Collections.unmodifiableMap(ids);
  }

  @Override
  public int vocabularySize() {
    return pieces.size() + EXTRA_IDS;
  }

  @Override
  public int padId() {
    return ids.get("<pad>");
  }

  @Override
  public int endId() {
    return ids.get("</s>");
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
