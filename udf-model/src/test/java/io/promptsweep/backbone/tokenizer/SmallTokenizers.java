package io.promptsweep.backbone.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Tokenizers with every part that T5's have, of a few pieces. */
public final class SmallTokenizers {
  private static final List<String> PIECES =
      List.of("<pad>", "</s>", "<unk>", "\u2581", "a", "n", "\u2581anna", "o", "w", "s", "\u2581x");

  private static final int TEXT_KIND = 1;
  private static final int UNKNOWN_KIND = 2;
  private static final int CONTROL_KIND = 3;

  private SmallTokenizers() {}

  /** A map that makes compatibility characters plain, as {@code nmt_nfkc} does. */
  public static byte[] charsMap() {
    return charsMap(Map.of("\uff21", "A", "\u2460", "1", "\u2122", "TM", "\u0007", ""));
  }

  /** A double array in which each byte of a key has a block of 256 units of its own. */
  public static byte[] charsMap(Map<String, String> rules) {
    List<int[]> blocks = new ArrayList<>(List.of(new int[256], new int[256]));
    int step = 1 << 9; // an offset in blocks
    blocks.get(0)[0] = 1 << 10 | step;
    ByteArrayOutputStream replacements = new ByteArrayOutputStream();
    rules.forEach(
        (key, replacement) -> {
          int state = 256;
          byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < bytes.length; i++) {
            int label = bytes[i] & 0xff;
            int at = state ^ label;
            int unit = blocks.get(at >> 8)[at & 0xff];
            if (unit == 0) {
              blocks.add(new int[256]);
              unit = label | step | ((at >> 8) ^ (blocks.size() - 1)) << 10;
            }
            state = at ^ (unit >>> 10) << 8;
            if (i == bytes.length - 1) {
              unit |= 1 << 8;
              blocks.get(state >> 8)[state & 0xff] = replacements.size() | 1 << 31;
            }
            blocks.get(at >> 8)[at & 0xff] = unit;
          }
          replacements.writeBytes((replacement + "\0").getBytes(StandardCharsets.UTF_8));
        });
    ByteBuffer map =
        ByteBuffer.allocate(4 + blocks.size() * 1024 + replacements.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(blocks.size() * 1024);
    blocks.forEach(block -> Arrays.stream(block).forEach(map::putInt));
    return map.put(replacements.toByteArray()).array();
  }

  /** A {@code tokenizer.json} to be changed. */
  public static JsonObject json() {
    JsonObject json =
        JsonParser.parseString(
                """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [
                   {"id": 0, "content": "<pad>", "single_word": false, "lstrip": false,
                    "rstrip": false, "normalized": false, "special": true},
                   {"id": 1, "content": "</s>", "single_word": false, "lstrip": false,
                    "rstrip": false, "normalized": false, "special": true},
                   {"id": 11, "content": "<extra_id_0>", "single_word": false, "lstrip": false,
                    "rstrip": false, "normalized": false, "special": true}],
                 "normalizer": {"type": "Sequence", "normalizers": [
                   {"type": "Precompiled", "precompiled_charsmap": ""},
                   {"type": "Strip", "strip_left": false, "strip_right": true},
                   {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "\u2581"}]},
                 "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581",
                   "prepend_scheme": "always", "split": true},
                 "post_processor": {"type": "TemplateProcessing",
                   "single": [{"Sequence": {"id": "A", "type_id": 0}},
                              {"SpecialToken": {"id": "</s>", "type_id": 0}}],
                   "pair": [{"Sequence": {"id": "A", "type_id": 0}},
                            {"Sequence": {"id": "B", "type_id": 0}}],
                   "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
                 "decoder": {"type": "Metaspace", "replacement": "\u2581",
                   "prepend_scheme": "always", "split": true},
                 "model": {"type": "Unigram", "unk_id": 2, "vocab": []}}
                """)
            .getAsJsonObject();
    JsonArray vocabulary = json.getAsJsonObject("model").getAsJsonArray("vocab");
    for (String piece : PIECES) {
      JsonArray pair = new JsonArray();
      pair.add(piece);
      pair.add(-vocabulary.size() / 4.0);
      vocabulary.add(pair);
    }
    withCharsMap(json, charsMap());
    return json;
  }

  public static void withCharsMap(JsonObject json, byte[] map) {
    json.getAsJsonObject("normalizer")
        .getAsJsonArray("normalizers")
        .get(0)
        .getAsJsonObject()
        .addProperty("precompiled_charsmap", Base64.getEncoder().encodeToString(map));
  }

  /** A {@code spiece.model} of the same pieces. */
  public static byte[] model() {
    return model(PIECES, charsMap());
  }

  public static byte[] model(List<String> pieces, byte[] charsMap) {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    for (int id = 0; id < pieces.size(); id++) {
      ByteArrayOutputStream piece = new ByteArrayOutputStream();
      field(piece, 1, pieces.get(id).getBytes(StandardCharsets.UTF_8));
      piece.write(2 << 3 | 5);
      piece.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(-id / 4f).array());
      piece.write(3 << 3);
      piece.write(id < 2 ? CONTROL_KIND : id == 2 ? UNKNOWN_KIND : TEXT_KIND);
      field(model, 1, piece.toByteArray());
    }
    ByteArrayOutputStream trainer = new ByteArrayOutputStream();
    trainer.write(3 << 3);
    trainer.write(1);
    // unk_id, bos_id, eos_id, pad_id
    for (int[] idOf : new int[][] {{40, 2}, {42, 1}, {43, 0}}) {
      varint(trainer, idOf[0] << 3);
      trainer.write(idOf[1]);
    }
    field(model, 2, trainer.toByteArray());
    ByteArrayOutputStream normalizer = new ByteArrayOutputStream();
    field(normalizer, 1, "nmt_nfkc".getBytes(StandardCharsets.UTF_8));
    field(normalizer, 2, charsMap);
    field(model, 3, normalizer.toByteArray());
    return model.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    out.write(number << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((rest & 0x7f) | 0x80);
    }
    out.write(rest);
  }
}
