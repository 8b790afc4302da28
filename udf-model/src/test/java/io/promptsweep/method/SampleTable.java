package io.promptsweep.method;

/** An embedding table in which each value tells its row and column: {@code 100 * row + column}. */
final class SampleTable {
  private SampleTable() {}

  static Initialization.EmbeddingTable ofWidth(int width) {
    return ids -> {
      float[] rows = new float[ids.length * width];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = 100 * ids[i / width] + i % width;
      }
      return rows;
    };
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
