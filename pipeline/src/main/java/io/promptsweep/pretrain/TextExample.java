package io.promptsweep.pretrain;

import java.util.List;

/**
 * One example to pre-train on.
 *
 * @param kind {@code span-corruption}, {@code continuation}, or the task behind an instruction
 * @param input what the encoder reads
 * @param target what the decoder is to write
 */
record TextExample(String kind, String input, String target) {
  static final String SPAN_CORRUPTION = "span-corruption";
  static final String CONTINUATION = "continuation";

  static TextExample of(String kind, List<String> input, List<String> target) {
    return new TextExample(kind, String.join(" ", input), String.join(" ", target));
  }

  /** The target without sentinels, as decoding shows it. */
  String plainTarget() {
    return target.replaceAll("<extra_id_\\d+> ?", "").strip();
  }
}
