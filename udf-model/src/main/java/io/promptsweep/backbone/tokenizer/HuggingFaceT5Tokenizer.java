package io.promptsweep.backbone.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.promptsweep.backbone.files.ModelFiles;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import io.promptsweep.torch.Natives;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A {@code tokenizer.json}, run by Hugging Face's own library. */
final class HuggingFaceT5Tokenizer implements T5Tokenizer {
  static final String FILE = ModelFiles.TOKENIZER_JSON;

  /** DJL cuts at 512 tokens unless told otherwise, whatever the file says. */
  private static final Map<String, String> UNCUT =
      Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");

  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final Map<String, Integer> ids;
  private final String[] tokens;
  private final int vocabularySize;
  private final int padId;
  private final int endId;
  private final boolean addsEnd;

  private HuggingFaceT5Tokenizer(TokenizerJson json, HuggingFaceTokenizer tokenizer) {
    this.file = json.file();
    this.tokenizer = tokenizer;
    this.ids = json.ids();
    this.vocabularySize = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
    this.tokens = new String[vocabularySize];
    ids.forEach((token, id) -> tokens[id] = token);
    this.padId = special(file, ids, "<pad>");
    this.endId = special(file, ids, "</s>");
    int[] none = ids("");
    this.addsEnd = none.length > 0 && none[none.length - 1] == endId;
  }

  static HuggingFaceT5Tokenizer open(Path file) {
    // Before the native library sees it: that one aborts the process over some mistakes.
    TokenizerJson json = TokenizerJson.read(file);
    Natives.loadTokenizers();
    HuggingFaceTokenizer tokenizer = load(json);
    try {
      return new HuggingFaceT5Tokenizer(json, tokenizer);
    } catch (InvalidInputException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static HuggingFaceTokenizer load(TokenizerJson json) {
    // From a stream, so that no tokenizer_config.json beside it has a say.
    try (InputStream in = new ByteArrayInputStream(json.text().getBytes(StandardCharsets.UTF_8))) {
      return HuggingFaceTokenizer.newInstance(in, UNCUT);
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          json.file()
              + " is not a tokenizer that Hugging Face's tokenizers reads: "
              + e.getMessage(),
          e);
    }
  }

  private static int special(Path file, Map<String, Integer> ids, String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new InvalidInputException(
          file
              + " has no token "
              + token
              + ", which every T5 tokenizer has; copy the file from the model that the weights"
              + " belong to.");
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
    try {
      return Arrays.stream(tokenizer.encode(text).getIds()).mapToInt(Math::toIntExact).toArray();
    } catch (RuntimeException e) { // such as a word without an id where no <unk> is told
      throw new InvalidInputException(
          file
              + " has no tokens for the text \""
              + PrintableName.name(text)
              + "\": "
              + e.getMessage()
              + "; copy the file from the model that the weights belong to.",
          e);
    }
  }

  @Override
  public String decode(int[] ids) {
    long[] known =
        Arrays.stream(ids).filter(id -> id >= 0 && id < vocabularySize).asLongStream().toArray();
    return tokenizer.decode(known, true);
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public String token(int id) {
    return id >= 0 && id < vocabularySize && tokens[id] != null ? tokens[id] : "";
  }

  @Override
  public Map<String, Integer> ids() {
    return ids;
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
