package io.promptsweep.training;

import io.promptsweep.backbone.Backbone;
import io.promptsweep.method.Initialization;
import java.util.Arrays;

/** A loaded backbone as initial values see it. */
record StartingPoint(Backbone backbone) implements Initialization.FrozenBackbone {
  @Override
  public float[] rows(int[] ids) {
    return backbone.embeddingRows(ids);
  }

  @Override
  public int vocabulary() {
    // A tokenizer may have ids behind the table's rows; no text of the sweep uses them.
    return Math.min(backbone.tokenizer().vocabularySize(), backbone.config().vocabSize());
  }

  @Override
  public int[] tokens(String text) {
    int[] withEnd = backbone.tokenizer().encode(text);
    return Arrays.copyOf(withEnd, withEnd.length - 1);
  }

  @Override
  public int endToken() {
    return backbone.tokenizer().endId();
  }

  @Override
  public float[] weight(String name) {
    return backbone.rawWeight(name);
  }
}
