package io.promptsweep.pretrain;

import io.promptsweep.toy.ToyInstructions;
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

  TextExample next() {
    double draw = random.nextDouble() * phase.shares().sum();
    if (draw < phase.shares().spanCorruption()) {
      return new SpanCorruption(phase.noiseDensity(), phase.meanSpanLength())
          .corrupt(passages.next(), random);
    }
    if (draw < phase.shares().spanCorruption() + phase.shares().continuation()) {
      List<String> words = passages.next();
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
}
