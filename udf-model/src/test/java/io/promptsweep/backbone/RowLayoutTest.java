package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowLayoutTest {

  @Test
  void everyTokenIsFoundAgainBehindItsBlock() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      int[] lengths = new int[1 + random.nextInt(70)];
      for (int row = 0; row < lengths.length; row++) {
        lengths[row] = 1 + random.nextInt(random.nextInt(10) == 0 ? 600 : 60);
      }
      assertLaysOut(RowLayout.of(lengths), lengths);
      int[] others = new int[lengths.length];
      for (int row = 0; row < others.length; row++) {
        others[row] = 1 + random.nextInt(9);
      }
      assertLaysOut(RowLayout.of(lengths).withLengths(others), others);
    }
  }

  private static void assertLaysOut(RowLayout rows, int[] lengths) {
    long[] blocks = new long[0];
    boolean[] seen = new boolean[lengths.length];
    for (int g = 0; g < rows.groupCount(); g++) {
      int[] group = rows.group(g);
      long[] pad = rows.pad(g);
      float[] mask = rows.mask(g);
      int width = pad.length / group.length;
      assertThat(group.length).isBetween(1, RowLayout.GROUP_ROWS);
      assertThat(mask).hasSameSizeAs(pad);
      for (int i = 0; i < group.length; i++) {
        int row = group[i];
        assertThat(seen[row]).isFalse();
        seen[row] = true;
        for (int t = 0; t < width; t++) {
          boolean real = t < lengths[row];
          assertThat(mask[i * width + t] == 0).isEqualTo(real);
          // A place beyond the end repeats the row's own first token: nothing crosses rows.
          assertThat(pad[i * width + t]).isEqualTo(rows.start(row) + (real ? t : 0L));
        }
      }
      int before = blocks.length;
      blocks = java.util.Arrays.copyOf(blocks, before + pad.length);
      System.arraycopy(pad, 0, blocks, before, pad.length);
    }
    assertThat(seen).doesNotContain(false);
    long[] unpad = rows.unpad();
    assertThat(unpad).hasSize(rows.flatSize());
    assertThat(rows.flatSize() - rows.tokens()).isBetween(0, 31);
    for (int t = 0; t < unpad.length; t++) {
      assertThat(blocks[(int) unpad[t]]).isEqualTo(t < rows.tokens() ? t : 0L);
    }
  }

  @Test
  void refusesRowsWithoutTokens() {
    assertThatThrownBy(() -> RowLayout.of(new int[] {3, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows need at least one token each, not [3, 0]");
  }
}
