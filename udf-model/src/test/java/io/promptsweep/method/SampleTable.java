package io.promptsweep.method;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * A backbone to start from, in whose embedding table each value tells its row and column: {@code
 * 100 * row + column}. A text's tokens are its words' lengths.
 *
 * @param width of the table
 * @param vocabulary rows of the table
 * @param table its values
 * @param weights shapes of the other weights, whose values are a function of their names
 */
record SampleTable(int width, int vocabulary, Value table, Map<String, Shape> weights)
    implements Initialization.FrozenBackbone {

  static SampleTable of(ModelShape shape, int vocabulary) {
    return new SampleTable(
        shape.width(), vocabulary, (row, column) -> 100 * row + column, shape.weights());
  }

  /** A value of the embedding table. */
  @FunctionalInterface
  interface Value {
    float at(int row, int column);
  }

  @Override
  public float[] rows(int[] ids) {
    float[] rows = new float[ids.length * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = table.at(ids[i / width], i % width);
    }
    return rows;
  }

  @Override
  public int[] tokens(String text) {
    return text.isBlank()
        ? new int[0]
        : Arrays.stream(text.trim().split(" +", -1)).mapToInt(String::length).toArray();
  }

  @Override
  public int endToken() {
    return 1;
  }

  @Override
  public float[] weight(String name) {
    return Draws.normal(new Random(name.hashCode()), weights.get(name).size(), 1);
  }

  /** The ids whose rows {@code values} begins with, one per row of {@code width}. */
  static int[] ids(float[] values, int width) {
    int[] ids = new int[values.length / width];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) (values[i * width] / 100);
    }
    return ids;
  }
}
