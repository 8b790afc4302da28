package io.promptsweep.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link Optimizer} remembers between steps.
 *
 * @param steps how many it has made
 * @param values by {@code PARAMETER/NAME}, such as {@code down.weight/first-moment}, row-major
 */
public record OptimizerState(long steps, Map<String, float[]> values) {
  public OptimizerState {
    if (steps < 0) {
      throw new IllegalArgumentException("steps is " + steps + "; it must not be negative");
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The steps and the number of tensors, then each tensor: name, length, values (big-endian). */
  public void write(DataOutput out) throws IOException {
    out.writeLong(steps);
    out.writeInt(values.size());
    for (Map.Entry<String, float[]> entry : values.entrySet()) {
      float[] floats = entry.getValue();
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(floats.length, Float.BYTES));
      bytes.asFloatBuffer().put(floats);
      out.writeUTF(entry.getKey());
      out.writeInt(floats.length);
      out.write(bytes.array());
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IOException if it is cut short or is something else
   */
  public static OptimizerState read(DataInput in) throws IOException {
    long steps = in.readLong();
    int tensors = in.readInt();
    if (steps < 0 || tensors < 0) {
      throw new IOException("not the state of an optimizer: " + steps + " steps, " + tensors);
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < tensors; i++) {
      String name = in.readUTF();
      int length = in.readInt();
      if (length < 0 || length > Integer.MAX_VALUE / Float.BYTES) {
        throw new IOException("not the state of an optimizer: " + name + " has " + length);
      }
      byte[] bytes = new byte[length * Float.BYTES];
      in.readFully(bytes);
      float[] floats = new float[length];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(floats);
      values.put(name, floats);
    }
    return new OptimizerState(steps, values);
  }
}
