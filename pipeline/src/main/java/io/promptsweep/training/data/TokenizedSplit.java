package io.promptsweep.training.data;

import io.promptsweep.task.Example;
import java.io.Serializable;
import java.util.List;

/**
 * The examples of one split with their token ids.
 *
 * @param examples the examples
 * @param inputs ids of each input, its end token included, the prompt not
 * @param targets ids of each target, its end token included
 */
public record TokenizedSplit(List<Example> examples, int[][] inputs, int[][] targets)
    implements Serializable {
  public TokenizedSplit {
    if (inputs.length != targets.length || inputs.length != examples.size()) {
      throw new IllegalArgumentException(
          examples.size()
              + " examples with "
              + inputs.length
              + " inputs and "
              + targets.length
              + " targets");
    }
  }

  public int size() {
    return inputs.length;
  }
}
