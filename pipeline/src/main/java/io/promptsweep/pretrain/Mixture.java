package io.promptsweep.pretrain;

import io.promptsweep.toy.ToyInstructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws examples of a phase's kinds by their shares.
 *
 * @param phase the shares and settings
 * @param passages unlabelled text
 * @param instructions tasks behind instructions
 * @param random of everything that is drawn here
 */
record Mixture(Phase phase, Passages passages, ToyInstructions instructions, Random random) {
  private static final int MOST_PAGES = 4;

  TextExample next() {
    double draw = random.nextDouble() * phase.shares().sum();
    if (draw < phase.shares().spanCorruption()) {
      return new SpanCorruption(phase.noiseDensity(), phase.meanSpanLength())
          .corrupt(passage(), random);
    }
    if (draw < phase.shares().spanCorruption() + phase.shares().continuation()) {
      List<String> words = passage();
      int cut = 1 + random.nextInt(words.size() - 1);
      return TextExample.of(
          TextExample.CONTINUATION, words.subList(0, cut), words.subList(cut, words.size()));
    }
    ToyInstructions.Example example =
        draw < phase.shares().sum() - phase.shares().reasons()
            ? instructions.next(phase.answers())
            : instructions.nextReason();
    return new TextExample(example.kind(), example.input(), example.target());
  }

  /** The next passage, at times behind the numbers of its pages. */
  private List<String> passage() {
    List<String> words = passages.next();
    // Without page numbers nothing is drawn for them, so that examples stay what they were.
    if (phase.pageNumbers() == 0 || random.nextDouble() >= phase.pageNumbers()) {
      return words;
    }
    List<String> numbered = new ArrayList<>(List.of("page"));
    for (int i = random.nextInt(MOST_PAGES); i >= 0; i--) {
      int number = random.nextInt(10);
      numbered.add(number < 6 && random.nextInt(3) == 0 ? number + ".0" : "" + number);
    }
    numbered.addAll(words);
    return numbered;
  }
}
