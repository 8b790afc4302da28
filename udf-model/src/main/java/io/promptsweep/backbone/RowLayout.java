package io.promptsweep.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How rows of different lengths lie flat, one after another without padding, and how attention
 * groups them into blocks.
 *
 * <p>Linear layers see the flat tokens {@code [T, d]}; only attention products need rectangular
 * blocks. Rows of like length share a block, so that little is padded, and a block holds a bounded
 * number of rows, so that a long row costs only its own group. Behind the last row lie a few idle
 * tokens that nothing reads.
 */
public final class RowLayout {
  /** Most rows of one attention block. */
  static final int GROUP_ROWS = 16;

  /**
   * Most places of one attention block that has more than one row: long rows of different lengths
   * waste more in one large block than several small ones cost (see docs/performance.md).
   */
  private static final int GROUP_PLACES = 1024;

  /**
   * Blocks are this many places wide, or a multiple, and the flat tokens are filled up to a
   * multiple of {@link #FILL}: the matrix library prepares a kernel for every new size, so few
   * sizes are worth a few idle tokens.
   */
  private static final int WIDTH = 8;

  private static final int FILL = 32;

  private final int[] lengths;
  private final int[] starts;
  private final int[][] groups;

  private RowLayout(int[] lengths, int[] starts, int[][] groups) {
    this.lengths = lengths;
    this.starts = starts;
    this.groups = groups;
  }

  private static int[] startsOf(int[] lengths) {
    int[] starts = new int[lengths.length + 1];
    for (int row = 0; row < lengths.length; row++) {
      starts[row + 1] = starts[row] + lengths[row];
    }
    return starts;
  }

  /**
   * Lays out rows of the given lengths.
   *
   * @throws IllegalArgumentException if there is no row, or a row has no token
   */
  public static RowLayout of(int[] lengths) {
    if (lengths.length == 0 || Arrays.stream(lengths).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "rows need at least one token each, not " + Arrays.toString(lengths));
    }
    int[] byLength =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer row) -> lengths[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> groups = new ArrayList<>();
    for (int to = byLength.length; to > 0; ) {
      int widest = roundUp(lengths[byLength[to - 1]], WIDTH);
      int rows = Math.min(to, Math.max(1, Math.min(GROUP_ROWS, GROUP_PLACES / widest)));
      groups.add(Arrays.copyOfRange(byLength, to - rows, to));
      to -= rows;
    }
    return new RowLayout(lengths.clone(), startsOf(lengths), groups.toArray(int[][]::new));
  }

  /**
   * Rows of other lengths in the groups of this layout: the decoder's rows beside the encoder's.
   */
  RowLayout withLengths(int[] others) {
    if (others.length != lengths.length) {
      throw new IllegalArgumentException(
          others.length + " rows cannot share the groups of " + lengths.length);
    }
    return new RowLayout(others.clone(), startsOf(others), groups);
  }

  /**
   * The same flat tokens seen as {@code times} rows each: copies of a row share its tokens and
   * stand side by side in its group. Row {@code r}'s copies are rows {@code r * times ..}.
   */
  RowLayout sharedBy(int times) {
    int[] manyLengths = new int[lengths.length * times];
    int[] manyStarts = new int[lengths.length * times + 1];
    for (int row = 0; row < manyLengths.length; row++) {
      manyLengths[row] = lengths[row / times];
      manyStarts[row] = starts[row / times];
    }
    manyStarts[manyLengths.length] = tokens();
    int[][] bigger = new int[groups.length][];
    for (int g = 0; g < groups.length; g++) {
      bigger[g] = new int[groups[g].length * times];
      for (int i = 0; i < bigger[g].length; i++) {
        bigger[g][i] = groups[g][i / times] * times + i % times;
      }
    }
    return new RowLayout(manyLengths, manyStarts, bigger);
  }

  public int rows() {
    return lengths.length;
  }

  /** Tokens of all rows together. */
  public int tokens() {
    return starts[lengths.length];
  }

  /** Tokens of all rows and the idle ones behind them: the first dimension of flat matrices. */
  public int flatSize() {
    return roundUp(tokens(), FILL);
  }

  private static int roundUp(int n, int multiple) {
    return (n + multiple - 1) / multiple * multiple;
  }

  public int length(int row) {
    return lengths[row];
  }

  /** Where the row's first token lies among the flat tokens. */
  public int start(int row) {
    return starts[row];
  }

  public int groupCount() {
    return groups.length;
  }

  public int[] group(int g) {
    return groups[g];
  }

  private int width(int g) {
    int longest = Arrays.stream(groups[g]).map(row -> lengths[row]).max().orElseThrow();
    return roundUp(longest, WIDTH);
  }

  /**
   * The flat token at each place of group {@code g}'s block, {@code [R*L]}.
   *
   * <p>Places beyond a row's end hold the row's own first token: they are masked, but a number that
   * is not finite would pass a mask, and one cell's must never reach another's rows.
   */
  long[] pad(int g) {
    int width = width(g);
    long[] pad = new long[groups[g].length * width];
    for (int i = 0; i < groups[g].length; i++) {
      int row = groups[g][i];
      Arrays.fill(pad, i * width, (i + 1) * width, starts[row]);
      for (int t = 0; t < lengths[row]; t++) {
        pad[i * width + t] = starts[row] + (long) t;
      }
    }
    return pad;
  }

  /**
   * Group {@code g}'s additive mask over keys, {@code [R, L]} row-major: 0, or beyond the end
   * -1e10.
   */
  public float[] mask(int g) {
    int width = width(g);
    float[] mask = new float[groups[g].length * width];
    for (int i = 0; i < groups[g].length; i++) {
      Arrays.fill(mask, i * width + lengths[groups[g][i]], (i + 1) * width, -1e10f);
    }
    return mask;
  }

  /**
   * Where each flat token stands in the blocks laid end to end, {@code [T]}.
   *
   * <p>Idle tokens stand where the first token does, and callers give them its embedding: what is
   * not finite in one cell's rows must not reach another's through them.
   */
  long[] unpad() {
    long[] unpad = new long[flatSize()];
    long offset = 0;
    for (int g = 0; g < groups.length; g++) {
      int width = width(g);
      for (int i = 0; i < groups[g].length; i++) {
        int row = groups[g][i];
        for (int t = 0; t < lengths[row]; t++) {
          unpad[starts[row] + t] = offset + (long) i * width + t;
        }
      }
      offset += (long) groups[g].length * width;
    }
    Arrays.fill(unpad, tokens(), unpad.length, unpad[0]);
    return unpad;
  }
}
