package io.promptsweep.backbone;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@code tokenizer.json}, run by Hugging Face's own library. */
final class HuggingFaceT5Tokenizer implements T5Tokenizer {
  static final String FILE = "tokenizer.json";

  /** DJL cuts at 512 tokens unless told otherwise, whatever the file says. */
  private static final Map<String, String> UNCUT =
      Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final int vocabularySize;
  private final int padId;
  private final int endId;
  private final boolean addsEnd;

  private HuggingFaceT5Tokenizer(Path file, HuggingFaceTokenizer tokenizer) {
    Map<String, Integer> ids = ids(JsonDocument.read(file));
    this.tokenizer = tokenizer;
    this.vocabularySize = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
    this.padId = special(file, ids, "<pad>");
    this.endId = special(file, ids, "</s>");
    int[] none = ids("");
    this.addsEnd = none.length > 0 && none[none.length - 1] == endId;
  }

  static HuggingFaceT5Tokenizer open(Path file) {
    Natives.loadTokenizers();
    HuggingFaceTokenizer tokenizer = load(file);
    try {
      return new HuggingFaceT5Tokenizer(file, tokenizer);
    } catch (InvalidInputException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static HuggingFaceTokenizer load(Path file) {
    // From a stream, so that no tokenizer_config.json beside it has a say.
    try (InputStream in = Files.newInputStream(file)) {
      return HuggingFaceTokenizer.newInstance(in, UNCUT);
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          file + " is not a tokenizer that Hugging Face's tokenizers reads: " + e.getMessage(), e);
    }
  }

  private static Map<String, Integer> ids(JsonDocument json) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    try {
      JsonElement vocabulary = json.object("model").get("vocab");
      if (vocabulary.isJsonArray()) { // Unigram: pairs of piece and score, the index is the id
        for (JsonElement piece : vocabulary.getAsJsonArray()) {
          ids.put(piece.getAsJsonArray().get(0).getAsString(), ids.size());
        }
      } else {
        vocabulary
            .getAsJsonObject()
            .entrySet()
            .forEach(e -> ids.put(e.getKey(), e.getValue().getAsInt()));
      }
      JsonArray added = json.root().getAsJsonArray("added_tokens");
      for (JsonElement token : added == null ? new JsonArray() : added) {
        JsonObject object = token.getAsJsonObject();
        ids.put(object.get("content").getAsString(), object.get("id").getAsInt());
      }
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          json.file() + " has a vocabulary of another form than tokenizer.json's.", e);
    }
    return ids;
  }

  private static int special(Path file, Map<String, Integer> ids, String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new InvalidInputException(
          file + " has no token " + token + ", which every T5 tokenizer has.");
    }
    return id;
  }

  @Override
  public int[] encode(String text) {
    int[] ids = ids(text);
    if (addsEnd) {
      return ids;
    }
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = endId;
    return ended;
  }

  private int[] ids(String text) {
    return Arrays.stream(tokenizer.encode(text).getIds()).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public String decode(int[] ids) {
    long[] known =
        Arrays.stream(ids).filter(id -> id >= 0 && id < vocabularySize).asLongStream().toArray();
    return tokenizer.decode(known, true);
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public int padId() {
    return padId;
  }

  @Override
  public int endId() {
    return endId;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
