package io.promptsweep.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("model.safetensors");
  }

  @Test
  void writesTheBytesThatTheReferenceImplementationWrites() throws IOException {
    Path golden = ParityFiles.path("t5-v1_1-tiny/model.safetensors");
    try (Safetensors source = Safetensors.open(golden)) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      source.names().forEach(name -> tensors.put(name, source.tensor(name)));
      assertThat(source.metadata()).isEqualTo(Map.of("format", "pt"));
      SafetensorsWriter.write(file, tensors, source.metadata());
    }
    assertThat(file).hasSameBinaryContentAs(golden);
  }

  @Test
  void keepsEveryTypeShapeAndName() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (ElementType type : ElementType.values()) {
      byte[] bytes = new byte[6 * type.bytes()];
      bytes[1 % bytes.length] = 42;
      tensors.put(
          "ünï \"" + type, new StoredTensor("", type, new long[] {2, 3}, ByteBuffer.wrap(bytes)));
    }
    tensors.put("scalar", StoredTensor.of("", new float[] {7}));
    tensors.put("empty", StoredTensor.of("", new float[0], 0, 5));
    SafetensorsWriter.write(file, tensors, Map.of());
    try (Safetensors read = Safetensors.open(file)) {
      assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
      assertThat(read.metadata()).isEmpty();
      tensors.forEach(
          (name, tensor) -> {
            assertThat(read.tensor(name).type()).isEqualTo(tensor.type());
            assertThat(read.tensor(name).shape()).isEqualTo(tensor.shape());
            assertThat(read.tensor(name).bytes()).isEqualTo(tensor.bytes());
          });
    }
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    SafetensorsWriter.write(file, Map.of("w", StoredTensor.of("w", new float[1], 1)), Map.of());
    byte[] before = Files.readAllBytes(file);
    Map<String, SafetensorsWriter.Outline> outlines =
        Map.of("w", new SafetensorsWriter.Outline(ElementType.F32, new Shape(1 << 20)));
    assertThatThrownBy(
            () -> SafetensorsWriter.write(file, outlines, Map.of(), name -> ByteBuffer.allocate(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("w has 3 bytes, not 4194304");
    assertThat(file).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void saysHowMuchIsMissing() throws IOException {
    byte[] golden = Files.readAllBytes(ParityFiles.path("t5-v1_0-tiny/model.safetensors"));
    Files.write(file, Arrays.copyOf(golden, 1000));
    assertRefused(
        file
            + " has 1000 bytes, but its header ends at byte 6080; it looks half-downloaded:"
            + " download it again.");
    Files.write(file, Arrays.copyOf(golden, golden.length - 1));
    assertRefused(
        file
            + " has 418111 bytes, but its last tensor ends at byte 418112; it looks"
            + " half-downloaded: download it again.");
    Files.write(file, Arrays.copyOf(golden, 7));
    assertRefused(
        file
            + " has 7 bytes, but its header starts at byte 8; it looks half-downloaded: download it"
            + " again.");
    Files.write(file, Arrays.copyOf(golden, golden.length + 1));
    assertRefused(
        file
            + " has 418113 bytes rather than the 418112 of its header; it is damaged: download it"
            + " again.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'w':{'dtype':'F8','shape':[1],'data_offsets':[0,4]}}|: tensor w has dtype F8 rather than"
            + " one of [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL].",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|` gives tensor w of F32 [2] the"
            + " bytes 0 to 4; it is damaged: download it again.`",
        "{'w':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|` gives tensor w of F32 [-1] the"
            + " bytes 0 to 4; it is damaged: download it again.`",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|` starts tensor w at byte 4 rather"
            + " than 0 of its data; it is damaged: download it again.`",
        "{'w':{'dtype':'F32','shape':[1]}}|` gives tensor w without dtype, shape and two"
            + " data_offsets; it is damaged: download it again.`",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'w':{'dtype':'F32','shape':[1],"
            + "'data_offsets':[4,8]}}|` names tensor w twice; it is damaged: download it again.`",
        "{'w':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,4]}}|` gives tensor"
            + " w of F32 [4611686018427387904, 4] the bytes 0 to 4; it is damaged: download it"
            + " again.`",
        "{'w':7}|` has a header that is not a safetensors header; download the file again.`",
        "[]|` has a header that is not a safetensors header; download the file again.`",
        "{} {}|` has a header that is not a safetensors header; download the file again.`"
      })
  void saysWhatIsWrongInTheHeader(String header, String sentence) throws IOException {
    write(header.replace('\'', '"'), 4);
    assertRefused(file + sentence);
  }

  @Test
  void refusesAHeaderLengthThatNoneHas() throws IOException {
    byte[] bytes = new byte[64];
    Arrays.fill(bytes, (byte) 0xff);
    Files.write(file, bytes);
    assertRefused(
        file
            + " starts with a header length of 18446744073709551615 bytes; it is not a safetensors"
            + " file: download it again.");
  }

  private void write(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(text.length).put(text).array());
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }
}
