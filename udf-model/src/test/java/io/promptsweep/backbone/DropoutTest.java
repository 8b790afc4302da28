package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.parity.ParityFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The counter-based dropout of the frozen network. */
class DropoutTest {
  private static final int TOKENS = 600;
  private static final int WIDTH = 2048;

  /** The kept share of a large mask: the program's own hash, called directly. */
  private static boolean[] mask(T5Program program, long seed, int place) {
    try (NDScope scope = new NDScope();
        NDManager manager = program.manager().newSubManager()) {
      RowLayout rows = RowLayout.of(new int[] {TOKENS});
      int[] keys = DropoutKeys.of(rows, new long[] {seed}, DropoutKeys.ENCODER);
      NDArray ones = manager.ones(new Shape(rows.flatSize(), WIDTH));
      float[] dropped =
          program
              .call(
                  "dropout",
                  T5Program.one(ones),
                  T5Program.one(manager.create(keys)),
                  T5Program.one(manager.create((long) place)))
              .singletonOrThrow()
              .get(":" + TOKENS)
              .toFloatArray();
      boolean[] kept = new boolean[dropped.length];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = dropped[i] != 0;
        if (kept[i]) {
          assertThat(dropped[i]).isCloseTo(1 / 0.9f, within(1e-6f));
        }
      }
      return kept;
    }
  }

  private static T5Program program() {
    return T5Program.load(T5Config.read(ParityFiles.path("t5-v1_1-tiny")), Device.cpu());
  }

  private static double share(boolean[] mask) {
    int kept = 0;
    for (boolean stays : mask) {
      kept += stays ? 1 : 0;
    }
    return (double) kept / mask.length;
  }

  private static double correlation(boolean[] a, boolean[] b) {
    double pa = share(a);
    double pb = share(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((a[i] ? 1 : 0) - pa) * ((b[i] ? 1 : 0) - pb);
    }
    return sum / a.length / Math.sqrt(pa * (1 - pa) * pb * (1 - pb));
  }

  @Test
  void dropsATenthOfTheElements() {
    try (T5Program program = program()) {
      // 1.2 million draws: four standard deviations are 0.0011.
      assertThat(share(mask(program, 1, 8))).isCloseTo(0.9, within(0.0011));
    }
  }

  @Test
  void masksOfDifferentSeedsPlacesRowsAndColumnsAreUncorrelated() {
    try (T5Program program = program()) {
      boolean[] mask = mask(program, 1, 8);
      assertThat(correlation(mask, mask(program, 2, 8))).isCloseTo(0, within(0.004));
      assertThat(correlation(mask, mask(program, 1, 9))).isCloseTo(0, within(0.004));
      assertThat(correlation(mask, mask(program, 1, 16))).isCloseTo(0, within(0.004));
      boolean[] nextColumn = new boolean[mask.length];
      System.arraycopy(mask, 1, nextColumn, 0, mask.length - 1);
      assertThat(correlation(mask, nextColumn)).isCloseTo(0, within(0.004));
      boolean[] nextRow = new boolean[mask.length];
      System.arraycopy(mask, WIDTH, nextRow, 0, mask.length - WIDTH);
      nextRow[mask.length - 1] = true;
      assertThat(
              correlation(
                  Arrays.copyOf(mask, mask.length - WIDTH),
                  Arrays.copyOf(nextRow, mask.length - WIDTH)))
          .isCloseTo(0, within(0.004));
    }
  }

  @Test
  void everyTokenAndEveryColumnLosesAboutATenth() {
    try (T5Program program = program()) {
      boolean[] mask = mask(program, 3, 8);
      for (int t = 0; t < TOKENS; t++) {
        int kept = 0;
        for (int j = 0; j < WIDTH; j++) {
          kept += mask[t * WIDTH + j] ? 1 : 0;
        }
        assertThat((double) kept / WIDTH).isCloseTo(0.9, within(0.04));
      }
      for (int j = 0; j < WIDTH; j++) {
        int kept = 0;
        for (int t = 0; t < TOKENS; t++) {
          kept += mask[t * WIDTH + j] ? 1 : 0;
        }
        assertThat((double) kept / TOKENS).isCloseTo(0.9, within(0.07));
      }
    }
  }

  @Test
  void aRowsStatesAreTheSameAloneAndBesideOthers() {
    try (Backbone backbone =
            Backbone.load(ParityFiles.path("t5-v1_1-tiny"), Device.cpu(), Precision.FP32);
        NDManager manager = backbone.newManager()) {
      Random random = new Random(4);
      int[] lengths = new int[40];
      long[] seeds = new long[lengths.length];
      for (int row = 0; row < lengths.length; row++) {
        lengths[row] = 1 + random.nextInt(60);
        seeds[row] = random.nextLong();
      }
      RowLayout rows = RowLayout.of(lengths);
      NDArray embedded = manager.randomNormal(new Shape(rows.flatSize(), 48));
      float[] together = backbone.encode(embedded, rows, seeds).states().toFloatArray();
      for (int row : new int[] {0, 17, 39}) {
        RowLayout single = RowLayout.of(new int[] {lengths[row]});
        // Idle tokens may hold anything, here the rows that follow.
        long[] index = new long[single.flatSize()];
        for (int t = 0; t < index.length; t++) {
          index[t] = Math.min(rows.start(row) + (long) t, rows.flatSize() - 1L);
        }
        NDArray own = backbone.arrange(manager.create(index), List.of(embedded));
        float[] alone =
            backbone.encode(own, single, new long[] {seeds[row]}).states().toFloatArray();
        for (int i = 0; i < lengths[row] * 48; i++) {
          assertThat(together[rows.start(row) * 48 + i]).isCloseTo(alone[i], within(2e-5f));
        }
      }
    }
  }

  @Test
  void whatAMethodDropsFollowsItsRateAndItsRowsSeedsAlone() {
    try (Backbone backbone =
            Backbone.load(ParityFiles.path("t5-v1_1-tiny"), Device.cpu(), Precision.FP32);
        NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      int[] lengths = {300, 200};
      float[] both =
          backbone
              .drop(manager.ones(new Shape(500, 64)), lengths, new long[] {5, 6}, 0.3)
              .toFloatArray();
      int kept = 0;
      for (float value : both) {
        kept += value == 0 ? 0 : 1;
        assertThat(value == 0 || Math.abs(value - 1 / 0.7f) < 1e-6).isTrue();
      }
      assertThat((double) kept / both.length).isCloseTo(0.7, within(0.01));
      float[] second =
          backbone
              .drop(manager.ones(new Shape(200, 64)), new int[] {200}, new long[] {6}, 0.3)
              .toFloatArray();
      assertThat(second).isEqualTo(Arrays.copyOfRange(both, 300 * 64, 500 * 64));
    }
  }
}
