package io.promptsweep.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link RowLayout} as the program takes it.
 *
 * @param rows the layout
 * @param pads per group, {@code [R*L]} int64: the flat token at each place of the block
 * @param masks per group, {@code [R, L]} float32: 0, or a large negative number beyond a row's end
 * @param unpad {@code [T]} int64: where each flat token stands in the blocks laid end to end
 */
public record DeviceLayout(RowLayout rows, List<NDArray> pads, List<NDArray> masks, NDArray unpad) {

  public static DeviceLayout of(RowLayout rows, NDManager manager) {
    List<NDArray> pads = new ArrayList<>();
    List<NDArray> masks = new ArrayList<>();
    for (int g = 0; g < rows.groupCount(); g++) {
      long[] pad = rows.pad(g);
      int count = rows.group(g).length;
      pads.add(manager.create(pad));
      masks.add(manager.create(rows.mask(g), new Shape(count, pad.length / count)));
    }
    return new DeviceLayout(
        rows, List.copyOf(pads), List.copyOf(masks), manager.create(rows.unpad()));
  }
}
