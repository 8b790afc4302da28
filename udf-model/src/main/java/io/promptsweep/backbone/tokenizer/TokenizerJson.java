package io.promptsweep.backbone.tokenizer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.promptsweep.backbone.files.JsonDocument;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A {@code tokenizer.json}, checked before the native library sees it. That library answers most
 * mistakes with an error, and some by aborting the process, with everything else that runs in it:
 * those are found here, and so is what would give other ids than the file says.
 *
 * @param file where it was read
 * @param ids every token's id
 * @param text the JSON for the library: what was read, without truncation and padding, which no
 *     text may be subject to
 */
record TokenizerJson(Path file, Map<String, Integer> ids, String text) {
  /** A repetition of a repetition: Oniguruma gives up on some texts, and the library aborts. */
  private static final Pattern NESTED_REPETITION =
      Pattern.compile("(?<!\\\\)[+*}]\\)[+*{]|(?<!\\\\)[+*}]\\)\\)[+*{]");

  private static final int LARGEST_ID = 1 << 24;

  // The library guesses from the other keys what a part of an unknown type may be.
  private static final List<String> MODELS = List.of("Unigram", "WordLevel", "WordPiece", "BPE");

  private static final List<String> NORMALIZERS =
      List.of(
          "Precompiled",
          "Sequence",
          "Strip",
          "Replace",
          "Prepend",
          "NFC",
          "NFD",
          "NFKC",
          "NFKD",
          "Nmt",
          "Lowercase",
          "StripAccents",
          "BertNormalizer",
          "ByteLevel");

  private static final List<String> PRE_TOKENIZERS =
      List.of(
          "Metaspace",
          "WhitespaceSplit",
          "Whitespace",
          "Sequence",
          "Split",
          "Punctuation",
          "Digits",
          "CharDelimiterSplit",
          "BertPreTokenizer",
          "ByteLevel",
          "UnicodeScripts",
          "FixedLength");

  private static final List<String> POST_PROCESSORS =
      List.of("TemplateProcessing", "Sequence", "BertProcessing", "RobertaProcessing", "ByteLevel");

  private static final List<String> DECODERS =
      List.of(
          "Metaspace",
          "Sequence",
          "Replace",
          "Fuse",
          "Strip",
          "ByteFallback",
          "ByteLevel",
          "WordPiece",
          "BPEDecoder",
          "CTC");

  static TokenizerJson read(Path file) {
    JsonDocument json = JsonDocument.read(file);
    Reader reader = new Reader(file, json.root());
    reader.ordinary(json.root(), "");
    Map<String, Integer> ids = reader.ids();
    reader.normalizer(json.root().get("normalizer"), "normalizer");
    reader.preTokenizer(json.root().get("pre_tokenizer"), "pre_tokenizer");
    reader.postProcessor(json.root().get("post_processor"), "post_processor", ids);
    reader.decoder(json.root().get("decoder"), "decoder");
    JsonObject checked = new JsonObject();
    json.root().entrySet().forEach(part -> checked.add(part.getKey(), part.getValue()));
    checked.add("truncation", JsonNull.INSTANCE);
    checked.add("padding", JsonNull.INSTANCE);
    Gson gson = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    return new TokenizerJson(file, ids, gson.toJson(checked));
  }

  /** Walks through the parts of one file. */
  private record Reader(Path file, JsonObject root) {

    /** Refuses what Python reads in JSON, and the library does not, wherever it stands. */
    void ordinary(JsonElement element, String key) {
      if (element instanceof JsonObject object) {
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
          String inner = (key.isEmpty() ? "" : key + ".") + PrintableName.name(entry.getKey());
          unicode(entry.getKey(), inner);
          ordinary(entry.getValue(), inner);
        }
      } else if (element instanceof JsonArray array) {
        array.forEach(inner -> ordinary(inner, key));
      } else if (element instanceof JsonPrimitive value) {
        if (value.isString()) {
          unicode(value.getAsString(), key);
        } else if (value.isNumber() && !Double.isFinite(value.getAsDouble())) {
          throw wrong(key, value, "a finite number");
        }
      }
    }

    Map<String, Integer> ids() {
      JsonObject model = object(root.get("model"), "model");
      if (model.has("type")) { // old files have none
        type(model, "model", MODELS);
      }
      JsonElement vocabulary = model.get("vocab");
      Map<String, Integer> ids = new LinkedHashMap<>();
      int size;
      if (vocabulary instanceof JsonArray pieces) { // Unigram: the index is the id
        unigram(model, pieces, ids);
        size = pieces.size();
      } else if (vocabulary instanceof JsonObject words) {
        words
            .entrySet()
            .forEach(
                word ->
                    ids.put(
                        unicode(word.getKey(), "model.vocab"),
                        id(
                            word.getValue(),
                            "model.vocab of " + PrintableName.name(word.getKey()))));
        size = ids.size();
        merges(model);
      } else {
        throw wrong("model.vocab", vocabulary, "a list of pieces or an object of words");
      }
      added(ids, size);
      return ids;
    }

    private void unigram(JsonObject model, JsonArray pieces, Map<String, Integer> ids) {
      for (int id = 0; id < pieces.size(); id++) {
        String key = "model.vocab[" + id + "]";
        if (!(pieces.get(id) instanceof JsonArray pair) || pair.size() != 2) {
          throw wrong(key, pieces.get(id), "a piece and its score");
        }
        String piece = text(pair.get(0), key);
        if (piece.isEmpty() || !Double.isFinite(number(pair.get(1), key))) {
          throw wrong(key, pair, "a piece of at least one character and its score, a number");
        }
        ids.put(piece, id);
      }
      JsonElement unknown = model.get("unk_id");
      if (unknown == null || unknown.isJsonNull() || id(unknown, "model.unk_id") >= pieces.size()) {
        throw wrong(
            "model.unk_id", unknown, "the id of one of its " + pieces.size() + " pieces, <unk>'s");
      }
    }

    private void merges(JsonObject model) {
      JsonElement dropout = model.get("dropout");
      if (dropout != null && !dropout.isJsonNull() && number(dropout, "model.dropout") != 0) {
        throw wrong("model.dropout", dropout, "null: a text has the same tokens each time");
      }
      String prefix = optionalText(model, "continuing_subword_prefix");
      if (!prefix.isEmpty() && model.get("merges") instanceof JsonArray merges) {
        for (JsonElement merge : merges) {
          String second =
              merge instanceof JsonArray pair && pair.size() == 2
                  ? text(pair.get(1), "model.merges")
                  : text(merge, "model.merges").replaceFirst("^.* ", "");
          if (!second.startsWith(prefix)) {
            throw wrong("model.merges", merge, "a pair whose second begins with " + prefix);
          }
        }
      }
    }

    private String optionalText(JsonObject model, String key) {
      JsonElement value = model.get(key);
      return value == null || value.isJsonNull() ? "" : text(value, "model." + key);
    }

    /** The library gives an added token the vocabulary's id, or else the next one. */
    private void added(Map<String, Integer> ids, int size) {
      JsonElement list = root.get("added_tokens");
      if (list == null || list.isJsonNull()) {
        return;
      }
      if (!(list instanceof JsonArray tokens)) {
        throw wrong("added_tokens", list, "a list");
      }
      int largest = -1;
      for (int i = 0; i < tokens.size(); i++) {
        String key = "added_tokens[" + i + "]";
        JsonObject token = object(tokens.get(i), key);
        String content = text(token.get("content"), key + ".content");
        int id = id(token.get("id"), key + ".id");
        if (content.isEmpty()) {
          throw wrong(key + ".content", token.get("content"), "a token of at least one character");
        }
        int given = ids.getOrDefault(content, Math.max(size, largest + 1));
        if (id != given) {
          throw new InvalidInputException(
              file
                  + ": "
                  + key
                  + " gives "
                  + PrintableName.name(content)
                  + " the id "
                  + id
                  + ", and "
                  + (ids.containsKey(content)
                      ? "another place of the file the id "
                      : "the next free id is ")
                  + given
                  + "; copy the file again from the model that the weights belong to.");
        }
        ids.put(content, id);
        largest = Math.max(largest, id);
      }
    }

    void normalizer(JsonElement element, String key) {
      if (absent(element)) {
        return;
      }
      JsonObject part = object(element, key);
      switch (type(part, key, NORMALIZERS)) {
        case "Sequence" -> each(part, key, "normalizers", this::normalizer);
        case "Precompiled" -> charsMap(part, key + ".precompiled_charsmap");
        case "Replace" -> pattern(part, key);
        default -> {}
      }
    }

    private void charsMap(JsonObject part, String key) {
      byte[] map;
      try {
        map = Base64.getDecoder().decode(text(part.get("precompiled_charsmap"), key));
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            file + ": " + key + " is not base64; download the file again.", e);
      }
      CharsMap.problem(map)
          .ifPresent(
              problem -> {
                throw new InvalidInputException(
                    file + ": " + key + " " + problem + "; download the file again.");
              });
    }

    void preTokenizer(JsonElement element, String key) {
      if (absent(element)) {
        return;
      }
      JsonObject part = object(element, key);
      switch (type(part, key, PRE_TOKENIZERS)) {
        case "Sequence" -> each(part, key, "pretokenizers", this::preTokenizer);
        case "Split" -> pattern(part, key);
        case "FixedLength" -> {
          JsonElement length = part.get("length");
          if (length != null && id(length, key + ".length") == 0) {
            throw wrong(key + ".length", length, "a positive whole number");
          }
        }
        default -> {}
      }
    }

    void decoder(JsonElement element, String key) {
      if (absent(element)) {
        return;
      }
      JsonObject part = object(element, key);
      switch (type(part, key, DECODERS)) {
        case "Sequence" -> each(part, key, "decoders", this::decoder);
        case "Replace" -> pattern(part, key);
        case "Strip" -> {
          // The library cuts a token from both ends without seeing that the cuts may meet.
          int start = id(part.get("start"), key + ".start");
          int stop = id(part.get("stop"), key + ".stop");
          if (stop > 0) {
            throw wrong(key + ".stop", part.get("stop"), "0, with start = " + start);
          }
        }
        default -> {}
      }
    }

    void postProcessor(JsonElement element, String key, Map<String, Integer> ids) {
      if (absent(element)) {
        return;
      }
      JsonObject part = object(element, key);
      switch (type(part, key, POST_PROCESSORS)) {
        case "Sequence" ->
            each(part, key, "processors", (inner, place) -> postProcessor(inner, place, ids));
        case "TemplateProcessing" -> template(part, key, ids);
        case "BertProcessing", "RobertaProcessing" -> {
          for (String token : List.of("sep", "cls")) {
            if (!(part.get(token) instanceof JsonArray pair) || pair.size() != 2) {
              throw wrong(key + "." + token, part.get(token), "a token and its id");
            }
            known(text(pair.get(0), key), id(pair.get(1), key), key + "." + token, ids);
          }
        }
        default -> {}
      }
    }

    private void template(JsonObject part, String key, Map<String, Integer> ids) {
      JsonObject tokens = object(part.get("special_tokens"), key + ".special_tokens");
      for (Map.Entry<String, JsonElement> entry : tokens.entrySet()) {
        String place = key + ".special_tokens." + PrintableName.name(entry.getKey());
        JsonObject token = object(entry.getValue(), place);
        if (!(token.get("ids") instanceof JsonArray numbers)
            || !(token.get("tokens") instanceof JsonArray names)
            || numbers.size() != names.size()) {
          throw wrong(place, token, "as many ids as tokens");
        }
        for (int i = 0; i < numbers.size(); i++) {
          known(text(names.get(i), place), id(numbers.get(i), place), place, ids);
        }
      }
      for (String side : List.of("single", "pair")) {
        String place = key + "." + side;
        if (!(part.get(side) instanceof JsonArray pieces)) {
          throw wrong(place, part.get(side), "a list");
        }
        List<String> sequences = new ArrayList<>();
        for (JsonElement piece : pieces) {
          JsonObject object = object(piece, place);
          if (object.get("Sequence") instanceof JsonObject sequence) {
            sequences.add(text(sequence.get("id"), place));
          } else {
            String name = text(object(object.get("SpecialToken"), place).get("id"), place);
            if (!tokens.has(name)) {
              throw wrong(place, piece, "one of " + key + ".special_tokens");
            }
          }
        }
        if (side.equals("single") && !sequences.equals(List.of("A"))) {
          throw wrong(place, pieces, "a template with the text, Sequence A, once");
        }
      }
    }

    private void known(String token, int id, String key, Map<String, Integer> ids) {
      Integer known = ids.get(token);
      if (known == null || known != id) {
        throw new InvalidInputException(
            file
                + ": "
                + key
                + " gives "
                + PrintableName.name(token)
                + " the id "
                + id
                + ", and the vocabulary "
                + (known == null ? "has no such token" : "the id " + known)
                + "; copy the file again from the model that the weights belong to.");
      }
    }

    private void pattern(JsonObject part, String key) {
      JsonObject pattern = object(part.get("pattern"), key + ".pattern");
      if (pattern.has("Regex")) {
        String regex = text(pattern.get("Regex"), key + ".pattern.Regex");
        if (regex.isEmpty() || NESTED_REPETITION.matcher(regex).find()) {
          throw wrong(
              key + ".pattern.Regex",
              pattern.get("Regex"),
              "an expression that does not repeat a repetition");
        }
      } else if (text(pattern.get("String"), key + ".pattern.String").isEmpty()) {
        throw wrong(key + ".pattern.String", pattern.get("String"), "at least one character");
      }
    }

    private interface Check {
      void check(JsonElement element, String key);
    }

    private void each(JsonObject part, String key, String list, Check check) {
      if (!(part.get(list) instanceof JsonArray parts)) {
        throw wrong(key + "." + list, part.get(list), "a list");
      }
      for (int i = 0; i < parts.size(); i++) {
        String place = key + "." + list + "[" + i + "]";
        object(parts.get(i), place);
        check.check(parts.get(i), place);
      }
    }

    private static boolean absent(JsonElement element) {
      return element == null || element.isJsonNull();
    }

    private String type(JsonObject part, String key, List<String> known) {
      String type = text(part.get("type"), key + ".type");
      if (!known.contains(type)) {
        throw wrong(key + ".type", part.get("type"), "one of " + String.join(", ", known));
      }
      return type;
    }

    private JsonObject object(JsonElement element, String key) {
      if (!(element instanceof JsonObject object)) {
        throw wrong(key, element, "an object");
      }
      return object;
    }

    private String text(JsonElement element, String key) {
      if (!(element instanceof JsonPrimitive text) || !text.isString()) {
        throw wrong(key, element, "a text");
      }
      return unicode(text.getAsString(), key);
    }

    /** Half of a surrogate pair cannot be handed on. */
    private String unicode(String text, String key) {
      for (int i = 0; i < text.length(); ) {
        int point = text.codePointAt(i);
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
          throw new InvalidInputException(
              file + ": " + key + " holds a text that is not Unicode; download the file again.");
        }
        i += Character.charCount(point);
      }
      return text;
    }

    private double number(JsonElement element, String key) {
      if (!(element instanceof JsonPrimitive number) || !number.isNumber()) {
        throw wrong(key, element, "a number");
      }
      return number.getAsDouble();
    }

    private int id(JsonElement element, String key) {
      double id = number(element, key);
      if (id != Math.rint(id) || id < 0 || id > LARGEST_ID) {
        throw wrong(key, element, "a whole number from 0 to " + LARGEST_ID);
      }
      return (int) id;
    }

    private InvalidInputException wrong(String key, JsonElement found, String expected) {
      return new InvalidInputException(
          file
              + ": "
              + key
              + " is "
              + (found == null ? "missing" : PrintableName.name(found.toString()))
              + " rather than "
              + expected
              + "; download the file again.");
    }
  }
}
