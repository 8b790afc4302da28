package io.promptsweep.pretrain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * T5's objective (1910.10683, section 3.1.4): spans of words are replaced by sentinels, and the
 * target names each sentinel with the words it stands for, and one sentinel more at its end.
 *
 * <p>The number of spans and their lengths follow {@code random_spans_noise_mask} of
 * google-research/text-to-text-transfer-transformer: a fixed share of lost words, cut into spans by
 * a random partition, between kept stretches of which the first is never empty. Here spans are of
 * whole words rather than tokens, so that examples can be written down as text.
 *
 * @param density share of words that are lost
 * @param meanSpan words of a lost span, on average
 */
record SpanCorruption(double density, double meanSpan) {

  /**
   * @param words at least two
   */
  TextExample corrupt(List<String> words, Random random) {
    int n = words.size();
    int lost = Math.min(Math.max((int) Math.round(n * density), 1), n - 1);
    int spans = Math.max((int) Math.round(lost / meanSpan), 1);
    spans = Math.min(spans, Math.min(lost, n - lost));
    int[] lostLengths = partition(lost, spans, random);
    int[] keptLengths = partition(n - lost, spans, random);
    List<String> input = new ArrayList<>();
    List<String> target = new ArrayList<>();
    int at = 0;
    for (int span = 0; span < spans; span++) {
      input.addAll(words.subList(at, at + keptLengths[span]));
      at += keptLengths[span];
      input.add(sentinel(span));
      target.add(sentinel(span));
      target.addAll(words.subList(at, at + lostLengths[span]));
      at += lostLengths[span];
    }
    target.add(sentinel(spans));
    return TextExample.of(TextExample.SPAN_CORRUPTION, input, target);
  }

  /** The sentinel of a span, counted from 0. */
  static String sentinel(int span) {
    return "<extra_id_" + span + ">";
  }

  /** {@code total} as a sum of {@code parts} positive numbers, each such sum equally likely. */
  static int[] partition(int total, int parts, Random random) {
    int[] lengths = new int[parts];
    int needed = parts - 1;
    int part = 0;
    lengths[0] = 1;
    for (int i = 1; i < total; i++) {
      // Of the places that are left, the still needed cuts fall on each with equal chance.
      if (random.nextInt(total - i) < needed) {
        needed--;
        part++;
      }
      lengths[part]++;
    }
    return lengths;
  }
}
