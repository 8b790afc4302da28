package io.promptsweep.backbone.weights;

import io.promptsweep.problem.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * A tensor as a file holds it: row-major, little-endian. The bytes may be a view of a mapped file,
 * so nothing is read before it is used.
 *
 * @param name its name in the file
 * @param type its element type
 * @param shape its shape; empty for a scalar
 * @param bytes its elements
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; tensors are not compared by value
public record StoredTensor(String name, ElementType type, long[] shape, ByteBuffer bytes) {

  /** Takes a view of {@code bytes}, from position to limit, and a copy of {@code shape}. */
  public StoredTensor {
    shape = shape.clone();
    bytes = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (byteSize(type, shape) != bytes.remaining()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes do not make a %s tensor of shape %s",
              name,
              bytes.remaining(),
              type,
              Arrays.toString(shape)));
    }
  }

  /** An {@code F32} tensor with a copy of {@code values}. */
  public static StoredTensor of(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new StoredTensor(name, ElementType.F32, shape, bytes);
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** A fresh read-only view of all elements, little-endian. */
  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The elements as single precision; {@code F64} is rounded.
   *
   * @throws InvalidInputException if the tensor holds integers
   */
  public float[] floats() {
    float[] values = new float[bytes.remaining() / type.bytes()];
    switch (type) {
      case F32 -> bytes().asFloatBuffer().get(values);
      case F64 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) bytes.getDouble(i * Double.BYTES);
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16);
        }
      }
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = halfToFloat(bytes.getShort(i * Short.BYTES));
        }
      }
      case I64, I32, I16, I8, U8, BOOL ->
          throw new InvalidInputException(
              "tensor " + name + " holds " + type + " rather than floating-point numbers.");
    }
    return values;
  }

  /** Bytes of a tensor, or -1 where the shape is impossible. */
  static long byteSize(ElementType type, long[] shape) {
    long size = type.bytes();
    boolean empty = Arrays.stream(shape).anyMatch(n -> n == 0);
    for (long n : shape) {
      if (n < 0 || (n > 0 && size > Long.MAX_VALUE / n)) {
        return -1;
      }
      size *= Math.max(n, 1);
    }
    return empty ? 0 : size;
  }

  /** IEEE 754 binary16 to binary32; exact. */
  private static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }
}
