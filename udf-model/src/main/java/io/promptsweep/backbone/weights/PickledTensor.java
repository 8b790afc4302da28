package io.promptsweep.backbone.weights;

import java.util.Arrays;
import java.util.Locale;

/**
 * A tensor as a checkpoint's pickle describes it: a strided view of a storage.
 *
 * @param storage the storage
 * @param offset its first element within the storage
 * @param shape its shape
 * @param strides elements between neighbours along each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // stays inside the package and is never compared
record PickledTensor(Storage storage, long offset, long[] shape, long[] strides) {

  /**
   * A run of elements that lies in the file outside the pickle.
   *
   * @param key its name there
   * @param count its elements
   */
  record Storage(ElementType type, String key, long count) {
    /** Its size, or -1 if that is impossible. */
    long bytes() {
      return StoredTensor.byteSize(type, new long[] {count});
    }
  }

  /** Refuses views that leave their storage or repeat its elements. */
  PickledTensor {
    if (shape.length != strides.length || offset < 0) {
      throw new IllegalArgumentException("a tensor that has strides that do not fit its shape");
    }
    if (elements(shape) < 0 || elements(shape) > storage.count) {
      // A copy is then never larger than what the file holds.
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a tensor that has shape %s, more than the %d elements stored",
              Arrays.toString(shape),
              storage.count));
    }
    long last = offset;
    for (int i = 0; i < shape.length && elements(shape) > 0; i++) {
      long steps = shape[i] - 1;
      if (strides[i] < 0 || (steps > 0 && strides[i] > (storage.count - last) / steps)) {
        throw new IllegalArgumentException("a tensor that has strides that leave its storage");
      }
      last += steps * strides[i];
    }
    if (elements(shape) > 0 && last >= storage.count) {
      throw new IllegalArgumentException("a tensor that has strides that leave its storage");
    }
  }

  long elements() {
    return elements(shape);
  }

  /** Elements between the first and the last one, both counted. */
  long span() {
    long span = 1;
    for (int i = 0; i < shape.length; i++) {
      span += (shape[i] - 1) * strides[i];
    }
    return elements() == 0 ? 0 : span;
  }

  /** Whether its elements lie row-major side by side. */
  boolean contiguous() {
    long expected = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != expected) {
        return elements() == 0;
      }
      expected *= shape[i];
    }
    return true;
  }

  private static long elements(long[] shape) {
    return StoredTensor.byteSize(ElementType.U8, shape);
  }
}
