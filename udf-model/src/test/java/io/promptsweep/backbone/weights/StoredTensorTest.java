package io.promptsweep.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTensorTest {
  @ParameterizedTest
  @CsvSource({
    "0000,0x0p0",
    "3c00,1",
    "c000,-2",
    "3555,0x1.554p-2",
    "7bff,65504",
    "0400,0x1p-14",
    "0001,0x1p-24",
    "83ff,-0x1.ff8p-15",
    "7c00,Infinity",
    "fc00,-Infinity",
    "7e00,NaN"
  })
  void halvesConvertExactly(String bits, float value) {
    assertThat(Float.floatToIntBits(element(ElementType.F16, bits)))
        .isEqualTo(Float.floatToIntBits(value));
  }

  @Test
  void halfOfMinusZeroKeepsItsSign() {
    assertThat(Float.floatToRawIntBits(element(ElementType.F16, "8000"))).isEqualTo(1 << 31);
  }

  @ParameterizedTest
  @CsvSource({"3f80,1", "c000,-2", "7f80,Infinity", "0001,0x1p-133", "3eab,0x1.56p-2"})
  void brainFloatsConvertExactly(String bits, float value) {
    assertThat(element(ElementType.BF16, bits)).isEqualTo(value);
  }

  @Test
  void nothingOutsideChangesAShapeOrReadsTwice() {
    long[] shape = {2};
    StoredTensor tensor = StoredTensor.of("w", new float[] {1, 2}, shape);
    shape[0] = 3;
    tensor.shape()[0] = 4;
    tensor.bytes().getFloat();
    assertThat(tensor.shape()).containsExactly(2);
    assertThat(tensor.bytes().remaining()).isEqualTo(8);
    assertThat(tensor.bytes().isReadOnly()).isTrue();
    assertThat(tensor.bytes().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void refusesBytesThatDoNotFitTheShape() {
    assertThatThrownBy(() -> StoredTensor.of("w", new float[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("w: 12 bytes do not make a F32 tensor of shape [2, 2]");
  }

  private static float element(ElementType type, String bits) {
    ByteBuffer bytes =
        ByteBuffer.allocate(2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(0, (short) Integer.parseInt(bits, 16));
    return new StoredTensor("w", type, new long[] {1}, bytes).floats()[0];
  }
}
