package io.promptsweep.backbone.weights;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Weights that are numbers: one NaN among them would make every result NaN. */
public final class FiniteValues {
  private FiniteValues() {}

  /**
   * The tensor's elements as single precision.
   *
   * @param file where it was read from
   * @throws InvalidInputException if one is NaN or infinite, naming file, tensor and place
   */
  public static float[] of(StoredTensor tensor, Path file) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw refused(tensor, file, values, i);
      }
    }
    return values;
  }

  private static InvalidInputException refused(
      StoredTensor tensor, Path file, float[] values, int first) {
    long count = 0;
    for (float value : values) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    long[] shape = tensor.shape();
    long[] place = new long[shape.length];
    long rest = first;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: tensor %s holds %s at %s, and %d of its %d values are no finite numbers; download"
                + " the file again, or take an earlier checkpoint of the training that made it.",
            file,
            tensor.name(),
            values[first],
            Arrays.toString(place),
            count,
            values.length));
  }
}
