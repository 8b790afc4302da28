package io.promptsweep.backbone.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a pickle's opcodes. Every method throws {@link BufferUnderflowException} where
 * the pickle ends too early, before it allocates anything.
 */
final class PickleInput {
  private static final int LONGEST_LINE = 256;

  private final ByteBuffer in;

  /** Reads from {@code in}'s position on; {@code in} is little-endian. */
  PickleInput(ByteBuffer in) {
    this.in = in;
  }

  int position() {
    return in.position();
  }

  int unsignedByte() {
    return Byte.toUnsignedInt(in.get());
  }

  int unsignedShort() {
    return Short.toUnsignedInt(in.getShort());
  }

  int signedInt() {
    return in.getInt();
  }

  long unsignedInt() {
    return Integer.toUnsignedLong(in.getInt());
  }

  long signedLong() {
    return in.getLong();
  }

  /** The only number that pickles keep big-endian. */
  double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }

  /** A two's complement number of {@code length} bytes: {@link Long} where it fits. */
  Number integer(int length) {
    if (length == 0) {
      return 0L;
    }
    byte[] bigEndian = new byte[length];
    for (int i = length - 1; i >= 0; i--) {
      bigEndian[i] = in.get();
    }
    BigInteger value = new BigInteger(bigEndian);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  String text(long length, Charset charset) {
    return charset.decode(bytes(length)).toString();
  }

  ByteBuffer bytes(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer bytes = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return bytes;
  }

  /**
   * A name up to the end of its line.
   *
   * @throws IllegalArgumentException if it is longer than any name that is known
   */
  String line() {
    int start = in.position();
    int length = 0;
    while (in.get() != '\n') {
      if (++length > LONGEST_LINE) {
        throw new IllegalArgumentException("a name of more than " + LONGEST_LINE + " letters");
      }
    }
    return StandardCharsets.UTF_8.decode(in.slice(start, length)).toString();
  }
}
